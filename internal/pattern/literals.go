package pattern

import (
	"math"
	"regexp/syntax"
	"slices"

	"github.com/sluicesec/sluice/internal/literal"
)

const (
	minLiteral   = 2  // bytes; shorter ones are everywhere
	maxLiteral   = 16 // bytes; longer ones are no rarer, and more bytes around an edit have to be searched for them
	shortLiteral = 8  // bits that a literal of two bytes is worth less: it needs a search of its own
	maxSpellings = 64 // of one piece of a pattern; pieces with more are not spelled out
	maxOptions   = 8  // likewise, of a piece that is a repeat of varying length
	maxAnchors   = 512
	maxSpelled   = 32 // rounds of a repeated byte that become part of a literal
	enoughWeight = 36 // bits; beyond that a literal does not get better
)

// A choice is a set of literals of which every match holds at least one. Each
// pattern offers several; the rarest is the best.
type choice struct {
	literals []derived
	weight   float64 // how rare the literals are together, less the cost of their number; in bits
	end      int     // index of the first piece behind them; 0 when they are within a piece
}

// A derived literal is an anchor, and what only the compiler has to know of it.
type derived struct {
	Anchor
	exact bool          // where the literal stands, this much of the pattern matches: it asserts nothing there, and Fold is right for every letter
	rest  *continuation // what a match goes on with behind the literal, or more than that
}

// better reports whether c is better than d.
func (c choice) better(d choice) bool {
	if len(c.literals) == 0 || len(d.literals) == 0 {
		return len(c.literals) > 0
	}
	return c.weight > d.weight
}

// A continuation is what follows some place of a pattern, or precedes it: the
// pieces beside it, then those beside the node that holds it, and so on outwards.
type continuation struct {
	pieces []*node // in the order of the pattern
	outer  *continuation
}

// A place is where in the pattern a node stands.
type place struct {
	before, after   int           // the greatest lengths of what precedes and follows it
	edge            int           // how many bytes before it the token begins, see Anchor; -1 if that is not known
	preceding, rest *continuation // what precedes and follows it
}

// derive returns the best choice of literals that it finds for a pattern, and
// the best of those that the pattern begins with, except for a border. Either is
// empty if there is none.
func derive(n *node, m measure) (best, front choice) {
	best = deriver{m}.best(n, place{edge: -1}, &front)
	if len(best.literals) > maxAnchors {
		return choice{}, choice{}
	}
	return best, front
}

type deriver struct{ measure measure }

