package engine

import (
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/lines"
)

// A Place is where a match is in some data. A match is its place and what is there; the
// versions of a file have the same matches at other places.
type Place struct {
	Start, End             int
	SecretStart, SecretEnd int
	Span                   finding.Span
	Where                  finding.Where
	Run                    int // offset of the run that was decoded, from 1; 0 for a match in the data itself
	Line, Column           int // of the whole match, counted from 0
	LastLine               int // of the whole match, counted from 0
	Parts                  []PartPlace
}

// A PartPlace is where a part of a match is.
type PartPlace struct {
	Start, End int
	Span       finding.Span
}

// Place returns where the match is.
func (m *Match) Place() Place {
	p := Place{
		Start: m.Start, End: m.End, SecretStart: m.SecretStart, SecretEnd: m.SecretEnd,
		Span: m.Span, Where: m.Where, Run: m.decoded.run, Line: m.from.Line, Column: m.from.Column, LastLine: m.lastLine,
	}
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
	moved.Start, moved.End, moved.SecretStart, moved.SecretEnd = p.Start, p.End, p.SecretStart, p.SecretEnd
	moved.Span, moved.Where, moved.decoded.run, moved.from, moved.lastLine = p.Span, p.Where, p.Run, lines.Position{Line: p.Line, Column: p.Column}, p.LastLine
	moved.Parts = slices.Clone(m.Parts)
	for i, part := range p.Parts {
		moved.Parts[i].Start, moved.Parts[i].End, moved.Parts[i].Span = part.Start, part.End, part.Span
	}
	moved.AlsoRules, moved.Layers, moved.open = slices.Clone(m.AlsoRules), slices.Clone(m.Layers), slices.Clone(m.open)
	return moved, true
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
