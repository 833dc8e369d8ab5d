package engine

import (
	"math"
	"regexp/syntax"
	"slices"

	"github.com/sluicesec/sluice/internal/literal"
)

// An anchor is a literal that a rule's matches may hold, and what surrounds
// it there.
type anchor struct {
	text string
	fold bool // ASCII letters in either case
	pure bool // the literal stands for exactly what the pattern says there

	before, after int   // the greatest distance from the literal to the ends of a match, in bytes
	fixed         bool  // before is the distance in every match
	rest          *path // what a match goes on with behind the literal; a superset

	// The bytes that can stand beside the literal, within the data; nil for any.
	prev, next *literal.ByteSet
}

const (
	minLiteral   = 2  // bytes; shorter ones are everywhere
	maxLiteral   = 16 // bytes; longer ones are no rarer, and edits must be searched as far around
	shortLiteral = 8  // bits that a literal of two bytes is worth less: it takes a search of its own
	maxVariants  = 64 // spellings of one part of a pattern that are told apart
	maxOptions   = 8  // likewise, of one with a repeat of varying length
	maxAnchors   = 512
	maxSpelled   = 32 // rounds of a repeated byte that become part of a literal
	enoughWeight = 36 // bits; a literal does not get better beyond
)

// A choice is a set of literals of which one must occur.
type choice struct {
	anchors []anchor
	weight  float64 // how rare they are together, less what their number costs; in bits
	end     int     // the first of the pattern's parts behind them; 0 when they are within a part
}

// better reports whether c is to be preferred to d.
func (c choice) better(d choice) bool {
	if len(c.anchors) == 0 || len(d.anchors) == 0 {
		return len(c.anchors) > 0
	}
	return c.weight > d.weight
}

// A path is what comes behind some place of a pattern, or before it: some
// parts, then those of the surrounding node, and so on.
type path struct {
	parts []*node // in the order of the pattern
	outer *path
}

// A spot is where in the pattern a node stands.
type spot struct {
	before, after int   // the greatest lengths of what stands before and behind
	varies        bool  // what stands before may be shorter
	ahead, rest   *path // what stands before and behind
}

// derive gives literals of which every match of the pattern holds one, the
// rarest such set that it finds; none when there is none. front is the same
// for literals that the pattern begins with, but for a border.
func derive(n *node, m measure) (best, front choice) {
	best = deriver{m}.best(n, spot{}, &front)
	if len(best.anchors) > maxAnchors {
		return choice{}, choice{}
	}
	return best, front
}

type deriver struct{ measure measure }

// best gives the best choice within a node. Of those at its front it leaves
// the best in front, unless that is nil.
func (d deriver) best(n *node, at spot, front *choice) choice {
	parts := n.parts()
	words := make([][]word, len(parts)) // nil: too many to spell out
	length := make([]int, len(parts)+1) // the greatest, of the parts before
	varies := make([]bool, len(parts)+1)
	varies[0] = at.varies
	border := false
	for i, p := range parts {
		least, most := d.measure.length(p)
		length[i+1] = length[i] + most
		varies[i+1] = varies[i] || least < most
		words[i], _ = spell(p)
	}
	around := func(i, j int) spot { // the spot of parts[i:j]
		return spot{
			before: at.before + length[i], after: at.after + length[len(parts)] - length[j],
			varies: varies[i],
			ahead:  &path{parts[:i], at.ahead}, rest: &path{parts[j:], at.rest},
		}
	}

	var best choice
	consider := func(c choice, i int) {
		if c.better(best) {
			best = c
		}
		if front != nil && (length[i] == 0 || length[i] == 1 && border) && c.end > 0 && c.better(*front) {
			*front = c
		}
	}
	for i, p := range parts {
		if length[i] == length[i+1] {
			continue
		}
		// The parts from i on, as far as they can be spelled out. What has one
		// spelling only makes a literal better, so it is never left out.
		if words[i] != nil && (i == 0 || len(words[i-1]) != 1 || length[i-1] == length[i]) {
			run, end := []word{{}}, i
			for j := i; j < len(parts); j++ {
				next, ok := product(run, words[j])
				if !ok {
					break
				}
				run = next
				if length[j] < length[j+1] {
					end = j + 1
				}
				full := len(run[0].text) >= maxLiteral
				if full || j+1 == len(parts) || len(words[j+1]) != 1 {
					c := choose(run, around(i, j+1))
					c.end = end
					consider(c, i)
				}
				if full {
					break
				}
			}
		}
		// Or what any way through this part must hold.
		switch {
		case p.op == opAlt && words[i] == nil:
			consider(d.every(p.subs, around(i, i+1)), i)
			if k := rowBefore(parts, words, i); k < i {
				consider(d.every(behind(parts[k:i], p.subs), around(k, i+1)), k)
			}
		case p.op == opRepeat && p.min > 0 && words[i] == nil:
			consider(d.inside(p, around(i, i+1)), i)
		}
		border = border || isBorder(p, syntax.EmptyBeginText) != nil
	}
	return best
}