// best returns the best choice within a node. It stores the best of those at the
// node's front in front, unless that is nil.
func (d deriver) best(n *node, at place, front *choice) choice {
	pieces := n.pieces()
	spellings := make([][]spelling, len(pieces)) // nil: too many
	length := make([]int, len(pieces)+1)         // the greatest, of the pieces before
	edge := at.edge                              // of the piece before which it is
	edges := make([]int, len(pieces)+1)
	border := false
	for i, p := range pieces {
		least, most := d.measure.length(p)
		length[i+1] = length[i] + most
		edges[i] = edge
		switch {
		case i == 0 && at.before == 0 && isEdge(p):
			edge = 0
		case edge < 0 || least < most:
			edge = -1
		default:
			edge += least
		}
		spellings[i], _ = spell(p)
	}
	around := func(i, j int) place { // the place of pieces[i:j]
		return place{
			before: at.before + length[i], after: at.after + length[len(pieces)] - length[j],
			edge:      edges[i],
			preceding: &continuation{pieces[:i], at.preceding}, rest: &continuation{pieces[j:], at.rest},
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
	for i, p := range pieces {
		if length[i] == length[i+1] {
			continue
		}
		// The pieces from i on, as far as they can be spelled out. A piece of one
		// spelling only makes a literal better, so none is left out.
		if spellings[i] != nil && (i == 0 || len(spellings[i-1]) != 1 || length[i-1] == length[i]) {
			texts, end := []spelling{{}}, i
			for j := i; j < len(pieces); j++ {
				next, ok := product(texts, spellings[j])
				if !ok {
					break
				}
				texts = next
				if length[j] < length[j+1] {
					end = j + 1
				}
				full := len(texts[0].text) >= maxLiteral
				if full || j+1 == len(pieces) || len(spellings[j+1]) != 1 {
					c := choose(texts, around(i, j+1))
					c.end = end
					consider(c, i)
				}
				if full {
					break
				}
			}
		}
		// Or the literals within the piece.
		switch {
		case p.op == opAlt && spellings[i] == nil:
			consider(d.every(p.subs, around(i, i+1)), i)
			if k := knownBefore(pieces, spellings, i); k < i {
				consider(d.every(prepend(pieces[k:i], p.subs), around(k, i+1)), k)
			}
		case p.op == opRepeat && p.min > 0 && spellings[i] == nil:
			consider(d.inside(p, around(i, i+1)), i)
		}
		border = border || borderSet(p, syntax.EmptyBeginText) != nil
	}
	return best
}

// isEdge reports whether a piece is the edge of a token: \b, or a byte that cannot be a
// part of it, or the beginning of the text.
func isEdge(p *node) bool {
	return p.op == opAssert && p.assert == syntax.EmptyWordBoundary || borderSet(p, syntax.EmptyBeginText) != nil
}

// knownBefore returns the index where the known bytes begin that end before
// pieces[i].
func knownBefore(pieces []*node, spellings [][]spelling, i int) int {
	for i > 0 && (pieces[i-1].op == opSet && len(spellings[i-1]) == 1 || pieces[i-1].op == opGroup) {
		i--
	}
	return i
}

// prepend puts known bytes in front of each alternative: A(?:KIA|3T) is AKIA or
// A3T.
func prepend(known, alternatives []*node) []*node {
	var sets []*node
	for _, p := range known {
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
func (d deriver) every(alternatives []*node, at place) choice {
	var all choice
	share := 0.0
	for _, sub := range alternatives {
		c := d.best(sub, at, nil)
		if len(c.literals) == 0 {
			return choice{}
		}
		all.literals = append(all.literals, c.literals...)
		share += math.Exp2(-c.weight)
	}
	all.weight = -math.Log2(share)
	return all
}

// inside returns the best choice within a repeated node, in any of its rounds.
func (d deriver) inside(rep *node, at place) choice {
	_, one := d.measure.length(rep.subs[0])
	_, most := d.measure.length(rep)
	edge := -1
	if one == most {
		edge = at.edge
	}
	again := []*node{{op: opRepeat, subs: rep.subs, max: -1}}
	c := d.best(rep.subs[0], place{
		before: at.before + most - min(one, most), after: at.after + most - min(one, most),
		edge:      edge,
		preceding: &continuation{again, at.preceding}, rest: &continuation{again, at.rest},
	}, nil)
	c.end = 0
	return c
}

// choose makes a choice of the spellings of some pieces; none if one of them is
// too short.
func choose(texts []spelling, at place) choice {
	first, last := classAt(texts[0].text, 0), classAt(texts[0].text, -1)
	share := 0.0
	for _, s := range texts {
		if len(s.text) < minLiteral {
			return choice{}
		}
		weight := s.weight()
		if len(s.text) == minLiteral {
			weight -= shortLiteral
		}
		share += math.Exp2(-weight)
		if classAt(s.text, 0) != first {
			first = unknownByte
		}
		if classAt(s.text, -1) != last {
			last = unknownByte
		}
	}
	weight := -math.Log2(share)
	prev, next := neighbours(at.preceding, backward, first), neighbours(at.rest, forward, last)
	for _, set := range []*literal.ByteSet{prev, next} {
		if set != nil {
			weight += set.Weight()
		}
	}
	// Each literal costs, however rare it is.
	c := choice{weight: min(weight, enoughWeight) - math.Log2(float64(len(texts)))/2}
	for _, s := range texts {
		c.literals = append(c.literals, derived{
			Anchor: Anchor{
				Text: s.text, Fold: s.folded,
				Before: at.before, After: at.after, Edge: at.edge, Prev: prev, Next: next,
			},
			exact: !s.asserts && !(s.folded && s.cased),
			rest:  at.rest,
		})
	}
	return c
}
