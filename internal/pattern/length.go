package pattern

import "github.com/sluicesec/sluice/internal/literal"

// How far an unbounded repeat is followed, in bytes beyond its least length.
// Real tokens are far shorter. A pattern that needs more has a bound of its own,
// or its rule is multi-line.
const (
	spaceReach = 128      // \s*: indentation
	lineReach  = 4 << 10  // anything else within a line
	textReach  = 32 << 10 // what crosses lines freely: a block such as a PEM key
)

// A measure measures nodes, in bytes.
type measure struct {
	multiline bool // every unbounded repeat is followed for textReach
}

// length returns the least and the greatest length of what a node matches, with
// its unbounded repeats cut to their reach.
func (m measure) length(n *node) (least, most int) {
	switch n.op {
	case opSet:
		return 1, 1
	case opCat:
		for _, sub := range n.subs {
			a, b := m.length(sub)
			least, most = least+a, most+b
		}
	case opAlt:
		for i, sub := range n.subs {
			a, b := m.length(sub)
			if i == 0 {
				least = a
			}
			least, most = min(least, a), max(most, b)
		}
	case opRepeat:
		a, b := m.length(n.subs[0])
		if n.max >= 0 {
			return a * n.min, b * n.max
		}
		return a * n.min, b*n.min + m.reach(n.subs[0])
	case opGroup:
		if len(n.subs) > 0 {
			return m.length(n.subs[0])
		}
	}
	return least, most
}

// reach is how far an unbounded repeat of a node is followed.
func (m measure) reach(n *node) int {
	if m.multiline {
		return textReach
	}
	var used literal.ByteSet
	largest := n.addSets(&used)
	switch {
	case largest >= 250 && used.Has('\n'):
		return textReach
	case !isSpace(&used):
		return lineReach
	}
	return spaceReach
}

// addSets adds the bytes that a node uses to a set, and returns the size of the
// node's largest set.
func (n *node) addSets(used *literal.ByteSet) (largest int) {
	if n.op == opSet {
		used.AddAll(n.set)
		return n.set.Len()
	}
	for _, sub := range n.subs {
		largest = max(largest, sub.addSets(used))
	}
	return largest
}

// hasAssert reports whether a node looks at bytes beside what it matches.
func (n *node) hasAssert() bool {
	if n.op == opAssert {
		return true
	}
	for _, sub := range n.subs {
		if sub.hasAssert() {
			return true
		}
	}
	return false
}

func isSpace(s *literal.ByteSet) bool {
	var space literal.ByteSet
	for _, b := range []byte(" \t\n\v\f\r") {
		space.Add(b)
	}
	for i := range s {
		if s[i]&^space[i] != 0 {
			return false
		}
	}
	return true
}
