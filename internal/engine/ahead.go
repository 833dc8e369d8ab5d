package engine

import (
	"slices"

	"github.com/sluicesec/sluice/internal/literal"
)

// A fork is several ways to go on. The next byte tells which of them are
// open: a list of forty words is two or three for each letter.
type fork struct {
	ways   []int   // the preferred first
	lists  [][]int // the different selections of them
	byByte [256]uint8
	atEnd  []int // at the end of the text
}

// open gives the ways that can go on at an offset of text.
func (f *fork) open(text []byte, at int) []int {
	if at == len(text) {
		return f.atEnd
	}
	return f.lists[f.byByte[text[at]]]
}

// lookAhead adds to runs and forks what the bytes behind them must be.
func (p *program) lookAhead() {
	a := looker{program: p, first: make([]*literal.ByteSet, len(p.insts)), known: make([]bool, len(p.insts))}
	for pc := range p.insts {
		switch i := &p.insts[pc]; i.op {
		case instRun:
			i.ahead = a.look(i.next)
		case instFork:
			a.sort(i.fork)
		}
	}
}

// A looker finds what instructions begin with.
type looker struct {
	*program
	first []*literal.ByteSet
	known []bool
}

// look gives the bytes of which an instruction and those behind it must read
// one first; nil if they need not read.
func (a *looker) look(pc int) *literal.ByteSet {
	if a.known[pc] {
		return a.first[pc]
	}
	// A loop comes back here only after reading, and so does not ask.
	var set *literal.ByteSet
	switch i := &a.insts[pc]; i.op {
	case instSet:
		set = i.set
	case instRun:
		set = i.set
		if i.min == 0 {
			set = join(set, a.look(i.next))
		}
	case instFork:
		set = new(literal.ByteSet)
		for _, way := range i.fork.ways {
			set = join(set, a.look(way))
		}
	case instSave, instAssert:
		set = a.look(i.next)
	}
	a.first[pc], a.known[pc] = set, true
	return set
}

// sort sorts the ways of a fork by the next byte.
func (a *looker) sort(f *fork) {
	for _, way := range f.ways {
		if a.look(way) == nil {
			f.atEnd = append(f.atEnd, way)
		}
	}
	var open []int
	for b := range 256 {
		open = open[:0]
		for _, way := range f.ways {
			if set := a.look(way); set == nil || set.Has(byte(b)) {
				open = append(open, way)
			}
		}
		k := slices.IndexFunc(f.lists, func(list []int) bool { return slices.Equal(list, open) })
		if k < 0 {
			k = len(f.lists)
			f.lists = append(f.lists, slices.Clone(open))
		}
		f.byByte[b] = uint8(k)
	}
}
