package objects

import (
	"bytes"
	"container/heap"
	"slices"
	"sort"

	"github.com/sluicesec/sluice/internal/git/objects/pack"
)

// A catalog numbers all that a store holds. Every stored object has a slot:
// first the entries of the packs, pack after pack in the order of their ids,
// then the loose objects. An object stored several times has several slots;
// the lowest is its own, and the others are spare. Numbers without the spare
// slots are the Index values that users see.
type catalog struct {
	packs []*pack.Pack
	first []uint32 // the first slot of each pack, then that of the loose objects
	spare []uint32 // in order
	loose *looseList

	problems []Problem
}

func (s *Store) makeCatalog() *catalog {
	// The loose objects come first and then the packs: an object that is packed in
	// between is then seen twice, and in the other order not at all.
	c := &catalog{first: []uint32{0}}
	c.loose, c.problems = listLoose(s.dirs, s.IDSize())
	c.packs = slices.Concat(s.packs, s.findAdded())
	for _, p := range c.packs {
		c.first = append(c.first, c.first[len(c.first)-1]+uint32(p.Index.Len()))
		if err := p.Index.Check(s.options.Format.New()); err != nil {
			c.problems = append(c.problems, Problem{Reason: BadIndex, Path: p.Path, Err: err})
		}
	}
	c.spare = spareSlots(c.packs, c.first)
	c.loose.drop(func(id []byte) bool {
		_, _, ok := findPacked(c.packs, id)
		return ok
	})
	return c
}

// spareSlots merges the ids of all packs to find those that come more than once.
func spareSlots(packs []*pack.Pack, first []uint32) []uint32 {
	var m merge
	for i, p := range packs {
		if p.Index.Len() > 0 {
			m = append(m, cursor{index: p.Index, first: first[i]})
		}
	}
	heap.Init(&m)
	var spare []uint32
	var last []byte
	for len(m) > 0 {
		top := &m[0]
		id := top.index.ID(top.i)
		if bytes.Equal(id, last) {
			spare = append(spare, top.first+uint32(top.i))
		}
		last = id
		if top.i++; top.i == top.index.Len() {
			heap.Pop(&m)
		} else {
			heap.Fix(&m, 0)
		}
	}
	slices.Sort(spare)
	return spare
}

// merge is a heap of the indexes being merged, by their next id and then by slot.
type merge []cursor

type cursor struct {
	index *pack.Index
	first uint32
	i     int
}

func (m merge) Len() int      { return len(m) }
func (m merge) Swap(i, j int) { m[i], m[j] = m[j], m[i] }
func (m merge) Less(i, j int) bool {
	c := bytes.Compare(m[i].index.ID(m[i].i), m[j].index.ID(m[j].i))
	return c < 0 || c == 0 && m[i].first < m[j].first
}
func (m *merge) Push(x any) { *m = append(*m, x.(cursor)) }
func (m *merge) Pop() any {
	last := (*m)[len(*m)-1]
	*m = (*m)[:len(*m)-1]
	return last
}

// slots returns how many slots there are.
func (c *catalog) slots() uint32 { return c.packed() + uint32(c.loose.len()) }

// packed returns how many of the slots are in packs.
func (c *catalog) packed() uint32 { return c.first[len(c.first)-1] }

// len returns how many objects there are.
func (c *catalog) len() int { return int(c.slots()) - len(c.spare) }

// isSpare reports whether a slot holds a further copy of an object.
func (c *catalog) isSpare(slot uint32) bool {
	_, found := slices.BinarySearch(c.spare, slot)
	return found
}

// index returns the number of the object in a slot that is not spare.
func (c *catalog) index(slot uint32) Index {
	if len(c.spare) == 0 {
		return Index(slot)
	}
	before, _ := slices.BinarySearch(c.spare, slot)
	return Index(slot - uint32(before))
}

// slot is the inverse of index.
func (c *catalog) slot(i Index) uint32 {
	before := sort.Search(len(c.spare), func(k int) bool { return c.spare[k]-uint32(k) > uint32(i) })
	return uint32(i) + uint32(before)
}

// pack returns the number of the pack that holds a slot.
func (c *catalog) pack(slot uint32) int {
	if len(c.first) == 2 {
		return 0
	}
	return sort.Search(len(c.first), func(k int) bool { return c.first[k] > slot }) - 1
}

// slotID returns the id of the object in a slot.
func (c *catalog) slotID(slot uint32) []byte {
	if packed := c.packed(); slot >= packed {
		return c.loose.id(int(slot - packed))
	}
	p := c.pack(slot)
	return c.packs[p].Index.ID(int(slot - c.first[p]))
}
