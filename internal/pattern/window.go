package pattern

import "github.com/sluicesec/sluice/internal/literal"

// LookReach is how many bytes from the start of a literal [Pattern.Look] looks
// at, at most.
const LookReach = 128

// Neighbours returns the bytes that can stand before and behind the k-th anchor
// in data, those that an escape sequence ends with included; nil means any byte.
func (p *Pattern) Neighbours(k int) (prev, next *literal.ByteSet) {
	a := &p.Outline().Anchors[k]
	prev = a.Prev
	if a.Edge == 0 {
		prev = withEscapes(prev)
	}
	return prev, a.Next
}

// Reach returns how many bytes before and behind the start of the k-th anchor
// decide about a hit of it, at most.
func (p *Pattern) Reach(k int) (before, after int) {
	o := p.Outline()
	a := &o.Anchors[k]
	before = max(1, a.Before+o.Pad)
	after = len(a.Text) + max(1, a.After+o.Pad)
	if a.followsEscape() {
		before = max(before, a.Edge+EscapeReach)
	}
	return before, after
}

// Around returns the window of a hit of the k-th anchor at an offset of data of
// some size, where no escape sequence is: from the furthest that a match can
// begin before the literal to the furthest that it can end behind it.
func (p *Pattern) Around(k, size, at int) Span {
	o := p.Outline()
	a := &o.Anchors[k]
	return Span{
		max(0, at-a.Before-o.Pad),
		min(size, at+len(a.Text)+a.After+o.Pad),
	}
}

// Window returns the window of a hit in data: what Around returns, cut off behind
// an escape sequence if the token can only begin right behind it.
func (p *Pattern) Window(k int, data []byte, at int) Span {
	w := p.Around(k, len(data), at)
	if a := &p.Outline().Anchors[k]; a.behindEscape(data, at) {
		w.Start = at - a.Edge
	}
	return w
}

// followsEscape reports whether a match may stand right behind an escape
// sequence: the token begins at a known distance from the literal, near enough for
// Look.
func (a *Anchor) followsEscape() bool {
	return a.Edge >= 0 && a.Edge <= LookReach-EscapeReach
}

// behindEscape reports whether the token of a hit would begin right behind an
// escape sequence in data. A token that does not begin as a word does has its edge
// there in any case.
func (a *Anchor) behindEscape(data []byte, at int) bool {
	return a.followsEscape() && isWord(data, at-a.Edge) && escapeBefore(data, at-a.Edge)
}

// A Chance is what the bytes around a hit say before the regex is asked.
type Chance uint8

const (
	// Never: the bytes within LookReach of the literal exclude a match. So they do
	// in any other data that has the same bytes there.
	Never Chance = iota
	// NotHere: the window does not hold the pattern's longest run, so that this
	// data has no match here. Other data with the same bytes near the literal may.
	NotHere
	// Maybe: the regex has to be asked.
	Maybe
)

// Look looks at the bytes around a hit of the k-th anchor at an offset of data,
// the cheapest look first: at the literal's neighbours, for the longest run, and
// whether what follows can continue a match.
func (p *Pattern) Look(k int, data []byte, at int) Chance {
	o := p.Outline()
	a := &o.Anchors[k]
	end := at + len(a.Text)
	if a.Prev != nil && at > 0 && !a.Prev.Has(data[at-1]) && !(a.Edge == 0 && a.behindEscape(data, at)) ||
		a.Next != nil && end < len(data) && !a.Next.Has(data[end]) {
		return Never
	}
	if o.OnePass {
		return Maybe // the match itself is as cheap
	}
	if w := p.Around(k, len(data), at); !o.Run.in(data[w.Start:w.End]) {
		return NotHere
	}
	p.prepare()
	if !p.automata[k].allows(data, end, max(0, LookReach-len(a.Text))) {
		return Never
	}
	return Maybe
}

// Excludes reports whether the bytes within LookReach behind the k-th anchor exclude a
// match, in this data and in any other that has the same bytes there. It is for a hit
// of which Look says NotHere, and is more work than Look.
func (p *Pattern) Excludes(k int, data []byte, at int) bool {
	p.prepare()
	end := at + len(p.Outline().Anchors[k].Text)
	return !p.automata[k].allows(data, end, max(0, LookReach-(end-at)))
}
