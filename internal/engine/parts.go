package engine

import (
	"cmp"
	"math"
	"sort"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/rules"
)

// A Part is a part of a match, such as the id that belongs to a key: the secret
// of a match of another rule, as [rules.Part] describes it.
type Part struct {
	Rule       *rules.Rule
	Secret     string
	Start, End int          // bytes of the data
	Span       finding.Span // lines and columns
}

// partLine is the most bytes that count as one line of the distance of a
// part: a file may be one line of 50 MB.
const partLine = 1 << 10

// anywhere is a reach without a bound. No data is that long.
const anywhere = min(1<<50, math.MaxInt/4)

// partReach is how many bytes before or behind a match its part can begin.
func partReach(p *rules.Part) int {
	if p.WithinLines == 0 || p.WithinLines > anywhere/partLine {
		return anywhere
	}
	return p.WithinLines * partLine
}

// compose returns the matches all[from:to] with their parts, without those that
// lack one that their rule requires. all is sorted by Start; parts may be any
// of it.
func compose(all []Match, from, to int) []Match {
	var byRule map[string][]int // indexes in all, in order, by each name of the rule
	var whole []Match
	for _, m := range all[from:to] {
		if m.decoded.run != 0 { // it has its parts
			whole = append(whole, m)
			continue
		}
		if len(m.Rule.Parts) > 0 && byRule == nil {
			byRule = map[string][]int{}
			for i := range all {
				if all[i].Allowed == "" && all[i].decoded.run == 0 {
					for name := range all[i].Rule.Names() {
						byRule[name] = append(byRule[name], i)
					}
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

// maxNearest is how many matches before a match, and how many behind it, are
// compared to find its nearest part. Without it, a text with 10,000 secrets whose
// parts may be anywhere would take 10,000 times 10,000 comparisons.
const maxNearest = 500

// nearest finds the part of m that is the fewest lines away among some matches,
// given as indexes in all; nil if none is within reach. Where the one before and
// the one behind are equally near, it is the one before: ids come first.
func nearest(m *Match, p *rules.Part, all []Match, indexes []int) *Match {
	reach := partReach(p)
	first := sort.Search(len(indexes), func(k int) bool { return all[indexes[k]].Start >= m.Start-reach })
	last := sort.Search(len(indexes), func(k int) bool { return all[indexes[k]].Start > m.End+reach })
	here := sort.Search(len(indexes), func(k int) bool { return all[indexes[k]].Start >= m.Start })
	first, last = max(first, here-maxNearest), min(last, here+maxNearest)
	var best *Match
	for _, k := range indexes[first:last] {
		c := &all[k]
		if (p.Required && m.Rule.LikeGitleaks && c.rule != m.rule || !c.secretSpan().Overlaps(m.secretSpan())) && within(m, c, p) && (best == nil || compareDistance(m, c, best) < 0) {
			best = c
		}
	}
	return best
}

// within reports whether c is within a part's lines and columns of m.
func within(m, c *Match, p *rules.Part) bool {
	apart := m.from.Column - c.from.Column
	return (p.WithinLines == 0 || linesApart(m, c) <= p.WithinLines) &&
		(p.WithinColumns == 0 || max(apart, -apart) <= p.WithinColumns)
}

// linesApart is how many lines are between two matches, 0 on the same line.
func linesApart(a, b *Match) int {
	return max(0, b.from.Line-a.lastLine, a.from.Line-b.lastLine)
}

// compareDistance compares how far two matches are from m, which is less than
// 0 if a is the nearer. Only equal matches are equally far.
func compareDistance(m, a, b *Match) int {
	behind := func(c *Match) int {
		if c.Start > m.Start {
			return 1
		}
		return 0
	}
	gap := func(c *Match) int { return max(c.Start-m.End, m.Start-c.End, 0) }
	return cmp.Or(
		cmp.Compare(linesApart(m, a), linesApart(m, b)),
		cmp.Compare(behind(a), behind(b)),
		cmp.Compare(gap(a), gap(b)),
		byOffset(*a, *b),
	)
}

func (m *Match) asPart() Part {
	return Part{Rule: m.Rule, Secret: m.Secret, Start: m.SecretStart, End: m.SecretEnd, Span: m.Span}
}
