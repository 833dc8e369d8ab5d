package pattern

import (
	"math"

	"github.com/sluicesec/sluice/internal/literal"
)

// A Run is a run of at least Min bytes of a set, which every match of a pattern
// holds: 32 hex digits, say. It is what makes rules cheap that find a token by a
// name somewhere beside it. Text without tokens has few long runs, and a search
// for one looks at every few bytes only.
//
// The zero Run says nothing: every match holds it.
type Run struct {
	Set *literal.ByteSet // nil: nothing is known
	Min int              // in bytes
}

const (
	leastRun   = 12  // bytes; shorter runs are too common to be searched for
	largestSet = 100 // bytes: letters, digits and signs; runs of larger sets are everywhere
)

// longestRun returns the rarest run that all matches of a node hold.
func longestRun(n *node) Run {
	var used literal.ByteSet
	n.addSets(&used)
	least, _ := measure{}.length(n)
	best := Run{&used, least}
	if used.Len() > largestSet {
		best = Run{}
	}
	var inner Run
	switch {
	case n.op == opAlt:
		inner = longestRun(n.subs[0])
		for _, sub := range n.subs[1:] {
			inner = inner.or(longestRun(sub))
		}
	case n.op == opRepeat && n.min == 0:
	default:
		for _, sub := range n.subs {
			if r := longestRun(sub); r.rarity() > inner.rarity() {
				inner = r
			}
		}
	}
	if inner.rarity() > best.rarity() {
		return inner
	}
	return best
}

// or returns a run that a text holds if it holds r or s.
func (r Run) or(s Run) Run {
	if r.Set == nil || s.Set == nil {
		return Run{}
	}
	var both literal.ByteSet
	both.AddAll(r.Set)
	both.AddAll(s.Set)
	return Run{&both, min(r.Min, s.Min)}
}

// rarity is how unlikely the run is in random bytes, in bits.
func (r Run) rarity() float64 {
	if r.Set == nil || r.Set.Len() > largestSet {
		return 0
	}
	return float64(r.Min) * (8 - math.Log2(float64(max(1, r.Set.Len()))))
}

// in reports whether text holds the run. Where a byte is not in the set, no run
// can end within the next Min bytes, so the next look is Min bytes further on.
func (r Run) in(text []byte) bool {
	if r.Set == nil || r.Min < leastRun {
		return true
	}
	for end := r.Min; end <= len(text); {
		i := end - 1
		for i >= end-r.Min && r.Set.Has(text[i]) {
			i--
		}
		if i < end-r.Min {
			return true
		}
		end = i + 1 + r.Min
	}
	return false
}