// rowBefore is where the row of known bytes begins that ends before parts[i].
func rowBefore(parts []*node, words [][]word, i int) int {
	for i > 0 && (parts[i-1].op == opSet && len(words[i-1]) == 1 || parts[i-1].op == opGroup) {
		i--
	}
	return i
}

// behind puts each alternative behind a row: A(?:KIA|3T) is AKIA or A3T.
func behind(row, alternatives []*node) []*node {
	var sets []*node
	for _, p := range row {
		if p.op == opSet {
			sets = append(sets, p)
		}
	}
	all := make([]*node, len(alternatives))
	for i, sub := range alternatives {
		all[i] = &node{op: opCat, subs: append(slices.Clone(sets), sub)}
	}
	return all
}

// every joins the best choices of all alternatives.
func (d deriver) every(alternatives []*node, at spot) choice {
	var all choice
	share := 0.0
	for _, sub := range alternatives {
		c := d.best(sub, at, nil)
		if len(c.anchors) == 0 {
			return choice{}
		}
		all.anchors = append(all.anchors, c.anchors...)
		share += math.Exp2(-c.weight)
	}
	all.weight = -math.Log2(share)
	return all
}

// inside gives the best choice within a repeated node, for any of its rounds.
func (d deriver) inside(rep *node, at spot) choice {
	_, one := d.measure.length(rep.subs[0])
	_, most := d.measure.length(rep)
	again := []*node{{op: opRepeat, subs: rep.subs, max: -1}}
	c := d.best(rep.subs[0], spot{
		before: at.before + most - min(one, most), after: at.after + most - min(one, most),
		varies: at.varies || one < most,
		ahead:  &path{again, at.ahead}, rest: &path{again, at.rest},
	}, nil)
	c.end = 0
	return c
}

// choose makes a choice of the spellings of some parts.
func choose(words []word, at spot) choice {
	first, last := wordness(words[0].text, 0), wordness(words[0].text, -1)
	share := 0.0
	for _, w := range words {
		if len(w.text) < minLiteral {
			return choice{}
		}
		weight := w.weight()
		if len(w.text) == minLiteral {
			weight -= shortLiteral
		}
		share += math.Exp2(-weight)
		if wordness(w.text, 0) != first {
			first = 0
		}
		if wordness(w.text, -1) != last {
			last = 0
		}
	}
	weight := -math.Log2(share)
	prev, next := edge(at.ahead, true, first), edge(at.rest, false, last)
	for _, beside := range []*literal.ByteSet{prev, next} {
		if beside != nil {
			weight += beside.Weight()
		}
	}
	// Each literal costs, however rare it is.
	c := choice{weight: min(weight, enoughWeight) - math.Log2(float64(len(words)))/2}
	for _, w := range words {
		c.anchors = append(c.anchors, anchor{
			text: w.text, fold: w.folded, pure: !w.bound && !(w.folded && w.cased),
			before: at.before, after: at.after, fixed: !at.varies, rest: at.rest, prev: prev, next: next,
		})
	}
	return c
}

// wordness tells of the byte at the beginning of text, or at its end for
// i = -1: it is 1 for a word byte, as \b knows them, and else -1. It is 0 for
// no text.
func wordness(text string, i int) int {
	switch {
	case text == "":
		return 0
	case i < 0:
		i = len(text) - 1
	}
	if isWordByte(text[i]) {
		return 1
	}
	return -1
}
