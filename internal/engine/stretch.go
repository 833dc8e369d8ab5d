package engine

import (
	"math"

	"github.com/sluicesec/sluice/internal/literal"
)

// A stretch is a number of bytes of a set in a row, which every match of some
// pattern holds. Text other than tokens has few long ones, and whether there
// is any takes a look at every few bytes only: it is what keeps rules cheap
// that find a token by a name somewhere beside it.
type stretch struct {
	set *literal.ByteSet // nil: nothing is known
	min int
}

// leastStretch is the length from which on a stretch is rare enough in text to
// be worth the look, for sets that are no more than letters, digits and signs.
const (
	leastStretch = 12
	widestSet    = 100 // bytes
)

// stretchOf gives the rarest stretch that all matches of a node hold.
func stretchOf(n *node) stretch {
	var used literal.ByteSet
	collect(n, &used)
	least, _ := measure{}.length(n)
	best := stretch{&used, least}
	if used.Len() > widestSet {
		best = stretch{}
	}
	var inner stretch
	switch {
	case n.op == opAlt:
		inner = stretchOf(n.subs[0])
		for _, sub := range n.subs[1:] {
			inner = inner.or(stretchOf(sub))
		}
	case n.op == opRepeat && n.min == 0:
	default:
		for _, sub := range n.subs {
			if s := stretchOf(sub); s.rarity() > inner.rarity() {
				inner = s
			}
		}
	}
	if inner.rarity() > best.rarity() {
		return inner
	}
	return best
}

// or is a stretch that is there if s or t is.
func (s stretch) or(t stretch) stretch {
	if s.set == nil || t.set == nil {
		return stretch{}
	}
	var both literal.ByteSet
	both.AddAll(s.set)
	both.AddAll(t.set)
	return stretch{&both, min(s.min, t.min)}
}

// rarity tells how unlikely a stretch is in random bytes, in bits.
func (s stretch) rarity() float64 {
	if s.set == nil || s.set.Len() > widestSet {
		return 0
	}
	return float64(s.min) * (8 - math.Log2(float64(max(1, s.set.Len()))))
}

// in reports whether text holds the stretch.
func (s stretch) in(text []byte) bool {
	if s.set == nil || s.min < leastStretch {
		return true
	}
	for end := s.min; end <= len(text); {
		i := end - 1
		for i >= end-s.min && s.set.Has(text[i]) {
			i--
		}
		if i < end-s.min {
			return true
		}
		end = i + 1 + s.min
	}
	return false
}
