package engine

import (
	"cmp"
	"slices"
	"sort"

	"github.com/sluicesec/sluice/rules"
)

// A Part is where a match's part stands: the secret of a match of another
// rule, as [rules.Part] describes it.
type Part struct {
	Rule                   *rules.Rule
	Secret                 string
	Start, End             int // bytes of the data
	StartLine, StartColumn int // as in TextMatch
	EndLine, EndColumn     int
}

// partLine is the most bytes that count as one line of the distance of a
// part: a file may be one line of 50 MB.
const partLine = 1 << 10

// anywhere is a reach without a bound. No data is that long.
const anywhere = 1 << 50

// partReach is how many bytes before or behind a match its part can begin.
func partReach(p *rules.Part) int {
	if p.WithinLines == 0 || p.WithinLines > anywhere/partLine {
		return anywhere
	}
	return p.WithinLines * partLine
}

// compose gives the matches all[from:to] with their parts, less those that
// lack one that their rule requires. all is sorted by Start; parts may be any
// of it.
func compose(all []TextMatch, from, to int) []TextMatch {
	var byRule map[string][]int // indexes in all, in order
	var whole []TextMatch
	for _, m := range all[from:to] {
		if len(m.Rule.Parts) > 0 && byRule == nil {
			byRule = map[string][]int{}
			for i := range all {
				if all[i].Allowed == "" {
					byRule[all[i].Rule.ID] = append(byRule[all[i].Rule.ID], i)
				}
			}
		}
		complete := true
		for i := range m.Rule.Parts {
			p := &m.Rule.Parts[i]
			part := nearest(&m, p, all, byRule[p.ID])
			if part != nil {
				m.Parts = append(m.Parts, part.asPart())
			}
			complete = complete && (part != nil || !p.Required)
		}
		if complete {
			whole = append(whole, m)
		}
	}
	return whole
}

// nearest finds the part of m that is the fewest lines away among candidates,
// which are indexes in all; nil if none is near. Where the one before and the
// one behind are equally near, it is the one before: ids come first.
func nearest(m *TextMatch, p *rules.Part, all []TextMatch, candidates []int) *TextMatch {
	reach := partReach(p)
	first := sort.Search(len(candidates), func(k int) bool { return all[candidates[k]].Start >= m.Start-reach })
	last := sort.Search(len(candidates), func(k int) bool { return all[candidates[k]].Start > m.End+reach })
	var best *TextMatch
	for _, k := range candidates[first:last] {
		c := &all[k]
		if !c.secret().overlaps(m.secret()) && near(m, c, p) && (best == nil || compareDistance(m, c, best) < 0) {
			best = c
		}
	}
	return best
}

// near reports whether c is within a part's lines and columns of m.
func near(m, c *TextMatch, p *rules.Part) bool {
	apart := m.from.column - c.from.column
	return (p.WithinLines == 0 || linesApart(m, c) <= p.WithinLines) &&
		(p.WithinColumns == 0 || max(apart, -apart) <= p.WithinColumns)
}

// linesApart is how many lines lie between two matches, 0 on the same line.
func linesApart(a, b *TextMatch) int {
	return max(0, b.from.line-a.to.line, a.from.line-b.to.line)
}

// compareDistance compares how far two matches are from m, which is less than
// 0 if a is the nearer. Equal matches only are equally far.
func compareDistance(m, a, b *TextMatch) int {
	behind := func(c *TextMatch) int {
		if c.Start > m.Start {
			return 1
		}
		return 0
	}
	gap := func(c *TextMatch) int { return max(c.Start-m.End, m.Start-c.End, 0) }
	return cmp.Or(
		cmp.Compare(linesApart(m, a), linesApart(m, b)),
		cmp.Compare(behind(a), behind(b)),
		cmp.Compare(gap(a), gap(b)),
		byOffset(a.Match, b.Match),
	)
}

func (m *TextMatch) asPart() Part {
	return Part{
		Rule: m.Rule, Secret: m.Secret, Start: m.SecretStart, End: m.SecretEnd,
		StartLine: m.StartLine, StartColumn: m.StartColumn, EndLine: m.EndLine, EndColumn: m.EndColumn,
	}
}

// hasParts reports whether some match's rule has parts.
func hasParts(matches []Match) bool {
	return slices.ContainsFunc(matches, func(m Match) bool { return len(m.Rule.Parts) > 0 })
}
