package pattern

import (
	"regexp/syntax"

	"github.com/sluicesec/sluice/internal/literal"
)

const (
	maxRepeats = 64 // of a onePass
	maxCopies  = 8  // of what a counted repeat of more than one set repeats
)

// newOnePass makes a onePass of a pattern that begins with the literals of c, if
// it can be one, else nil. group is the secret's group, 0 for the first, and
// groups the number of groups in the pattern.
func newOnePass(n *node, c choice, group, groups int) *onePass {
	if c.end == 0 || !apart(c.literals, 1) {
		return nil
	}
	if group == 0 && groups > 0 {
		group = 1
	}
	b := onePassBuilder{
		onePass:  &onePass{from: -1, whole: groups == 0},
		literals: c.literals, group: group,
		opened: group == 0, closed: group == 0,
	}
	for i, p := range n.pieces() {
		add := b.addBehind
		switch {
		case p.op == opGroup && p.group != group:
			continue
		case p.op == opGroup:
			if b.inLiteral && i < c.end || !b.inLiteral && p.min > 0 {
				return nil // within the literal, whose length varies, or empty
			}
			add = b.addGroup
		case i < c.end:
			add = b.addFront
		}
		if !add(p) {
			return nil
		}
	}
	o := b.onePass
	if !b.opened || !b.closed || !o.exact() || !o.whole && o.emptyGroup() {
		return nil
	}
	return o
}

// A onePassBuilder adds the pieces of a pattern to a onePass. Its add methods
// report false if a piece makes it impossible.
type onePassBuilder struct {
	*onePass
	literals       []derived
	group          int
	opened, closed bool // the group has begun, has ended
	inLiteral      bool // a piece of the literal has been added
	ended          bool // the border at the end has been added
}

// addGroup adds where the secret's group begins or ends.
func (b *onePassBuilder) addGroup(p *node) bool {
	if p.min == 0 {
		b.opened = true
		if b.inLiteral {
			b.from = len(b.repeats)
		}
		return true
	}
	b.closed = true
	b.to = len(b.repeats)
	return b.end != borderByte
}

// addFront adds a piece of the literal, or the border before it.
func (b *onePassBuilder) addFront(p *node) bool {
	set := borderSet(p, syntax.EmptyBeginText)
	switch {
	case p.op == opAssert:
		if b.inLiteral || b.start != borderNone || p.assert != syntax.EmptyWordBoundary {
			return false
		}
		b.start = borderWord
	case !b.inLiteral && set != nil:
		// A match may begin two bytes before its window's end here, and must not
		// take the byte before another match's literal.
		if b.start != borderNone || b.opened && b.group != 0 || !apart(b.literals, 2) {
			return false
		}
		b.start, b.before = borderByte, *set
	case p.hasAssert():
		return false // alternatives of assertions: no bytes, but a condition
	default:
		b.inLiteral = true
	}
	return true
}

// addBehind adds a piece behind the literal.
func (b *onePassBuilder) addBehind(p *node) bool {
	set := borderSet(p, syntax.EmptyEndText)
	switch {
	case b.ended:
		return false
	case p.op == opAssert && p.assert == syntax.EmptyWordBoundary:
		b.end, b.ended = borderWord, true
	case set != nil:
		b.end, b.ended, b.after = borderByte, true, *set
	default:
		return b.take(p)
	}
	return true
}

// apart reports whether no two literals can stand at the same place, or one up
// to shift bytes before another. Then a match begins at its own literal only.
func apart(literals []derived, shift int) bool {
	for i := range literals {
		if !literals[i].exact {
			return false
		}
		for j := range literals {
			for k := range shift + 1 {
				if (i != j || k > 0) && agree(&literals[i], &literals[j], k) {
					return false
				}
			}
		}
	}
	return true
}

// agree reports whether b can stand shift bytes behind the start of a.
func agree(a, b *derived, shift int) bool {
	for i := 0; i+shift < len(a.Text) && i < len(b.Text); i++ {
		x, y := a.Text[i+shift], b.Text[i]
		if a.Fold || b.Fold {
			x, y = lower(x), lower(y)
		}
		if x != y {
			return false
		}
	}
	return true
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

// borderSet returns the set of a piece such as (?:[^a-z]|$), where edge is the
// assertion; nil for any other piece.
func borderSet(p *node, edge syntax.EmptyOp) *literal.ByteSet {
	if p.op != opAlt || len(p.subs) != 2 {
		return nil
	}
	set, assert := p.subs[0], p.subs[1]
	if set.op == opAssert {
		set, assert = assert, set
	}
	if set.op != opSet || assert.op != opAssert || assert.assert != edge {
		return nil
	}
	return set.set
}

// take adds the repeats that a piece consists of. It reports false if there is
// anything else in it.
func (o *onePass) take(p *node) bool {
	switch p.op {
	case opSet:
		o.repeats = append(o.repeats, repeat{*p.set, 1, 1})
		return len(o.repeats) <= maxRepeats
	case opRepeat:
		sub := p.subs[0]
		if sub.op == opSet {
			if p.lazy && p.min != p.max {
				return false
			}
			o.repeats = append(o.repeats, repeat{*sub.set, p.min, p.max})
			return len(o.repeats) <= maxRepeats
		}
		if p.min != p.max || p.min > maxCopies {
			return false
		}
		for range p.min {
			for _, q := range sub.flatten(nil) {
				if q.op == opGroup || !o.take(q) {
					return false
				}
			}
		}
		return true
	}
	return false
}

// exact reports whether taking every repeat as long as it goes misses no match:
// what a repeat of varying length may take must not be what follows it. Only the
// last repeat may give bytes back, see match.
func (o *onePass) exact() bool {
	for i := range o.repeats {
		r := &o.repeats[i]
		last := i == len(o.repeats)-1
		if r.min == r.max {
			continue
		}
		if last {
			return true
		}
		needed := false // something must follow
		for j := i + 1; j < len(o.repeats) && !needed; j++ {
			if r.set.Overlaps(&o.repeats[j].set) {
				return false
			}
			needed = o.repeats[j].min > 0
		}
		if !needed && o.end != borderNone {
			return false
		}
	}
	return true
}

// emptyGroup reports whether the secret's group can be empty.
func (o *onePass) emptyGroup() bool {
	if o.from < 0 {
		return false
	}
	for _, r := range o.repeats[o.from:o.to] {
		if r.min > 0 {
			return false
		}
	}
	return true
}
