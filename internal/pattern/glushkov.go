package pattern

import (
	"math/bits"
	"slices"

	"github.com/sluicesec/sluice/internal/literal"
)

// An automaton is the position automaton (Glushkov's) of what follows a literal.
// It reports quickly whether the bytes behind the literal can continue a match.
//
// It is right between the literal search and the regex: most words such as "key"
// in a text are not followed by anything that looks like a secret, and a few
// bytes show it. A no is final; after a yes the regex is asked. Against a
// backtracker it has the advantage that it needs no memory and reads each byte
// once, and against RE2 that it is built in microseconds.
//
// Each position is a set of bytes in the pattern, and all positions that can be
// reached at once are the bits of two words. To keep them few the automaton
// allows more than the pattern does: a long counted repeat counts as endless, a
// long list of words as a run of letters, and an assertion as true; and what
// follows the last position that there is room for counts as a match.
type automaton struct {
	first  positions   // that can come first
	follow []positions // by position: those that can come next
	class  [256]uint8  // by byte: bytes of one class fit the same positions
	fits   []positions // by class: the positions that its bytes fit
}

// positions is a set of positions. The last bit is the end of the pattern.
type positions [2]uint64

const (
	maxPositions = 127
	endPosition  = maxPositions
)

// Beyond these the automaton is less exact than the pattern.
const (
	maxRounds       = 16 // of a repeat that must be
	maxOptional     = 4  // rounds of a repeat that may be
	maxAlternatives = 12
)

func (p *positions) add(i int)      { p[i>>6] |= 1 << (i & 63) }
func (p *positions) or(q positions) { p[0] |= q[0]; p[1] |= q[1] }
func (p *positions) ended() bool    { return p[1]>>63 != 0 }
func (p positions) all(f func(i int)) {
	for w, bit := range p {
		for ; bit != 0; bit &= bit - 1 {
			f(w<<6 | bits.TrailingZeros64(bit))
		}
	}
}

// allows reports whether a match can continue in text from pos on. It looks at
// limit bytes at most, and at nothing else of text.
func (a *automaton) allows(text []byte, pos, limit int) bool {
	state := a.first
	cut := limit < len(text)-pos
	if cut {
		text = text[:pos+limit]
	}
	for _, b := range text[pos:] {
		if state.ended() {
			return true
		}
		fits := &a.fits[a.class[b]]
		low, high := state[0]&fits[0], state[1]&fits[1]
		if low|high == 0 {
			return false
		}
		state = positions{}
		for ; low != 0; low &= low - 1 {
			state.or(a.follow[bits.TrailingZeros64(low)])
		}
		for ; high != 0; high &= high - 1 {
			state.or(a.follow[64+bits.TrailingZeros64(high)])
		}
	}
	return cut || state.ended()
}

// newAutomaton builds the automaton of what follows a literal.
func newAutomaton(rest *continuation) *automaton {
	var b automatonBuilder
	f, end := fragment{empty: true}, fragment{}
	for ; rest != nil; rest = rest.outer {
		for _, piece := range rest.pieces {
			f = b.join(f, b.compile(piece))
		}
	}
	end.first.add(endPosition)
	b.join(f, end)
	a := &automaton{first: f.first, follow: slices.Clone(b.after[:b.used])}
	if f.empty {
		a.first.or(end.first)
	}
	for c, fits := range b.fits {
		k := slices.Index(a.fits, fits)
		if k < 0 {
			k = len(a.fits)
			a.fits = append(a.fits, fits)
		}
		a.class[c] = uint8(k)
	}
	a.fits = slices.Clip(a.fits)
	return a
}

// An automatonBuilder adds positions in the order of the pattern, so that it is
// the end of a pattern that there may be no room for.
type automatonBuilder struct {
	after [maxPositions + 1]positions // by position: those that can come next
	fits  [256]positions              // by byte: those that it fits
	used  int                         // positions
}

// A fragment is a part of the automaton: the positions that it can begin and
// end with, and whether it can be empty.
type fragment struct {
	first, last positions
	empty       bool
}

// follow notes that the positions in to may come behind those in from.
func (b *automatonBuilder) follow(from, to positions) {
	from.all(func(i int) { b.after[i].or(to) })
}

func (b *automatonBuilder) join(f, g fragment) fragment {
	b.follow(f.last, g.first)
	if f.empty {
		f.first.or(g.first)
	}
	if g.empty {
		g.last.or(f.last)
	}
	return fragment{f.first, g.last, f.empty && g.empty}
}

func (b *automatonBuilder) compile(n *node) fragment {
	switch n.op {
	case opSet:
		return b.position(n.set)
	case opAlt:
		if len(n.subs) > maxAlternatives {
			return b.blur(n)
		}
		var all fragment
		for _, sub := range n.subs {
			f := b.compile(sub)
			all.first.or(f.first)
			all.last.or(f.last)
			all.empty = all.empty || f.empty
		}
		return all
	case opRepeat:
		return b.repeat(n)
	}
	all := fragment{empty: true}
	for _, sub := range n.subs {
		all = b.join(all, b.compile(sub))
	}
	return all
}

// blur adds many alternatives, such as a list of words, as a run of any of their
// bytes.
func (b *automatonBuilder) blur(n *node) fragment {
	var used literal.ByteSet
	n.addSets(&used)
	least, _ := measure{}.length(n)
	return b.repeat(&node{op: opRepeat, subs: []*node{{op: opSet, set: &used}}, min: least, max: -1})
}

func (b *automatonBuilder) position(set *literal.ByteSet) fragment {
	var p positions
	if b.used == maxPositions {
		p.add(endPosition)
		return fragment{first: p}
	}
	p.add(b.used)
	b.used++
	for c := range 256 {
		if set.Has(byte(c)) {
			b.fits[c].or(p)
		}
	}
	return fragment{first: p, last: p}
}

func (b *automatonBuilder) repeat(n *node) fragment {
	sub := n.subs[0]
	all := fragment{empty: true}
	endless := n.max < 0 || n.max > maxRounds || n.max-n.min > maxOptional
	rounds := min(n.min, maxRounds)
	for i := range rounds {
		f := b.compile(sub)
		if endless && i == rounds-1 {
			b.follow(f.last, f.first)
		}
		all = b.join(all, f)
	}
	switch {
	case endless && rounds == 0:
		f := b.compile(sub)
		b.follow(f.last, f.first)
		f.empty = true
		all = b.join(all, f)
	case !endless:
		for range n.max - n.min {
			f := b.compile(sub)
			f.empty = true
			all = b.join(all, f)
		}
	}
	return all
}
