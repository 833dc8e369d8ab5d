package pattern

import "github.com/sluicesec/sluice/internal/literal"

// A onePass is a pattern that needs no regex engine: a literal, then repeats of
// single sets of bytes, such as
//
//	\b(ghp_[A-Za-z0-9]{36})\b
//
// It is right for most tokens that identify themselves, and fastest: it reads
// each byte once, needs no memory, and is built with the pattern. It is matched
// from the literal on, by taking each repeat as long as it goes. That is the
// regex's own answer wherever no repeat can give a byte to what follows it, as
// if all were possessive; newOnePass accepts only such patterns.
type onePass struct {
	start   border
	before  literal.ByteSet // borderSet: the byte that must precede
	repeats []repeat
	end     border
	after   literal.ByteSet // borderSet: the byte that must follow
	// The group that holds the secret is from repeats[from] up to, but not
	// including, repeats[to]; from -1 is the literal's start. Without a group,
	// whole is set: the secret is the match.
	from, to int
	whole    bool
}

// A repeat is a number of bytes of a set.
type repeat struct {
	set      literal.ByteSet
	min, max int // max is -1 without a bound
}

// A border is what the pattern asks of the byte beside it.
type border uint8

const (
	borderNone border = iota // nothing
	borderWord               // \b
	borderByte               // a byte of a set, which is part of the match, or the edge of the text: (?:[^a-z]|$)
)

// match returns the match whose literal is text[at:behind], and the secret in it.
func (o *onePass) match(text []byte, at, behind int) (match, secret Span, ok bool) {
	match.Start, secret.Start = at, at
	switch {
	case o.start == borderWord && isWord(text, at-1) == isWord(text, at):
		return match, secret, false
	case o.start == borderByte && at > 0:
		if !o.before.Has(text[at-1]) {
			return match, secret, false
		}
		match.Start--
	}
	pos := behind
	for i := range o.repeats {
		if i == o.from {
			secret.Start = pos
		}
		if i == o.to {
			secret.End = pos
		}
		r := &o.repeats[i]
		limit := len(text)
		if r.max >= 0 {
			limit = min(limit, pos+r.max)
		}
		p := pos
		for p < limit && r.set.Has(text[p]) {
			p++
		}
		if p-pos < r.min {
			return match, secret, false
		}
		if i == len(o.repeats)-1 {
			for ; !o.endsAt(text, p); p-- {
				if p-pos == r.min {
					return match, secret, false
				}
			}
		}
		pos = p
	}
	if len(o.repeats) == 0 && !o.endsAt(text, pos) {
		return match, secret, false
	}
	if o.to == len(o.repeats) {
		secret.End = pos
	}
	match.End = pos
	if o.end == borderByte && pos < len(text) {
		match.End++
	}
	if o.whole {
		secret = match
	}
	return match, secret, true
}

// endsAt reports whether the match may end at pos.
func (o *onePass) endsAt(text []byte, pos int) bool {
	switch o.end {
	case borderWord:
		return isWord(text, pos-1) != isWord(text, pos)
	case borderByte:
		return pos == len(text) || o.after.Has(text[pos])
	}
	return true
}
