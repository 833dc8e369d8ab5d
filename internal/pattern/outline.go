package pattern

import (
	"fmt"

	"github.com/sluicesec/sluice/internal/literal"
)

// An Outline is what must be known of a pattern before one of its literals is
// found: what to search for, and how far around it to look. It is plain data, so
// that it can be made once and stored: to derive it takes about 0.1 ms, which is
// nothing for one pattern, and longer than many a scan for all built-in ones.
type Outline struct {
	OnePass bool     // the pattern is a literal and repeats behind it, and needs no regex engine
	Pad     int      // bytes beside a match that the pattern's assertions look at: 0 or 1
	Longest int      // length of the longest match, in bytes
	Run     Run      // which every match holds
	Anchors []Anchor // of which every match holds one; none if the pattern has no literal
}

// An Anchor is a literal that a match may hold, and what can surround it there.
type Anchor struct {
	Text string
	Fold bool // ASCII letters in either case

	Before, After int // the greatest distance from the literal to the ends of a match, in bytes

	// Edge is how many bytes before the literal the token begins, which is right behind
	// a \b or a border such as (?:^|[^a-z]) that the pattern begins with. It is -1 if
	// there is no such edge, or if the distance varies.
	Edge int

	// The bytes that can stand beside the literal; nil for any. The edges of the
	// data are always allowed.
	Prev, Next *literal.ByteSet

	Grams literal.Grams // of Text
}

// An analysis is all that is derived from a pattern's regex.
type analysis struct {
	outline Outline
	tree    *node
	groups  int
	rests   []*continuation // by anchor: what follows it
	onePass *onePass        // nil if the pattern is none
}

// usefulWeight is how rare, in bits, the literals at the front of a pattern must
// be for a onePass to be better than rarer literals elsewhere in the pattern.
const usefulWeight = 15

// analyse derives all that can be derived from a regex.
func analyse(s Spec) (*analysis, error) {
	tree, groups, err := parse(s.Expr)
	if err != nil {
		return nil, err
	}
	if s.SecretGroup < 0 || s.SecretGroup > groups {
		return nil, fmt.Errorf("secret group %d of %d", s.SecretGroup, groups)
	}
	measure := measure{multiline: s.Multiline}
	a := &analysis{tree: tree, groups: groups}
	c, front := derive(tree, measure)
	if front.weight >= usefulWeight || front.weight >= c.weight {
		if a.onePass = newOnePass(tree, front, s.SecretGroup, groups); a.onePass != nil {
			c = front
		}
	}
	o := &a.outline
	o.OnePass = a.onePass != nil
	if !o.OnePass {
		o.Run = longestRun(tree)
	}
	for _, l := range c.literals {
		l.Anchor.Grams = literal.BestGrams(literal.Literal{Text: l.Text, Fold: l.Fold})
		o.Anchors = append(o.Anchors, l.Anchor)
		a.rests = append(a.rests, l.rest)
	}
	if tree.hasAssert() {
		o.Pad = 1
	}
	_, o.Longest = measure.length(tree)
	return a, nil
}
