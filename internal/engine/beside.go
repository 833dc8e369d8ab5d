package engine

import (
	"regexp/syntax"

	"github.com/sluicesec/sluice/internal/literal"
)

// edge is the set of bytes that can stand next to a literal with p behind it,
// or before it if back is set; nil means any byte. word is the wordness of the literal's own byte there, or 0 if there is
// no literal. The beginning and the end of the data are in no set: they are
// always allowed.
func edge(p *path, back bool, word int) *literal.ByteSet {
	var all literal.ByteSet
	for ; p != nil; p = p.outer {
		for i := range p.parts {
			part := p.parts[i]
			if back {
				part = p.parts[len(p.parts)-1-i]
			}
			set, through := edgeOf(part, back, word)
			if set == nil {
				return nil
			}
			all.AddAll(set)
			if !through {
				return &all
			}
		}
	}
	return nil // anything may stand beside a match
}

// edgeOf is edge for one part. through reports whether the part can be empty,
// so that what stands behind it counts as well.
func edgeOf(n *node, back bool, word int) (set *literal.ByteSet, through bool) {
	set = new(literal.ByteSet)
	switch n.op {
	case opSet:
		return n.set, false
	case opCat:
		for i := range n.subs {
			sub := n.subs[i]
			if back {
				sub = n.subs[len(n.subs)-1-i]
			}
			s, through := edgeOf(sub, back, word)
			if s == nil {
				return nil, false
			}
			set.AddAll(s)
			if !through {
				return set, false
			}
		}
		return set, true
	case opAlt:
		for _, sub := range n.subs {
			s, t := edgeOf(sub, back, word)
			if s == nil {
				return nil, false
			}
			set.AddAll(s)
			through = through || t
		}
		return set, through
	case opRepeat:
		s, t := edgeOf(n.subs[0], back, word)
		return s, t || n.min == 0
	case opGroup:
		if len(n.subs) > 0 {
			return edgeOf(n.subs[0], back, word)
		}
	case opAssert:
		return edgeOfAssert(n.assert, back, word)
	}
	return set, true
}

// edgeOfAssert tells what an assertion asks of the byte beside the literal.
// What it cannot tell it lets through.
func edgeOfAssert(assert syntax.EmptyOp, back bool, word int) (set *literal.ByteSet, through bool) {
	set = new(literal.ByteSet)
	switch {
	case word == 0:
		return set, true
	case assert == syntax.EmptyBeginText && back, assert == syntax.EmptyEndText && !back:
		return set, false
	case assert == syntax.EmptyBeginLine && back, assert == syntax.EmptyEndLine && !back:
		set.Add('\n')
		return set, false
	case assert == syntax.EmptyWordBoundary:
		for b := range 256 {
			if isWordByte(byte(b)) != (word > 0) {
				set.Add(byte(b))
			}
		}
		return set, false
	}
	return nil, false
}
