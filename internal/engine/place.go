package engine

import (
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/lines"
)

// A Place is where a match is in some data. A match is its place and what is there; the
// versions of a file have the same matches at other places.
type Place struct {
	Extent
	Parts []PartPlace
}

// An Extent is where a match is, without its parts.
type Extent struct {
	Start, End             int
	SecretStart, SecretEnd int
	Span                   finding.Span
	Where                  finding.Where
	Run                    int // offset of the run that was decoded, from 1; 0 for a match in the data itself
	Line, Column           int // of the whole match, counted from 0
	LastLine               int // of the whole match, counted from 0
}

// A PartPlace is where a part of a match is.
type PartPlace struct {
	Start, End int
	Span       finding.Span
}

// Place returns where the match is.
func (m *Match) Place() Place {
	p := Place{Extent: Extent{
		Start: m.Start, End: m.End, SecretStart: m.SecretStart, SecretEnd: m.SecretEnd,
		Span: m.Span, Where: m.Where, Run: m.decoded.run, Line: m.from.Line, Column: m.from.Column, LastLine: m.lastLine,
	}}
	for _, part := range m.Parts {
		p.Parts = append(p.Parts, PartPlace{part.Start, part.End, part.Span})
	}
	return p
}

// relative is where the secret is in the match, and how long the match is. It is the same
// at every place, except of what was decoded.
func (p *Place) relative() [3]int {
	if p.Run != 0 {
		return [3]int{}
	}
	return [3]int{p.End - p.Start, p.SecretStart - p.Start, p.SecretEnd - p.Start}
}

// isSound reports whether something can be at the place.
func (p *Place) isSound() bool {
	return p.Start >= 0 && p.Start <= p.End && p.SecretStart >= 0 && p.SecretStart <= p.SecretEnd && p.Run >= 0
}

// At returns the match at another place. It reports false if the match cannot be there,
// because the place is that of a longer match, say. The two matches share nothing that is
// ever changed.
func (m *Match) At(p Place) (Match, bool) {
	own := m.Place()
	if len(p.Parts) != len(m.Parts) || (p.Run == 0) != (own.Run == 0) || p.relative() != own.relative() || !p.isSound() {
		return Match{}, false
	}
	moved := *m
	moved.setPlace(p)
	moved.AlsoRules, moved.Layers, moved.open = slices.Clone(m.AlsoRules), slices.Clone(m.Layers), slices.Clone(m.open)
	return moved, true
}

// A Shift is how far away one match is from an equal one in another version of the text, in
// bytes and in lines.
type Shift struct{ Bytes, Lines int }

// ShiftFrom returns how far the match is from another one, if the two differ in nothing else.
func (m *Match) ShiftFrom(o *Match) (Shift, bool) {
	by := Shift{m.Start - o.Start, m.from.Line - o.from.Line}
	if len(m.Parts) != len(o.Parts) || !m.SameBut(o) {
		return Shift{}, false
	}
	here, there := m.Place(), o.Place()
	there.shift(by)
	return by, here.Extent == there.Extent && slices.Equal(here.Parts, there.Parts)
}

// Shifted returns the match at another place. The two share slices.
func (m *Match) Shifted(by Shift) Match {
	moved := *m
	if by == (Shift{}) {
		return moved
	}
	p := m.Place()
	p.shift(by)
	moved.setPlace(p)
	return moved
}

// shift moves a place.
func (p *Place) shift(by Shift) {
	p.Start, p.End, p.SecretStart, p.SecretEnd = p.Start+by.Bytes, p.End+by.Bytes, p.SecretStart+by.Bytes, p.SecretEnd+by.Bytes
	if p.Run != 0 {
		p.Run += by.Bytes
	}
	p.Line, p.LastLine = p.Line+by.Lines, p.LastLine+by.Lines
	p.Span = p.Span.Below(by.Lines)
	p.Where.Line += by.Lines
	if p.Where.EndLine > 0 {
		p.Where.EndLine += by.Lines
	}
	for i := range p.Parts {
		part := &p.Parts[i]
		part.Start, part.End, part.Span = part.Start+by.Bytes, part.End+by.Bytes, part.Span.Below(by.Lines)
	}
}

// setPlace changes where the match is. Its parts are copied.
func (m *Match) setPlace(p Place) {
	m.Start, m.End, m.SecretStart, m.SecretEnd = p.Start, p.End, p.SecretStart, p.SecretEnd
	m.Span, m.Where, m.decoded.run, m.from, m.lastLine = p.Span, p.Where, p.Run, lines.Position{Line: p.Line, Column: p.Column}, p.LastLine
	m.Parts = slices.Clone(m.Parts)
	for i, part := range p.Parts {
		m.Parts[i].Start, m.Parts[i].End, m.Parts[i].Span = part.Start, part.End, part.Span
	}
}

// SameBut reports whether two matches are equal in all but their places.
func (m *Match) SameBut(o *Match) bool {
	decoded, here, there := o.decoded, m.Place(), o.Place()
	decoded.run = m.decoded.run
	return here.relative() == there.relative() && m.Rule == o.Rule && m.rule == o.rule && m.Text == o.Text && m.Secret == o.Secret && m.Quote == o.Quote &&
		m.Entropy == o.Entropy && m.Allowed == o.Allowed && m.Ended == o.Ended && m.Confidence == o.Confidence && m.Index == o.Index &&
		m.lacks == o.lacks && (m.decoded.run == 0) == (o.decoded.run == 0) && m.decoded == decoded &&
		(m.scored == o.scored || m.scored != nil && o.scored != nil && *m.scored == *o.scored) &&
		slices.Equal(m.AlsoRules, o.AlsoRules) && slices.Equal(m.Layers, o.Layers) && slices.Equal(m.open, o.open) &&
		slices.EqualFunc(m.Parts, o.Parts, func(a, b Part) bool { return a.Rule == b.Rule && a.Secret == b.Secret })
}
