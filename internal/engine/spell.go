package engine

import "github.com/sluicesec/sluice/internal/literal"

// A word is one spelling of some parts of a pattern.
type word struct {
	text   string
	folded bool // a letter stands for both its cases
	cased  bool // a letter stands for itself only
	bound  bool // the pattern asserts something within
}

// weight is how rare a word is in text, in bits.
func (w word) weight() float64 {
	return literal.Weight(w.text, w.folded)
}

// spell lists all that a node matches, if that is little enough.
func spell(n *node) ([]word, bool) {
	switch n.op {
	case opSet:
		return spellSet(n.set)
	case opCat:
		words := []word{{}}
		for _, sub := range n.subs {
			next, ok := spell(sub)
			if !ok {
				return nil, false
			}
			if words, ok = product(words, next); !ok {
				return nil, false
			}
		}
		return words, true
	case opAlt:
		var words []word
		for _, sub := range n.subs {
			next, ok := spell(sub)
			if !ok || len(words)+len(next) > maxVariants {
				return nil, false
			}
			words = append(words, next...)
		}
		return words, true
	case opRepeat:
		return spellRepeat(n)
	case opGroup:
		if len(n.subs) > 0 {
			return spell(n.subs[0])
		}
	}
	return []word{{bound: n.op == opAssert}}, true
}

// spellSet lists a small set of bytes. A letter in both cases is one word.
func spellSet(s *literal.ByteSet) ([]word, bool) {
	const most = 16
	if s.Len() > 2*most {
		return nil, false
	}
	words := make([]word, 0, 2)
	for _, b := range s.Bytes(2 * most) {
		lower, upper := b|0x20, b&^0x20
		letter := 'a' <= lower && lower <= 'z'
		switch both := letter && s.Has(lower) && s.Has(upper); {
		case both && b == upper:
			continue
		default:
			words = append(words, word{text: string([]byte{b}), folded: both, cased: letter && !both})
		}
	}
	if len(words) == 0 || len(words) > most {
		return nil, false
	}
	return words, true
}

func spellRepeat(n *node) ([]word, bool) {
	if n.max < 0 || n.max > maxSpelled {
		return nil, false
	}
	one, ok := spell(n.subs[0])
	if !ok || tooMany(len(one), n.min, n.max) {
		return nil, false
	}
	var all []word
	times := []word{{}}
	for i := 0; ; i++ {
		if i >= n.min {
			all = append(all, times...)
		}
		if i == n.max {
			return all, len(all) <= maxVariants
		}
		if times, ok = product(times, one); !ok {
			return nil, false
		}
	}
}

// tooMany reports whether so many words, at least least and at most most times,
// make too many spellings. Options are not worth as many as duties.
func tooMany(words, least, most int) bool {
	total := 0
	for i := least; i <= most; i++ {
		n := 1
		for range i {
			if n *= words; n > maxVariants {
				return true
			}
		}
		total += n
	}
	return total > maxVariants || least < most && total > maxOptions
}

// product joins each word with each that may follow.
func product(words, next []word) ([]word, bool) {
	if len(next) == 0 || len(words)*len(next) > maxVariants {
		return nil, false
	}
	all := make([]word, 0, len(words)*len(next))
	for _, a := range words {
		for _, b := range next {
			all = append(all, word{a.text + b.text, a.folded || b.folded, a.cased || b.cased, a.bound || b.bound})
		}
	}
	return all, true
}
