package pattern

import (
	"regexp/syntax"

	"github.com/sluicesec/sluice/internal/literal"
)

// A direction is the side of a literal that is looked at.
type direction bool

const (
	forward  direction = false
	backward direction = true
)

// nth returns the node of a sequence that comes i-th in the direction.
func (d direction) nth(nodes []*node, i int) *node {
	if d == backward {
		i = len(nodes) - 1 - i
	}
	return nodes[i]
}

// A byteClass is what an assertion such as \b has to know of a byte.
type byteClass int8

const (
	unknownByte byteClass = iota
	wordByte              // [0-9A-Za-z_]
	otherByte
)

// classAt returns the class of the byte at the beginning of text, or at its end
// for i = -1.
func classAt(text string, i int) byteClass {
	switch {
	case text == "":
		return unknownByte
	case i < 0:
		i = len(text) - 1
	}
	if isWordByte(text[i]) {
		return wordByte
	}
	return otherByte
}

// neighbours returns the bytes that can stand beside a literal that c follows or
// precedes; nil means any byte. own is the class of the literal's own byte on
// that side. The beginning and the end of the data are in no set: a literal may
// always stand there.
//
// It is what makes the search for a literal such as "key" cheap where a pattern
// asks for \bkey=: most places of the word have other neighbours.
func neighbours(c *continuation, d direction, own byteClass) *literal.ByteSet {
	var all literal.ByteSet
	for ; c != nil; c = c.outer {
		for i := range c.pieces {
			set, through := nodeNeighbours(d.nth(c.pieces, i), d, own)
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

// nodeNeighbours is neighbours for one node. through reports whether the node
// can match nothing, so that what is behind it counts as well.
func nodeNeighbours(n *node, d direction, own byteClass) (set *literal.ByteSet, through bool) {
	set = new(literal.ByteSet)
	switch n.op {
	case opSet:
		return n.set, false
	case opCat:
		for i := range n.subs {
			s, through := nodeNeighbours(d.nth(n.subs, i), d, own)
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
			s, t := nodeNeighbours(sub, d, own)
			if s == nil {
				return nil, false
			}
			set.AddAll(s)
			through = through || t
		}
		return set, through
	case opRepeat:
		s, t := nodeNeighbours(n.subs[0], d, own)
		return s, t || n.min == 0
	case opGroup:
		if len(n.subs) > 0 {
			return nodeNeighbours(n.subs[0], d, own)
		}
	case opAssert:
		return assertNeighbours(n.assert, d, own)
	}
	return set, true
}

// assertNeighbours returns which bytes beside the literal an assertion allows,
// or nil where it cannot be known.
func assertNeighbours(assert syntax.EmptyOp, d direction, own byteClass) (set *literal.ByteSet, through bool) {
	set = new(literal.ByteSet)
	switch {
	case own == unknownByte:
		return set, true
	case assert == syntax.EmptyBeginText && d == backward, assert == syntax.EmptyEndText && d == forward:
		return set, false
	case assert == syntax.EmptyBeginLine && d == backward, assert == syntax.EmptyEndLine && d == forward:
		set.Add('\n')
		return set, false
	case assert == syntax.EmptyWordBoundary:
		for b := range 256 {
			if isWordByte(byte(b)) != (own == wordByte) {
				set.Add(byte(b))
			}
		}
		return set, false
	}
	return nil, false
}

// isWord reports whether \w matches at i. There is no word outside of text.
func isWord(text []byte, i int) bool {
	return i >= 0 && i < len(text) && isWordByte(text[i])
}

func isWordByte(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b == '_'
}
