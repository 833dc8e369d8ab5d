package objects

import (
	"errors"
	"io/fs"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"

	"github.com/sourcegraph/conc/pool"

	"github.com/sluicesec/sluice/internal/git/objects/pack"
	"github.com/sluicesec/sluice/internal/oid"
)

// A forest is the delta trees of a store: below each object, those that are
// stored as deltas against it. Each slot of the catalog has a node, but nodes are
// numbered in the order of their offsets in the pack, so that a walk over the
// nodes reads each pack from front to back.
//
// A million objects are common, so a node is small: what the pack and its index
// hold is read from them again when the node is visited.
type forest struct {
	nodes  []node
	broken map[uint32]Problem // roots that cannot be read, though objects below them might be
	gaps   []Problem          // bytes before the first entry of a pack
}

type node struct {
	child   uint32 // the first of the nodes that are deltas against this one
	sibling uint32 // the next node with the same base
	weight  uint32 // the work below and in this node; 0 if nothing there is to be visited
	pos     uint32 // the number in the pack's index
	typ     Type   // 0 if unknown
	based   bool   // the node is below another one
	spare   bool   // another slot holds the same object
}

// A onceForest is the forest of a whole store: built when a walk needs it, and kept for the
// next walk until it is dropped.
type onceForest struct {
	mu   sync.Mutex
	kept *forest
}

func (o *onceForest) get(s *Store) *forest {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.kept == nil {
		o.kept = s.buildForest(nil)
	}
	return o.kept
}

// EndWalks says that no walk is to come soon. It drops what walks share, which is 20 bytes
// for each object of the store; another walk makes it again.
func (s *Store) EndWalks() {
	s.forest.mu.Lock()
	defer s.forest.mu.Unlock()
	s.forest.kept = nil
}

// none means that there is no node.
const none = ^uint32(0)

// weightUnit is the stored bytes that count as one unit of work, and
// weightObject the units that any object takes. The sums stay below 2^32 up to
// packs of 256 GiB.
const (
	weightUnit   = 64
	weightObject = 4
)

func weightOf(stored int64) uint32 {
	return weightObject + uint32(min(stored/weightUnit, 1<<31))
}

// A forestBuilder builds a forest.
type forestBuilder struct {
	*forest
	store   *Store
	catalog *catalog
	part    *Part // what to read; nil for everything
	parents []uint32
}

// buildForest reads the header of every stored object, or of those in a part, and
// builds the forest.
func (s *Store) buildForest(part *Part) *forest {
	c := s.catalog()
	p := &forestBuilder{
		forest:  &forest{nodes: make([]node, c.slots()), broken: map[uint32]Problem{}},
		store:   s,
		catalog: c,
		part:    part,
		parents: make([]uint32, c.slots()),
	}
	if part != nil {
		for n := range p.nodes {
			p.nodes[n], p.parents[n] = node{child: none, sibling: none}, none
		}
	}
	var named []uint32
	for i := range c.packs {
		if part.reads(i) {
			named = append(named, p.sweepPack(i)...)
		}
	}
	if part != nil && part.complete(c, p, named) {
		return s.buildForest(part)
	}
	p.sweepLoose()
	p.nameBases(named)
	p.cutCycles()
	p.link()
	return p.forest
}

// sweepPack reads all entry headers of a pack and returns the nodes whose base
// is given by id.
func (p *forestBuilder) sweepPack(number int) (named []uint32) {
	pk, first := p.catalog.packs[number], p.catalog.first[number]
	order := offsetOrder(pk.Index)
	begin := pk.End() // where the first entry is
	if len(order.keys) > 0 {
		begin, _ = order.at(0)
	}
	if begin > pk.Start() {
		p.gaps = append(p.gaps, Problem{Reason: HiddenBytes, Path: pk.Path, Offset: pk.Start()})
	}
	ranges := splitRange(len(order.keys), runtime.GOMAXPROCS(0))
	work := pool.NewWithResults[sweep]().WithMaxGoroutines(max(1, len(ranges)))
	for _, r := range ranges {
		work.Go(func() sweep { return p.sweepRange(pk, first, order, r[0], r[1]) })
	}
	for _, s := range work.Wait() {
		named = append(named, s.named...)
		for _, b := range s.broken {
			p.broken[b.node] = b.problem
		}
	}
	return named
}

// splitRange splits 0..n into up to count ranges of about the same length.
func splitRange(n, count int) [][2]int {
	var out [][2]int
	for i := range count {
		if from, to := n*i/count, n*(i+1)/count; from < to {
			out = append(out, [2]int{from, to})
		}
	}
	return out
}

// A sweep is what one goroutine found that is not in the nodes themselves.
type sweep struct {
	named  []uint32
	broken []brokenNode
}

type brokenNode struct {
	node    uint32
	problem Problem
}

// prefetched is how many entries a sweep prefetches.
const prefetched = 12

