package pattern

import (
	"slices"

	"github.com/sluicesec/sluice/internal/literal"
)

// Lookahead by one byte, which most of the backtracker's speed comes from. For
// each repeat it is known what must follow it, so that only those lengths are
// tried that such a byte follows. For each fork it is known which branches can
// begin with the next byte: of a list of forty words that is two or three.

// A fork is several branches of a pattern.
type fork struct {
	branches []int      // instructions, the preferred first
	lists    [][]int    // the different selections of them, by next byte
	byByte   [256]uint8 // by next byte: index in lists
	atEnd    []int      // the selection at the end of the text
}

// open returns the branches that can match from an offset of text on.
func (f *fork) open(text []byte, at int) []int {
	if at == len(text) {
		return f.atEnd
	}
	return f.lists[f.byByte[text[at]]]
}

// addLookahead completes the repeats and forks of a prog.
func (p *prog) addLookahead() {
	f := firstSets{prog: p, first: make([]*literal.ByteSet, len(p.insts)), known: make([]bool, len(p.insts))}
	for pc := range p.insts {
		switch i := &p.insts[pc]; i.op {
		case instRepeat:
			i.ahead = f.of(i.next)
		case instFork:
			f.sortBranches(i.fork)
		}
	}
}

// firstSets finds the bytes that instructions begin with.
type firstSets struct {
	*prog
	first []*literal.ByteSet
	known []bool
}

// of returns the bytes of which an instruction, or those that follow it, must
// take one first; nil if they need not take any.
func (f *firstSets) of(pc int) *literal.ByteSet {
	if f.known[pc] {
		return f.first[pc]
	}
	// A loop comes back to pc only after a byte, so this recursion ends.
	var set *literal.ByteSet
	switch i := &f.insts[pc]; i.op {
	case instSet:
		set = i.set
	case instRepeat:
		set = i.set
		if i.min == 0 {
			set = literal.Union(set, f.of(i.next))
		}
	case instFork:
		set = new(literal.ByteSet)
		for _, branch := range i.fork.branches {
			set = literal.Union(set, f.of(branch))
		}
	case instSave, instAssert:
		set = f.of(i.next)
	}
	f.first[pc], f.known[pc] = set, true
	return set
}

// sortBranches sorts the branches of a fork by the next byte.
func (f *firstSets) sortBranches(k *fork) {
	for _, branch := range k.branches {
		if f.of(branch) == nil {
			k.atEnd = append(k.atEnd, branch)
		}
	}
	var open []int
	for b := range 256 {
		open = open[:0]
		for _, branch := range k.branches {
			if set := f.of(branch); set == nil || set.Has(byte(b)) {
				open = append(open, branch)
			}
		}
		i := slices.IndexFunc(k.lists, func(list []int) bool { return slices.Equal(list, open) })
		if i < 0 {
			i = len(k.lists)
			k.lists = append(k.lists, slices.Clone(open))
		}
		k.byByte[b] = uint8(i)
	}
}
