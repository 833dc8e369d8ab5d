package pattern

import "github.com/sluicesec/sluice/internal/literal"

// A spelling is one of the texts that some pieces of a pattern match.
type spelling struct {
	text    string
	folded  bool // some letter stands for both its cases
	cased   bool // some letter stands for itself only
	asserts bool // the pattern asserts something within
}

// weight is how rare the spelling is in text, in bits.
func (s spelling) weight() float64 {
	return literal.Weight(s.text, s.folded)
}

// spell lists all texts that a node matches. It reports false if they are too
// many.
func spell(n *node) ([]spelling, bool) {
	switch n.op {
	case opSet:
		return spellSet(n.set)
	case opCat:
		all := []spelling{{}}
		for _, sub := range n.subs {
			next, ok := spell(sub)
			if !ok {
				return nil, false
			}
			if all, ok = product(all, next); !ok {
				return nil, false
			}
		}
		return all, true
	case opAlt:
		var all []spelling
		for _, sub := range n.subs {
			next, ok := spell(sub)
			if !ok || len(all)+len(next) > maxSpellings {
				return nil, false
			}
			all = append(all, next...)
		}
		return all, true
	case opRepeat:
		return spellRepeat(n)
	case opGroup:
		if len(n.subs) > 0 {
			return spell(n.subs[0])
		}
	}
	return []spelling{{asserts: n.op == opAssert}}, true
}

// isOneByte reports whether a set has one spelling.
func isOneByte(s *literal.ByteSet) bool {
	if s.Len() > 2 {
		return false
	}
	all, _ := spellSet(s)
	return len(all) == 1
}

// spellSet lists a small set of bytes. A letter in both cases is one spelling.
func spellSet(s *literal.ByteSet) ([]spelling, bool) {
	const most = 16
	if s.Len() > 2*most {
		return nil, false
	}
	all := make([]spelling, 0, s.Len())
	for _, b := range s.Bytes(2 * most) {
		lower, upper := b|0x20, b&^0x20
		letter := 'a' <= lower && lower <= 'z'
		both := letter && s.Has(lower) && s.Has(upper)
		if both && b == upper {
			continue // its lower case stands for both
		}
		all = append(all, spelling{text: string([]byte{b}), folded: both, cased: letter && !both})
	}
	if len(all) == 0 || len(all) > most {
		return nil, false
	}
	return all, true
}

func spellRepeat(n *node) ([]spelling, bool) {
	if n.max < 0 || n.max > maxSpelled {
		return nil, false
	}
	one, ok := spell(n.subs[0])
	if !ok || tooMany(len(one), n.min, n.max) {
		return nil, false
	}
	var all []spelling
	times := []spelling{{}}
	for i := 0; ; i++ {
		if i >= n.min {
			all = append(all, times...)
		}
		if i == n.max {
			return all, len(all) <= maxSpellings
		}
		if times, ok = product(times, one); !ok {
			return nil, false
		}
	}
}

// tooMany reports whether a piece of so many spellings, repeated least to most
// times, has too many. Fewer are allowed where the number of rounds varies.
func tooMany(spellings, least, most int) bool {
	total := 0
	for i := least; i <= most; i++ {
		n := 1
		for range i {
			if n *= spellings; n > maxSpellings {
				return true
			}
		}
		total += n
	}
	return total > maxSpellings || least < most && total > maxOptions
}

// product joins each spelling with each that may follow it.
func product(all, next []spelling) ([]spelling, bool) {
	if len(next) == 0 || len(all)*len(next) > maxSpellings {
		return nil, false
	}
	if len(all) == 1 && all[0] == (spelling{}) {
		return next, true
	}
	joined := make([]spelling, 0, len(all)*len(next))
	for _, a := range all {
		for _, b := range next {
			joined = append(joined, spelling{a.text + b.text, a.folded || b.folded, a.cased || b.cased, a.asserts || b.asserts})
		}
	}
	return joined, true
}
