package detect

import (
	"slices"

	"github.com/sluicesec/sluice/detect/literal"
)

// waysByByte tells which ways of a choice the next byte leaves open: a list of
// forty words is two or three for each letter.
type waysByByte struct {
	lists  [][]int // the different selections, each in order of preference
	byByte [256]uint8
	atEnd  []int // at the end of the text
}

// open gives the ways that can go on at an offset of text.
func (w *waysByByte) open(text []byte, at int) []int {
	if at == len(text) {
		return w.atEnd
	}
	return w.lists[w.byByte[text[at]]]
}

// lookAhead adds to runs and choices what the bytes behind them must be.
func (p *program) lookAhead() {
	a := looker{program: p, first: make([]*literal.ByteSet, len(p.insts)), known: make([]bool, len(p.insts))}
	for pc := range p.insts {
		switch i := &p.insts[pc]; i.op {
		case instRun:
			i.ahead = a.look(i.next)
		case instChoice:
			i.sorted = a.sort(i.ways)
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
	case instChoice:
		set = new(literal.ByteSet)
		for _, way := range i.ways {
			set = join(set, a.look(way))
		}
	case instSave, instAssert:
		set = a.look(i.next)
	}
	a.first[pc], a.known[pc] = set, true
	return set
}

// sort sorts ways by the next byte.
func (a *looker) sort(ways []int) *waysByByte {
	w := new(waysByByte)
	for _, way := range ways {
		if a.look(way) == nil {
			w.atEnd = append(w.atEnd, way)
		}
	}
	var open []int
	for b := range 256 {
		open = open[:0]
		for _, way := range ways {
			if set := a.look(way); set == nil || set.Has(byte(b)) {
				open = append(open, way)
			}
		}
		k := slices.IndexFunc(w.lists, func(list []int) bool { return slices.Equal(list, open) })
		if k < 0 {
			k = len(w.lists)
			w.lists = append(w.lists, slices.Clone(open))
		}
		w.byByte[b] = uint8(k)
	}
	return w
}
