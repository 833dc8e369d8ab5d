package pattern

import (
	"fmt"
	"regexp/syntax"
	"strings"
	"sync"
	"unicode"

	"github.com/sluicesec/sluice/internal/literal"
)

// A node is a node of a pattern's syntax tree over bytes. It is made from the
// tree of regexp/syntax, which is over characters: a literal becomes a sequence
// of sets of one byte each, so that all code behind it deals with bytes only.
// Nodes are shared and do not change.
type node struct {
	op       nodeOp
	lazy     bool             // opRepeat
	assert   syntax.EmptyOp   // opAssert
	set      *literal.ByteSet // opSet
	subs     []*node          // opCat, opAlt; one for opRepeat and opGroup
	min, max int              // opRepeat; max is -1 without a bound
	group    int              // opGroup: number of the capture group
}

type nodeOp uint8

const (
	opSet    nodeOp = iota // one byte of a set
	opCat                  // all subs, one after the other
	opAlt                  // one of the subs, the first that fits being preferred
	opRepeat               // the sub, min to max times
	opGroup                // a capture group
	opAssert               // an assertion, which takes no byte
)

// latin1 rewrites a pattern for a parser that knows characters: each byte
// becomes the character of that number. RE2 reads patterns the same way in its
// Latin-1 mode, so that é in a rule is the two bytes that UTF-8 makes of it.
func latin1(pattern string) string {
	ascii := true
	for i := range len(pattern) {
		ascii = ascii && pattern[i] < 0x80
	}
	if ascii {
		return pattern
	}
	var b strings.Builder
	for i := range len(pattern) {
		b.WriteRune(rune(pattern[i]))
	}
	return b.String()
}

// parse returns the syntax tree of a pattern, and the number of its groups.
func parse(pattern string) (tree *node, groups int, err error) {
	re, err := parseSyntax(pattern)
	if err != nil {
		return nil, 0, err
	}
	return fromSyntax(re), re.MaxCap(), nil
}

// maxRegex is the most bytes of a regex. What is made of it takes many times as
// many.
const maxRegex = 8 << 10

func parseSyntax(pattern string) (*syntax.Regexp, error) {
	if len(pattern) > maxRegex {
		return nil, fmt.Errorf("parsing regex: it has %d bytes, and %d are the limit: split it into several rules", len(pattern), maxRegex)
	}
	re, err := syntax.Parse(latin1(pattern), syntax.Perl)
	if err != nil {
		return nil, fmt.Errorf("parsing regex: %w", err)
	}
	return re, nil
}

func fromSyntax(re *syntax.Regexp) *node {
	subs := func() []*node {
		list := make([]*node, len(re.Sub))
		for i, sub := range re.Sub {
			list[i] = fromSyntax(sub)
		}
		return list
	}
	lazy := re.Flags&syntax.NonGreedy != 0
	switch re.Op {
	case syntax.OpLiteral:
		n := &node{op: opCat}
		n.subs = make([]*node, len(re.Rune))
		for i, r := range re.Rune {
			n.subs[i] = runeNode(r, re.Flags&syntax.FoldCase != 0)
		}
		return n
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return &node{op: opSet, set: classSet(re)}
	case syntax.OpCapture:
		return &node{op: opGroup, subs: subs(), group: re.Cap}
	case syntax.OpStar:
		return &node{op: opRepeat, subs: subs(), min: 0, max: -1, lazy: lazy}
	case syntax.OpPlus:
		return &node{op: opRepeat, subs: subs(), min: 1, max: -1, lazy: lazy}
	case syntax.OpQuest:
		return &node{op: opRepeat, subs: subs(), min: 0, max: 1, lazy: lazy}
	case syntax.OpRepeat:
		return &node{op: opRepeat, subs: subs(), min: re.Min, max: re.Max, lazy: lazy}
	case syntax.OpConcat:
		return &node{op: opCat, subs: subs()}
	case syntax.OpAlternate:
		return &node{op: opAlt, subs: subs()}
	case syntax.OpBeginLine:
		return &node{op: opAssert, assert: syntax.EmptyBeginLine}
	case syntax.OpEndLine:
		return &node{op: opAssert, assert: syntax.EmptyEndLine}
	case syntax.OpBeginText:
		return &node{op: opAssert, assert: syntax.EmptyBeginText}
	case syntax.OpEndText:
		return &node{op: opAssert, assert: syntax.EmptyEndText}
	case syntax.OpWordBoundary:
		return &node{op: opAssert, assert: syntax.EmptyWordBoundary}
	case syntax.OpNoWordBoundary:
		return &node{op: opAssert, assert: syntax.EmptyNoWordBoundary}
	case syntax.OpNoMatch:
		return &node{op: opSet, set: new(literal.ByteSet)}
	}
	return &node{op: opCat} // syntax.OpEmptyMatch
}

// runeNode returns the node for one character of a literal.
func runeNode(r rune, fold bool) *node {
	switch {
	case r < 256 && !fold:
		return &sharedNodes().single[r]
	case r < 128:
		return &sharedNodes().folded[r]
	}
	s := new(literal.ByteSet)
	for f := r; ; {
		if 0 <= f && f < 256 {
			s.Add(byte(f))
		}
		if f = unicode.SimpleFold(f); !fold || f == r {
			return &node{op: opSet, set: s}
		}
	}
}

// byteNodes are the nodes that most patterns consist of: one byte, and one ASCII letter in
// both its cases. All patterns share them.
type byteNodes struct{ single, folded [256]node }

var sharedNodes = sync.OnceValue(func() *byteNodes {
	var n byteNodes
	sets := make([]literal.ByteSet, 2*256)
	for b := range 256 {
		one, both := &sets[2*b], &sets[2*b+1]
		one.Add(byte(b))
		both.Add(byte(b))
		if lower := byte(b) | 0x20; 'a' <= lower && lower <= 'z' {
			both.Add(lower)
			both.Add(lower &^ 0x20)
		}
		n.single[b] = node{op: opSet, set: one}
		n.folded[b] = node{op: opSet, set: both}
	}
	return &n
})

func classSet(re *syntax.Regexp) *literal.ByteSet {
	s := new(literal.ByteSet)
	switch re.Op {
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		*s = literal.ByteSet{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
		if re.Op == syntax.OpAnyCharNotNL {
			s[0] &^= 1 << '\n'
		}
	default:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			for r := re.Rune[i]; r <= min(re.Rune[i+1], 255); r++ {
				s.Add(byte(r))
			}
		}
	}
	return s
}