func (p *forestBuilder) sweepRange(pk *pack.Pack, first uint32, order offsets, from, to int) (out sweep) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // for entry
	for i := from; i < to; i++ {
		n := first + uint32(i)
		offset, pos := order.at(i)
		p.parents[n] = none
		nd := &p.nodes[n]
		*nd = node{child: none, sibling: none, pos: pos, weight: weightObject}
		if len(p.catalog.spare) > 0 {
			nd.spare = p.catalog.isSpare(first + pos)
		}
		broken := func(reason Reason, err error) {
			out.broken = append(out.broken, brokenNode{n, Problem{
				Reason: reason, ID: oid.Make(pk.Index.ID(int(pos))), Path: pk.Path, Offset: offset, Err: err,
			}})
		}
		if i+prefetched < to {
			ahead, _ := order.at(i + prefetched)
			pk.Prefetch(ahead)
		}
		e, fault, err := p.entry(pk, offset)
		if fault != nil {
			out.broken = append(out.broken, brokenNode{n, *fault})
			continue
		}
		if err != nil {
			broken(BadEntry, err)
			continue
		}
		end := pk.End()
		if i+1 < len(order.keys) {
			next, _ := order.at(i + 1)
			end = min(end, next)
		}
		nd.weight = weightOf(end - offset)
		switch e.Kind {
		case pack.OfsDelta:
			base, ok := order.before(i, offset-e.Base)
			if !ok {
				broken(MissingBase, errNoBase)
				continue
			}
			p.parents[n] = first + uint32(base)
		case pack.RefDelta:
			out.named = append(out.named, n)
		default:
			nd.typ = Type(e.Kind)
		}
	}
	return out
}

// entry reads the header of an entry, on a goroutine that panics on faults.
func (p *forestBuilder) entry(pk *pack.Pack, offset int64) (e pack.Entry, fault *Problem, err error) {
	defer func() {
		if f := p.store.fault(recover()); f != nil {
			fault = f
		}
	}()
	e, err = pk.Entry(offset)
	return e, nil, err
}

// sweepLoose reads the headers of all loose objects.
func (p *forestBuilder) sweepLoose() {
	first := p.catalog.packed()
	list := p.catalog.loose
	ranges := splitRange(list.len(), runtime.GOMAXPROCS(0))
	work := pool.NewWithResults[[]brokenNode]().WithMaxGoroutines(max(1, len(ranges)))
	for _, r := range ranges {
		work.Go(func() (out []brokenNode) {
			for i := r[0]; i < r[1]; i++ {
				if !p.part.readsLoose(i) {
					continue
				}
				n := first + uint32(i)
				path := p.store.loosePath(list, i)
				t, _, stored, err := looseHeader(path)
				if errors.Is(err, fs.ErrNotExist) { // a repack may have moved it
					if moved, data, elsewhere := p.store.Read(oid.Make(list.id(i))); elsewhere == nil {
						t, stored, err = moved, int64(len(data)), nil
					}
				}
				p.parents[n] = none
				p.nodes[n] = node{child: none, sibling: none, pos: uint32(i), weight: weightOf(stored), typ: t}
				if err != nil {
					out = append(out, brokenNode{n, Problem{Reason: BadLoose, ID: oid.Make(list.id(i)), Path: path, Err: err}})
				}
			}
			return out
		})
	}
	for _, found := range work.Wait() {
		for _, b := range found {
			p.broken[b.node] = b.problem
		}
	}
}

// nameBases finds the bases that are given by id: in the same pack if it has
// them, and else wherever they are.
func (p *forestBuilder) nameBases(named []uint32) {
	slices.Sort(named)
	nodes := map[int][]uint32{} // for each pack with bases, the node of each index number
	inPack := func(pack, pos int) uint32 {
		first, last := p.catalog.first[pack], p.catalog.first[pack+1]
		if nodes[pack] == nil {
			nodes[pack] = make([]uint32, last-first)
			for n := first; n < last; n++ {
				nodes[pack][p.nodes[n].pos] = n
			}
		}
		return nodes[pack][pos]
	}
	for _, n := range named {
		number := p.catalog.pack(n)
		pk := p.catalog.packs[number]
		offset := pk.Index.Offset(int(p.nodes[n].pos))
		e, err := pk.Entry(offset)
		if err != nil {
			continue // cannot be: the sweep has read it
		}
		if i, ok := pk.Index.Find(e.BaseID); ok {
			p.parents[n] = inPack(number, i)
		} else if other, i, ok := findPacked(p.catalog.packs, e.BaseID); ok {
			p.parents[n] = inPack(other, i)
		} else if i, ok := p.catalog.loose.find(e.BaseID); ok {
			p.parents[n] = p.catalog.packed() + uint32(i)
		} else {
			p.broken[n] = Problem{
				Reason: MissingBase, ID: oid.Make(pk.Index.ID(int(p.nodes[n].pos))), Path: pk.Path, Offset: offset, Err: errNoBase,
			}
		}
	}
}

// loosePath returns the file of the loose object i.
func (s *Store) loosePath(l *looseList, i int) string {
	return filepath.Clean(loosePath(s.dirs[l.dirs[i]], l.id(i)))
}
