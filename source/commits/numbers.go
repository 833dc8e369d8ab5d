package commits

import (
	"hash/maphash"

	"github.com/sluicesec/sluice/internal/oid"
)

// A number stands for an object of a range. A range may have millions of objects, and
// an id takes 33 bytes wherever it is kept.
type number uint32

// numbers gives ids numbers, from 0 on, in the order in which they are added. It takes
// some 45 bytes an id, where a map would take 100.
type numbers struct {
	seed  maphash.Seed
	ids   []oid.ID
	slots []number // a hash table with a power of two of slots: a number plus one, 0 for none
}

func newNumbers() *numbers {
	return &numbers{seed: maphash.MakeSeed(), slots: make([]number, 64)}
}

func (t *numbers) len() int           { return len(t.ids) }
func (t *numbers) id(n number) oid.ID { return t.ids[n] }

// slot returns the slot that an id is in, or the free one that it belongs in.
func (t *numbers) slot(id oid.ID) *number {
	mask := uint64(len(t.slots) - 1)
	for at := maphash.Bytes(t.seed, id.Bytes()) & mask; ; at = (at + 1) & mask {
		if s := &t.slots[at]; *s == 0 || t.ids[*s-1] == id {
			return s
		}
	}
}

// find returns the number of an id, if it has one.
func (t *numbers) find(id oid.ID) (n number, ok bool) {
	s := *t.slot(id)
	return s - 1, s != 0
}

// add returns the number of an id, and gives it one if it has none.
func (t *numbers) add(id oid.ID) number {
	s := t.slot(id)
	if *s != 0 {
		return *s - 1
	}
	t.ids = append(t.ids, id)
	*s = number(len(t.ids))
	if 3*len(t.ids) > 2*len(t.slots) {
		t.slots = make([]number, 2*len(t.slots))
		for i, id := range t.ids {
			*t.slot(id) = number(i + 1)
		}
	}
	return number(len(t.ids) - 1)
}

// addAll returns the numbers of ids.
func (t *numbers) addAll(ids []oid.ID) []number {
	var list []number
	for _, id := range ids {
		list = append(list, t.add(id))
	}
	return list
}

// idsOf returns the ids of numbers.
func (t *numbers) idsOf(list []number) []oid.ID {
	var ids []oid.ID
	for _, n := range list {
		ids = append(ids, t.ids[n])
	}
	return ids
}

// lists holds lists of numbers in one piece of memory. A list is known by the index at
// which its length is, and its numbers behind it. 0 is an empty list.
type lists []number

func (l *lists) add(list []number) uint32 {
	if len(list) == 0 {
		return 0
	}
	if len(*l) == 0 {
		*l = append(*l, 0)
	}
	at := len(*l)
	*l = append(append(*l, number(len(list))), list...)
	return uint32(at)
}

func (l lists) at(i uint32) []number {
	if i == 0 {
		return nil
	}
	return l[i+1:][:l[i]]
}

// A set is a set of numbers, with a bit for each.
type set []uint64

func (s set) has(n number) bool { return int(n/64) < len(s) && s[n/64]&(1<<(n%64)) != 0 }

// add adds a number, and reports whether it was not in the set.
func (s *set) add(n number) bool {
	if s.has(n) {
		return false
	}
	for int(n/64) >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[n/64] |= 1 << (n % 64)
	return true
}

// A pathID stands for a path, which many changes have. 0 is the path "".
type pathID uint32

// paths are the paths of a range.
type paths struct {
	texts []string
	ids   map[string]pathID
}

func newPaths() *paths { return &paths{texts: []string{""}, ids: map[string]pathID{"": 0}} }

func (p *paths) text(id pathID) string { return p.texts[id] }

func (p *paths) add(path string) pathID {
	id, ok := p.ids[path]
	if !ok {
		id = pathID(len(p.texts))
		p.texts = append(p.texts, path)
		p.ids[path] = id
	}
	return id
}
