package engine

import (
	"math/bits"
	"slices"

	"github.com/sluicesec/sluice/internal/literal"
)

// A tail tells quickly whether what stands behind a literal can go on as a
// match: most words such as "key" in a text are not followed by anything that
// looks like a secret, and a few bytes show it. A no is final; a yes is
// confirmed by the regex.
//
// It is a position automaton (Glushkov's): each position is a set of bytes in
// the pattern, and all positions that can be reached at once are the bits of
// two words. To keep them few it allows more than the pattern does: long
// counted repeats count as endless, long lists of words as runs of letters,
// assertions as true, and what follows the last position that there is room
// for as a match.
type tail struct {
	first  positions   // that can come first
	follow []positions // by position: those that can come next
	class  [256]uint8  // by byte: bytes of a class fit the same positions
	fits   []positions // by class: those that its bytes fit
}

// positions is a set of positions. The last bit is the end of the pattern.
type positions [2]uint64

const (
	maxPositions = 127
	tailEnd      = maxPositions
)

// What is told apart.
const (
	maxTailCount  = 16 // rounds of a repeat that must be
	maxTailOption = 4  // rounds of a repeat that may be
	maxChoice     = 12 // alternatives
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

// allows reports whether text can go on from pos as a match, looking at limit
// bytes at most. Nothing else of text matters to the answer.
func (t *tail) allows(text []byte, pos, limit int) bool {
	state := t.first
	cut := limit < len(text)-pos
	if cut {
		text = text[:pos+limit]
	}
	for _, b := range text[pos:] {
		if state.ended() {
			return true
		}
		fits := &t.fits[t.class[b]]
		low, high := state[0]&fits[0], state[1]&fits[1]
		if low|high == 0 {
			return false
		}
		state = positions{}
		for ; low != 0; low &= low - 1 {
			state.or(t.follow[bits.TrailingZeros64(low)])
		}
		for ; high != 0; high &= high - 1 {
			state.or(t.follow[64+bits.TrailingZeros64(high)])
		}
	}
	return cut || state.ended()
}

// newTail makes the tail for what follows a literal.
func newTail(rest *path) *tail {
	var b tailBuilder
	f, end := fragment{empty: true}, fragment{}
	for ; rest != nil; rest = rest.outer {
		for _, part := range rest.parts {
			f = b.join(f, b.compile(part))
		}
	}
	end.first.add(tailEnd)
	b.join(f, end)
	t := &tail{first: f.first, follow: slices.Clone(b.after[:b.used])}
	if f.empty {
		t.first.or(end.first)
	}
	for c, fits := range b.fits {
		k := slices.Index(t.fits, fits)
		if k < 0 {
			k = len(t.fits)
			t.fits = append(t.fits, fits)
		}
		t.class[c] = uint8(k)
	}
	t.fits = slices.Clip(t.fits)
	return t
}

// A tailBuilder enters positions in the order of the pattern, so that it is
// the end of a pattern that there may be no room for.
type tailBuilder struct {
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

// follow says that to may come behind any of the positions in from.
func (b *tailBuilder) follow(from, to positions) {
	from.all(func(i int) { b.after[i].or(to) })
}

func (b *tailBuilder) join(f, g fragment) fragment {
	b.follow(f.last, g.first)
	if f.empty {
		f.first.or(g.first)
	}
	if g.empty {
		g.last.or(f.last)
	}
	return fragment{f.first, g.last, f.empty && g.empty}
}

func (b *tailBuilder) compile(n *node) fragment {
	switch n.op {
	case opSet:
		return b.position(n.set)
	case opAlt:
		if len(n.subs) > maxChoice {
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

// blur enters a choice of many alternatives, such as a list of words, as a run
// of any of its bytes.
func (b *tailBuilder) blur(n *node) fragment {
	var used literal.ByteSet
	collect(n, &used)
	least, _ := measure{}.length(n)
	return b.repeat(&node{op: opRepeat, subs: []*node{{op: opSet, set: &used}}, min: least, max: -1})
}

func (b *tailBuilder) position(set *literal.ByteSet) fragment {
	var p positions
	if b.used == maxPositions {
		p.add(tailEnd)
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

func (b *tailBuilder) repeat(n *node) fragment {
	sub := n.subs[0]
	all := fragment{empty: true}
	endless := n.max < 0 || n.max > maxTailCount || n.max-n.min > maxTailOption
	rounds := min(n.min, maxTailCount)
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
