package engine

import (
	"regexp/syntax"

	"github.com/sluicesec/sluice/internal/literal"
)

// A shape is a pattern so plain that it needs no regex engine: a literal,
// then runs of bytes out of a set, such as
//
//	\b(ghp_[A-Za-z0-9]{36})\b
//
// Most tokens that identify themselves look like that. The shape is checked
// from its literal on, by taking each run as long as it goes; newShape accepts
// only patterns for which this gives what the regex would give.
type shape struct {
	start  border
	before literal.ByteSet // borderStop: the byte that must come before
	runs   []run
	end    border
	after  literal.ByteSet // borderStop: the byte that must follow
	// The group that holds the secret goes from before runs[from] to before
	// runs[to]. from -1 is the literal's start; to is len(runs) at the end.
	// Without a group, whole is set: the secret is the match.
	from, to int
	whole    bool
}

// A run is a number of bytes out of a set.
type run struct {
	set      literal.ByteSet
	min, max int // max is -1 without a bound
}

// A border is what a shape asks of the byte beside it.
type border uint8

const (
	borderFree border = iota // nothing
	borderWord               // \b
	borderStop               // a byte of a set, which is part of the match, or none: (?:[^a-z]|$)
)

// newShape makes a shape of a pattern whose anchors are c, if it is one. group
// is the rule's secret group, groups the number of groups in the pattern.
func newShape(n *node, c choice, group, groups int) *shape {
	if c.end == 0 || !apart(c.anchors, 1) {
		return nil
	}
	s := &shape{from: -1, whole: groups == 0}
	if group == 0 && groups > 0 {
		group = 1
	}
	parts := n.parts()
	opened, closed := group == 0, group == 0
	literal := false // some of the literal has been passed
	ended := false
	for i, p := range parts {
		switch {
		case p.op == opGroup:
			if p.group != group {
				continue
			}
			if literal && i < c.end || !literal && p.min > 0 {
				return nil // within the literal, whose length varies, or empty
			}
			if p.min == 0 {
				opened = true
				if literal {
					s.from = len(s.runs)
				}
			} else {
				closed = true
				s.to = len(s.runs)
				if s.end == borderStop {
					return nil
				}
			}
		case i < c.end && p.op == opAssert:
			if literal || s.start != borderFree || p.assert != syntax.EmptyWordBoundary {
				return nil
			}
			s.start = borderWord
		case i < c.end && !literal && isBorder(p, syntax.EmptyBeginText) != nil:
			// A match may begin two bytes before its window's end here, and
			// must not swallow the byte before another's literal.
			if s.start != borderFree || opened && group != 0 || !apart(c.anchors, 2) {
				return nil
			}
			s.start, s.before = borderStop, *isBorder(p, syntax.EmptyBeginText)
		case i < c.end:
			if hasAssert(p) {
				return nil // a choice of assertions: it has no bytes, but says no
			}
			literal = true
		case ended:
			return nil
		case p.op == opAssert && p.assert == syntax.EmptyWordBoundary:
			s.end, ended = borderWord, true
		case isBorder(p, syntax.EmptyEndText) != nil:
			s.end, ended, s.after = borderStop, true, *isBorder(p, syntax.EmptyEndText)
		default:
			if !s.take(p) {
				return nil
			}
		}
	}
	if !opened || !closed {
		return nil
	}
	if !s.exact() || !s.whole && s.emptyGroup() {
		return nil
	}
	return s
}

// apart reports whether no two anchors can stand at the same place, or one up
// to shift bytes before another: then a match can only begin at its own literal.
func apart(anchors []anchor, shift int) bool {
	for i := range anchors {
		if !anchors[i].pure {
			return false
		}
		for j := range anchors {
			for k := range shift + 1 {
				if (i != j || k > 0) && agree(&anchors[i], &anchors[j], k) {
					return false
				}
			}
		}
	}
	return true
}

// agree reports whether b can stand shift bytes behind the start of a.
func agree(a, b *anchor, shift int) bool {
	for i := 0; i+shift < len(a.text) && i < len(b.text); i++ {
		x, y := a.text[i+shift], b.text[i]
		if a.fold || b.fold {
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

// isBorder gives the set of a part such as (?:[^a-z]|$), where edge is the
// assertion; nil when it is none.
func isBorder(p *node, edge syntax.EmptyOp) *literal.ByteSet {
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

// take adds the runs of a part, if it is made of runs.
func (s *shape) take(p *node) bool {
	const most = 64 // runs
	switch p.op {
	case opSet:
		s.runs = append(s.runs, run{*p.set, 1, 1})
		return len(s.runs) <= most
	case opRepeat:
		sub := p.subs[0]
		if sub.op == opSet {
			if p.lazy && p.min != p.max {
				return false
			}
			s.runs = append(s.runs, run{*sub.set, p.min, p.max})
			return len(s.runs) <= most
		}
		if p.min != p.max || p.min > 8 {
			return false
		}
		for range p.min {
			for _, q := range sub.flatten(nil) {
				if q.op == opGroup || !s.take(q) {
					return false
				}
			}
		}
		return true
	}
	return false
}

// exact reports whether taking every run as long as it goes never misses a
// match: a run of varying length must not be able to give bytes to what
// follows it. Only the last may give some back, see length.
func (s *shape) exact() bool {
	for i := range s.runs {
		r := &s.runs[i]
		last := i == len(s.runs)-1
		if r.min == r.max {
			continue
		}
		if last {
			return true
		}
		needed := false // something must follow
		for j := i + 1; j < len(s.runs) && !needed; j++ {
			if r.set.Overlaps(&s.runs[j].set) {
				return false
			}
			needed = s.runs[j].min > 0
		}
		if !needed && s.end != borderFree {
			return false
		}
	}
	return true
}

// emptyGroup reports whether the secret's group can be empty.
func (s *shape) emptyGroup() bool {
	if s.from < 0 {
		return false
	}
	for _, r := range s.runs[s.from:s.to] {
		if r.min > 0 {
			return false
		}
	}
	return true
}
