package detect

import (
	"math"
	"regexp/syntax"
	"slices"

	"github.com/sluicesec/sluice/detect/literal"
)

// An anchor is a literal that a rule's matches may hold, and what surrounds
// it there.
type anchor struct {
	text string
	fold bool // ASCII letters in either case
	pure bool // the literal stands for exactly what the pattern says there

	before, after int   // the greatest distance from the literal to the ends of a match, in bytes
	rest          *node // what a match goes on with behind the literal; a superset

	// The bytes that can stand beside the literal, within the data; nil for any.
	prev, next *literal.ByteSet
}

const (
	minLiteral   = 2  // bytes; shorter ones are everywhere
	maxVariants  = 64 // spellings of one part of a pattern that are told apart
	maxAnchors   = 512
	usefulWeight = 15 // bits; a literal at the front of a pattern that reaches it is preferred, see shape
)

// derive gives literals of which every match of the pattern holds one, the
// rarest such set that it finds; none when there is none.
func derive(n *node, m measure) choice {
	best := deriver{m}.best(n, spot{})
	if len(best.anchors) > maxAnchors {
		return choice{}
	}
	return best
}

type deriver struct{ m measure }

// A spot is where in the pattern a node stands.
type spot struct {
	before, after int     // the greatest lengths of what stands before and behind
	ahead, rest   []*node // what stands before and behind
}

// isFront reports whether nothing stands before, but for a border.
func (at spot) isFront() bool {
	return at.before == 0 ||
		at.before == 1 && slices.ContainsFunc(at.ahead, func(n *node) bool {
			return isBorder(n, syntax.EmptyBeginText) != nil
		})
}

// A choice is a set of literals of which one must occur.
type choice struct {
	anchors []anchor
	weight  float64 // of the most common literal, less what their number costs; in bits
	front   bool    // nothing can stand before them, but for a border
	end     int     // when front: the first of the pattern's parts behind them
}

// better reports whether c is to be preferred to d.
func (c choice) better(d choice) bool {
	if len(c.anchors) == 0 || len(d.anchors) == 0 {
		return len(c.anchors) > 0
	}
	if c.front != d.front {
		if c.front && c.weight >= usefulWeight {
			return true
		}
		if d.front && d.weight >= usefulWeight {
			return false
		}
	}
	return c.weight > d.weight
}

// best gives the best choice within a node.
func (d deriver) best(n *node, at spot) choice {
	parts := n.flatten(nil)
	most := make([]int, len(parts))
	words := make([][]word, len(parts)) // nil: too many to spell out
	for i, p := range parts {
		_, most[i] = d.m.length(p)
		words[i], _ = spell(p)
	}
	around := func(i, j int) spot { // the spot of parts[i:j]
		p := at
		for _, l := range most[:i] {
			p.before += l
		}
		for _, l := range most[j:] {
			p.after += l
		}
		p.ahead = append(at.ahead[:len(at.ahead):len(at.ahead)], parts[:i]...)
		p.rest = append(parts[j:len(parts):len(parts)], at.rest...)
		return p
	}

	var best choice
	consider := func(c choice) {
		if c.better(best) {
			best = c
		}
	}
	for i, p := range parts {
		if most[i] == 0 {
			continue
		}
		// The parts from i on, as far as they can be spelled out. What has one
		// spelling only makes a literal better, so it is never left out.
		if words[i] != nil && (i == 0 || len(words[i-1]) != 1 || most[i-1] == 0) {
			run, end := []word{{}}, i
			for j := i; j < len(parts); j++ {
				next, ok := product(run, words[j])
				if !ok {
					break
				}
				run = next
				if most[j] > 0 {
					end = j + 1
				}
				if j+1 == len(parts) || len(words[j+1]) != 1 {
					c := d.choose(run, around(i, j+1))
					c.end = end
					consider(c)
				}
			}
		}
		// Or what any way through this part must hold.
		switch {
		case p.op == opAlt:
			consider(d.every(p, around(i, i+1)))
		case p.op == opRepeat && p.min > 0:
			consider(d.inside(p, around(i, i+1)))
		}
	}
	return best
}

