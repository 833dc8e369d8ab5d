package engine

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/pattern"
	"github.com/sluicesec/sluice/internal/pattern/patterntest"
	"github.com/sluicesec/sluice/rules"
)

// An oracleMatch is what the plain reading of the package comments gives.
type oracleMatch struct {
	rule          string
	match, secret pattern.Span
}

// The definition's words about escape sequences.
var (
	escapeLast = regexp.MustCompile(`(?:\\[nrt]` +
		`|(?:\x1b|\\u001[bB]|\\x1[bB]|\\033|\\e)\[[0-9;]{0,12}[mK]` +
		`|\\(?:0[0-5][0-7]|07[2-7]|100|13[3-6]|140|17[3-7]|[23][0-7]{2})` +
		`|(?:\\x|%|\\u00)(?:[0-2][0-9a-fA-F]|3[a-fA-F]|40|5[b-eB-E]|60|7[b-fB-F]|[89a-fA-F][0-9a-fA-F])` +
		`|=(?:[0-2][0-9A-F]|3[A-F]|40|5[B-E]|60|7[B-F]|[89A-F][0-9A-F])` +
		`|\\u(?:[0-9a-fA-F][1-9a-fA-F]|[1-9a-fA-F][0-9a-fA-F])[0-9a-fA-F]{2})$`)
	wordFirst = regexp.MustCompile(`^\w`)
)

// oracles are the compiled regexes of rules.
type oracles map[string]patterntest.Oracle

// matches finds the matches of rules the plain way: every place of every
// literal, Go's own regexp over the window. It shares with the engine only which
// literals a regex has, how far they reach, and which hits Look excludes; package
// pattern has tests of those.
func (o oracles) matches(d *Detector, data []byte, c content.Class) []oracleMatch {
	var all []oracleMatch
	folded := asciiLower(data)
	for i := range d.anchors {
		a := &d.anchors[i]
		if a.len == 0 || c == content.Binary && !a.rule.Binary {
			continue
		}
		l, pad := a.anchors()[a.index], a.pattern.Outline().Pad
		oracle := o.of(a.rule.Regex)
		text, literal := data, []byte(l.Text)
		if l.Fold {
			text, literal = folded, asciiLower(literal)
		}
		for at := -1; ; {
			next := bytes.Index(text[at+1:], literal)
			if next < 0 {
				break
			}
			at += 1 + next
			hit := pattern.Span{Start: at, End: at + len(l.Text)}
			if a.pattern.Look(a.index, data, at) == pattern.Never {
				continue
			}
			start, end := max(0, hit.Start-l.Before-pad), min(len(data), hit.End+l.After+pad)
			if cut := at - l.Edge; l.Edge >= 0 && l.Edge <= 108 && cut > 0 &&
				wordFirst.Match(data[cut:]) && escapeLast.Match(data[:cut]) {
				start = cut
			}
			for _, loc := range oracle.FindAll(data[start:end]) {
				m := pattern.Span{Start: loc[0] + start, End: loc[1] + start}
				if !m.Covers(hit) || hit.Start-m.Start > l.Before || m.End-hit.End > l.After {
					continue
				}
				secret := plainSecret(a.rule, loc)
				secret.Start += start
				secret.End += start
				if f := a.filter; secret.Len() > 0 && f.counts(data[secret.Start:secret.End]) &&
					(f.entropy == 0 || Entropy(data[secret.Start:secret.End]) >= f.entropy) {
					all = append(all, oracleMatch{a.rule.ID, m, secret})
				}
				break
			}
		}
	}
	return sortedOnce(all)
}

func (o oracles) of(expr string) patterntest.Oracle {
	oracle, ok := o[expr]
	if !ok {
		oracle = patterntest.NewOracle(expr)
		o[expr] = oracle
	}
	return oracle
}

func plainSecret(r *rules.Rule, loc []int) pattern.Span {
	g := r.SecretGroup
	for i := 1; g == 0 && 2*i < len(loc); i++ {
		if loc[2*i] < loc[2*i+1] {
			g = i
		}
	}
	if loc[2*g] == loc[2*g+1] {
		g = 0
	}
	return pattern.Span{Start: loc[2*g], End: loc[2*g+1]}
}

func asciiLower(b []byte) []byte {
	b = slices.Clone(b)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] |= 0x20
		}
	}
	return b
}

func sortedOnce(all []oracleMatch) []oracleMatch {
	slices.SortFunc(all, func(a, b oracleMatch) int {
		return cmp.Or(
			cmp.Compare(a.match.Start, b.match.Start), cmp.Compare(a.match.End, b.match.End),
			cmp.Compare(a.secret.Start, b.secret.Start), cmp.Compare(a.secret.End, b.secret.End),
			cmp.Compare(a.rule, b.rule))
	})
	return slices.Compact(all)
}

// asOracle brings matches into the oracle's form.
func asOracle(matches []Match) []oracleMatch {
	var all []oracleMatch
	for _, m := range matches {
		all = append(all, oracleMatch{m.Rule.ID, m.span(), m.secretSpan()})
	}
	return sortedOnce(all)
}
