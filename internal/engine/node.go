package engine

import (
	"fmt"
	"regexp/syntax"
	"strings"
	"unicode"

	"github.com/sluicesec/sluice/internal/literal"
)

// A node is a regular expression over bytes, as far as the engine needs to
// know it. It is made from the tree of regexp/syntax, with every literal
// spelled out as single-byte sets, so that what follows deals with bytes only.
type node struct {
	op       nodeOp
	set      *literal.ByteSet // opSet
	subs     []*node          // opCat, opAlt; one for opRepeat and opGroup
	min, max int              // opRepeat; max is -1 without a bound
	lazy     bool             // opRepeat
	group    int              // opGroup: number of the capture group
	assert   syntax.EmptyOp   // opAssert
}

type nodeOp uint8

const (
	opSet nodeOp = iota
	opCat
	opAlt
	opRepeat
	opGroup
	opAssert
)

// latin1 respells a pattern for a parser that knows characters: each byte
// becomes the character of that number. RE2 in its Latin-1 mode reads patterns
// the same way, so that é in a rule is the two bytes that UTF-8 makes of it.
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

// parse reads a pattern into a node, and gives the number of its groups.
func parse(pattern string) (*node, int, error) {
	re, err := syntax.Parse(latin1(pattern), syntax.Perl)
	if err != nil {
		return nil, 0, fmt.Errorf("parsing regex: %w", err)
	}
	return fromSyntax(re), re.MaxCap(), nil
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

// runeNode matches the bytes that match a character of a literal.
func runeNode(r rune, fold bool) *node {
	switch {
	case r < 256 && !fold:
		return &single[r]
	case r < 128:
		return &folded[r]
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

// single and folded are the nodes that most patterns are made of: one byte, or
// one ASCII letter in both its cases. There is no need to have them twice.
var single, folded = func() (single, folded [256]node) {
	for b := range 256 {
		one, both := new(literal.ByteSet), new(literal.ByteSet)
		one.Add(byte(b))
		both.Add(byte(b))
		if lower := byte(b) | 0x20; 'a' <= lower && lower <= 'z' {
			both.Add(lower)
			both.Add(lower &^ 0x20)
		}
		single[b] = node{op: opSet, set: one}
		folded[b] = node{op: opSet, set: both}
	}
	return single, folded
}()

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

// parts is flatten, with one byte taken off a run of few different bytes behind
// a row of just two: SK[0-9a-f]{32} is looked for as SK0 to SKf, as literals of
// two bytes are everywhere.
func (n *node) parts() []*node {
	const few = 22 // [0-9A-Fa-f]
	var parts []*node
	row := 0 // known bytes before
	for _, p := range n.flatten(nil) {
		words, ok := spell(p)
		switch {
		case p.op == opRepeat && p.subs[0].op == opSet && row == 2 && p.min > 1 && p.subs[0].set.Len() <= few:
			rest := *p
			rest.min--
			if rest.max > 0 {
				rest.max--
			}
			parts = append(parts, p.subs[0])
			p = &rest
			row = 0
		case p.op == opSet && ok && len(words) == 1:
			row++
		case p.op != opGroup && p.op != opAssert:
			row = 0
		}
		parts = append(parts, p)
	}
	return parts
}

// flatten gives the parts of a node that follow one another, looking through
// groups. Groups appear as opGroup nodes without subs: the first where the
// group begins, and a second with min 1 where it ends.
func (n *node) flatten(parts []*node) []*node {
	switch n.op {
	case opCat:
		for _, sub := range n.subs {
			parts = sub.flatten(parts)
		}
		return parts
	case opGroup:
		parts = append(parts, &node{op: opGroup, group: n.group})
		parts = n.subs[0].flatten(parts)
		return append(parts, &node{op: opGroup, group: n.group, min: 1})
	case opRepeat:
		// The bytes that a repeat must have may be part of a literal.
		if n.min > 0 && n.min <= maxSpelled && n.subs[0].op == opSet && (n.min < n.max || n.max < 0) {
			if words, ok := spell(n.subs[0]); ok && len(words) == 1 {
				for range n.min {
					parts = append(parts, n.subs[0])
				}
				rest := &node{op: opRepeat, subs: n.subs, max: n.max, lazy: n.lazy}
				if n.max > 0 {
					rest.max -= n.min
				}
				return append(parts, rest)
			}
		}
	}
	return append(parts, n)
}
