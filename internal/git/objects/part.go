package objects

import (
	"encoding/binary"
	"os"

	"github.com/sluicesec/sluice/internal/git/objects/pack"
)

// A Part is some of the packs and loose objects of a store, those that a walk has to
// read. The others were read by an earlier walk, and nothing of them has changed.
//
// A walk of a part does not even look at the packs that are not in it: to read the
// headers of all objects takes a fifth of a second in a repository of a million.
type Part struct {
	store  *Store
	packs  []bool // by the number of the pack in the catalog
	loose  []bool // by the number in the catalog's list
	forest *forest
}

// NewPart returns the part of the store with the packs and the loose objects that are
// not known by their stamps, see Stamps.
func (s *Store) NewPart(known func(stamp string) bool) *Part {
	c := s.catalog()
	p := &Part{store: s, packs: make([]bool, len(c.packs)), loose: make([]bool, c.loose.len())}
	for i, pk := range c.packs {
		stamp, ok := packStamp(pk)
		p.packs[i] = !ok || !known(stamp)
	}
	for i := range p.loose {
		stamp, ok := s.looseStamp(i)
		p.loose[i] = !ok || !known(stamp)
	}
	return p
}

// Has reports whether the part holds an object: whether a walk of it comes to the place
// where the object is stored.
func (p *Part) Has(i Index) bool {
	c := p.store.catalog()
	slot := c.slot(i)
	if packed := c.packed(); slot >= packed {
		return p.loose[slot-packed]
	}
	return p.packs[c.pack(slot)]
}

// Add adds the place where an object is stored: the whole pack, if it is in one.
func (p *Part) Add(i Index) {
	c := p.store.catalog()
	slot := c.slot(i)
	if packed := c.packed(); slot >= packed {
		p.loose[slot-packed] = true
		return
	}
	p.packs[c.pack(slot)] = true
}

// IsEmpty reports whether there is nothing in the part.
func (p *Part) IsEmpty() bool {
	for _, list := range [][]bool{p.packs, p.loose} {
		for _, in := range list {
			if in {
				return false
			}
		}
	}
	return true
}

// Stamps returns for each pack and each loose object a text that is another one when the
// file is another one: of a pack it holds the checksums of the pack and its index, and
// of each file its size and the time of its last change. It leaves out files that cannot
// be looked at.
func (s *Store) Stamps() []string {
	c := s.catalog()
	var list []string
	for _, pk := range c.packs {
		if stamp, ok := packStamp(pk); ok {
			list = append(list, stamp)
		}
	}
	for i := range c.loose.len() {
		if stamp, ok := s.looseStamp(i); ok {
			list = append(list, stamp)
		}
	}
	return list
}

func packStamp(p *pack.Pack) (string, bool) {
	b := append([]byte("p"), p.Index.PackSum()...)
	return stampOf(append(b, p.Index.Sum()...), p.Path)
}

func (s *Store) looseStamp(i int) (string, bool) {
	l := s.catalog().loose
	return stampOf(append([]byte("l"), l.id(i)...), s.loosePath(l, i))
}

// stampOf adds to b what tells whether a file is still the same.
func stampOf(b []byte, path string) (string, bool) {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return "", false
	}
	b = binary.BigEndian.AppendUint64(b, uint64(info.Size()))
	return string(binary.BigEndian.AppendUint64(b, uint64(info.ModTime().UnixNano()))), true
}

// Sound reports whether nothing is wrong with the files of the store, as far as can be
// seen without reading objects.
func (s *Store) Sound() bool { return len(s.problems) == 0 && len(s.catalog().problems) == 0 }

// reads reports whether the walk of a part reads a pack. A walk of everything has no part.
func (p *Part) reads(pack int) bool { return p == nil || p.packs[pack] }

// readsLoose is reads for a loose object.
func (p *Part) readsLoose(i int) bool { return p == nil || p.loose[i] }

// complete adds to the part the places of bases that deltas in it name by their ids, and
// reports whether there were any. named are the nodes of such deltas.
func (p *Part) complete(c *catalog, f *forestBuilder, named []uint32) (more bool) {
	for _, n := range named {
		number := c.pack(n)
		pk := c.packs[number]
		e, err := pk.Entry(pk.Index.Offset(int(f.nodes[n].pos)))
		if err != nil {
			continue
		}
		if _, ok := pk.Index.Find(e.BaseID); ok {
			continue
		}
		if other, _, ok := findPacked(c.packs, e.BaseID); ok {
			more = more || !p.packs[other]
			p.packs[other] = true
		} else if i, ok := c.loose.find(e.BaseID); ok {
			more = more || !p.loose[i]
			p.loose[i] = true
		}
	}
	return more
}
