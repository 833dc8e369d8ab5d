package pattern

import (
	"iter"
	"slices"
)

// A Scratch is memory that Confirm works with. It is for one goroutine. The zero
// Scratch is ready for use.
type Scratch struct {
	backtracker backtracker

	// Steps is how much work Confirm has done so far: instructions of the
	// backtracker, and bytes that RE2 was given. The same calls take the same
	// steps on any machine.
	Steps int64
}

// Confirm returns the match that belongs to a hit of the k-th anchor, and the
// secret in it: of the leftmost-first matches in text, none overlapping another,
// the first that covers the literal and goes no further from it than the anchor
// says. text is the hit's window, and at the literal's offset in it.
func (p *Pattern) Confirm(s *Scratch, k int, text []byte, at int) (match, secret Span, ok bool) {
	if !p.Outline().Run.in(text) {
		return Span{}, Span{}, false
	}
	p.prepare()
	a := &p.Outline().Anchors[k]
	hit := Span{at, at + len(a.Text)}
	if p.onePass != nil {
		return p.onePass.match(text, hit.Start, hit.End)
	}
	if prog := p.compiled(); prog != nil && s.backtracker.reset(prog, text) {
		match, secret, ok, done := p.backtrack(s, a, hit)
		s.Steps += int64(s.backtracker.steps)
		if done {
			return match, secret, ok
		}
	}
	return p.askRE2(s, a, text, hit)
}

// belongs reports whether a match is the match of a hit of an anchor.
func (a *Anchor) belongs(match, hit Span) bool {
	return match.Covers(hit) && hit.Start-match.Start <= a.Before && match.End-hit.End <= a.After
}

// backtrack is Confirm by the backtracker, which has been reset to the text.
// done is false if it took too many steps.
func (p *Pattern) backtrack(s *Scratch, a *Anchor, hit Span) (match, secret Span, ok, done bool) {
	for from := 0; ; from = max(match.End, match.Start+1) {
		loc, done := s.backtracker.find(from, hit.Start+1)
		if !done || loc == nil {
			return Span{}, Span{}, false, done
		}
		if match = (Span{loc[0], loc[1]}); a.belongs(match, hit) {
			return match, p.secret(loc), true, true
		}
	}
}

// askRE2 is Confirm by the regex as it is.
func (p *Pattern) askRE2(s *Scratch, a *Anchor, text []byte, hit Span) (match, secret Span, ok bool) {
	// The first match is nearly always the one. Only if it is not, more are asked for.
	for n := 1; ; n *= 4 {
		s.Steps += int64(len(text))
		all := p.regex.findAll(text, n)
		for _, loc := range all {
			if match = (Span{loc[0], loc[1]}); a.belongs(match, hit) {
				return match, p.secret(loc), true
			}
		}
		if len(all) < n || match.Start > hit.Start {
			return Span{}, Span{}, false
		}
	}
}

// FindAll returns the leftmost-first matches in text that do not overlap, and
// the secret in each. It is for patterns without an anchor, and for whole files.
func (p *Pattern) FindAll(text []byte) iter.Seq2[Span, Span] {
	return func(yield func(match, secret Span) bool) {
		if !p.Outline().Run.in(text) {
			return
		}
		all, ok := p.findShort(text)
		if !ok {
			all = p.regex.findAll(text, -1)
		}
		for _, loc := range all {
			if !yield(Span{loc[0], loc[1]}, p.secret(loc)) {
				return
			}
		}
	}
}

// shortText is how many bytes a text has, at most, that the backtracker searches whole.
const shortText = 64 << 10

// stepsOfByte is how many steps the backtracker may take for each byte of such a text.
const stepsOfByte = 16

// findShort returns all matches in a short text, each as the pairs of offsets of the match and its
// groups. ok is false for what is left to RE2, and that is also what matches nothing but a
// place: RE2 has rules of its own for it.
func (p *Pattern) findShort(text []byte) (all [][]int, ok bool) {
	if len(text) > shortText {
		return nil, false
	}
	prog, b := p.compiled(), &backtracker{}
	if prog == nil || !b.reset(prog, text) {
		return nil, false
	}
	b.most += stepsOfByte * len(text)
	for from := 0; from <= len(text); {
		loc, done := b.find(from, len(text)+1)
		switch {
		case !done || loc != nil && loc[0] == loc[1]:
			return nil, false
		case loc == nil:
			return all, true
		}
		all, from = append(all, slices.Clone(loc)), loc[1]
	}
	return all, true
}

// secret returns where the secret is in a match, which is given as the offsets
// of its groups.
func (p *Pattern) secret(loc []int) Span {
	if g := p.spec.SecretGroup; g > 0 {
		if loc[2*g] < loc[2*g+1] {
			return Span{loc[2*g], loc[2*g+1]}
		}
		return Span{loc[0], loc[1]}
	}
	for i := 2; i < len(loc); i += 2 {
		if loc[i] < loc[i+1] {
			return Span{loc[i], loc[i+1]}
		}
	}
	return Span{loc[0], loc[1]}
}