// every joins the best choices of all alternatives.
func (d deriver) every(alt *node, at spot) choice {
	all := choice{weight: math.Inf(1), front: true}
	for _, sub := range alt.subs {
		c := d.best(sub, at)
		if len(c.anchors) == 0 {
			return choice{}
		}
		all.anchors = append(all.anchors, c.anchors...)
		all.weight = min(all.weight, c.weight)
		all.front = false
	}
	all.weight -= math.Log2(float64(len(alt.subs)))
	return all
}

// inside gives the best choice within a repeated node, for any of its rounds.
func (d deriver) inside(rep *node, at spot) choice {
	_, one := d.m.length(rep.subs[0])
	_, most := d.m.length(rep)
	at.before += most - min(one, most)
	at.after += most - min(one, most)
	again := &node{op: opRepeat, subs: rep.subs, max: -1}
	at.ahead = append(at.ahead[:len(at.ahead):len(at.ahead)], again)
	at.rest = append([]*node{again}, at.rest...)
	c := d.best(rep.subs[0], at)
	c.front, c.end = false, 0
	return c
}

// choose makes a choice of the spellings of some parts.
func (d deriver) choose(words []word, at spot) choice {
	c := choice{weight: math.Inf(1), front: at.isFront()}
	rest := &node{op: opCat, subs: at.rest}
	for _, w := range words {
		if len(w.text) < minLiteral {
			return choice{}
		}
		a := anchor{
			text: w.text, fold: w.folded, pure: !(w.folded && w.cased),
			before: at.before, after: at.after, rest: rest,
			prev: edge(at.ahead, true, wordness(w.text[0])),
			next: edge(at.rest, false, wordness(w.text[len(w.text)-1])),
		}
		weight := w.weight()
		for _, beside := range []*literal.ByteSet{a.prev, a.next} {
			if beside != nil {
				weight += beside.Weight()
			}
		}
		c.weight = min(c.weight, weight)
		c.anchors = append(c.anchors, a)
	}
	c.weight -= math.Log2(float64(len(words)))
	return c
}

// wordness is 1 if b is a word byte, as \b knows them, and else -1.
func wordness(b byte) int {
	if isWordByte(b) {
		return 1
	}
	return -1
}

// A word is one spelling of some parts of a pattern.
type word struct {
	text   string
	folded bool // a letter stands for both its cases
	cased  bool // a letter stands for itself only
}

// weight is how rare a word is in text, in bits. Beyond some length it does
// not get any better.
func (w word) weight() float64 {
	sum := 0.0
	for i := range len(w.text) {
		sum += literal.Weight(w.text[i], w.folded)
	}
	return min(sum, 48)
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
	return []word{{}}, true // what has no length
}

// spellSet lists a small set of bytes. A letter in both cases is one word.
func spellSet(s *literal.ByteSet) ([]word, bool) {
	var words []word
	for _, b := range s.Bytes(maxVariants) {
		lower, upper := b|0x20, b&^0x20
		letter := 'a' <= lower && lower <= 'z'
		switch both := letter && s.Has(lower) && s.Has(upper); {
		case both && b == upper:
			continue
		default:
			words = append(words, word{text: string([]byte{b}), folded: both, cased: letter && !both})
		}
	}
	return words, len(words) > 0 && len(words) <= 16
}

func spellRepeat(n *node) ([]word, bool) {
	if n.max < 0 || n.max > 8 {
		return nil, false
	}
	one, ok := spell(n.subs[0])
	if !ok {
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

// product joins each word with each that may follow.
func product(words, next []word) ([]word, bool) {
	if len(next) == 0 || len(words)*len(next) > maxVariants {
		return nil, false
	}
	all := make([]word, 0, len(words)*len(next))
	for _, a := range words {
		for _, b := range next {
			all = append(all, word{a.text + b.text, a.folded || b.folded, a.cased || b.cased})
		}
	}
	return all, true
}
