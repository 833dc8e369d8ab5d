package pattern

import (
	"math/bits"
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

	groups []literal.ByteSet // memory for sortBranches
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
			of := f.of(branch)
			if of == nil {
				set = nil
				break
			}
			set.AddAll(of)
		}
	case instSave, instAssert:
		set = f.of(i.next)
	}
	f.first[pc], f.known[pc] = set, true
	return set
}

// sortBranches sorts the branches of a fork by the next byte: bytes with which the same
// branches can begin share a list.
func (f *firstSets) sortBranches(k *fork) {
	groups := append(f.groups[:0], anyByte) // of bytes with which the same of the branches so far can begin
	k.lists = [][]int{nil}
	for _, branch := range k.branches {
		set := f.of(branch)
		if set == nil {
			k.atEnd = append(k.atEnd, branch)
			set = &anyByte
		}
		for i := range groups {
			in, out := split(&groups[i], set)
			switch {
			case in == (literal.ByteSet{}):
			case out == (literal.ByteSet{}):
				k.lists[i] = append(k.lists[i], branch)
			default:
				groups[i] = out
				groups = append(groups, in)
				k.lists = append(k.lists, append(slices.Clone(k.lists[i]), branch))
			}
		}
	}
	f.groups = groups
	for i := range groups {
		for word, bytes := range groups[i] {
			for ; bytes != 0; bytes &= bytes - 1 {
				k.byByte[word<<6|bits.TrailingZeros64(bytes)] = uint8(i)
			}
		}
	}
}

// anyByte has all bytes.
var anyByte = literal.ByteSet{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}

// split returns the bytes of a set that are in another, and those that are not.
func split(s, by *literal.ByteSet) (in, out literal.ByteSet) {
	for i := range s {
		in[i], out[i] = s[i]&by[i], s[i]&^by[i]
	}
	return in, out
}
