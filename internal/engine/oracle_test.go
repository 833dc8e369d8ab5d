package engine

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

// An oracle match is what the plain reading of the package comment gives.
type oracleMatch struct {
	rule          string
	match, secret span
}

// The definition's words about escape sequences.
var (
	wordFirst  = regexp.MustCompile(`^(?:\(\?i\))?\\b`)
	escapeLast = regexp.MustCompile(`(?:\\[nrt]|(?:\\x|%|\\u00)(?:20|22|26|27|3[dD]))$`)
)

// oracles are the compiled regexes of rules.
type oracles map[string]*regexp.Regexp

// matches finds the matches of rules the plain way: every place of every
// literal, the standard library's regexp over the window. It shares with the
// engine only which literals a regex has, how far they reach, and their tails.
func (o oracles) matches(d *Detector, data []byte, c content.Class) []oracleMatch {
	var all []oracleMatch
	folded := asciiLower(data)
	for i := range d.landmarks {
		l := &d.landmarks[i]
		if l.text == "" || c == content.Binary && !l.rule.Binary {
			continue
		}
		re := o.regex(l.rule.Regex)
		text, literal := data, []byte(l.text)
		if l.fold {
			text, literal = folded, asciiLower(literal)
		}
		for at := -1; ; {
			next := bytes.Index(text[at+1:], literal)
			if next < 0 {
				break
			}
			at += 1 + next
			hit := span{at, at + len(l.text)}
			if !l.allows(data, at) { // see TestTailsAllowMatches
				continue
			}
			w := span{max(0, hit.start-l.before-l.pad), min(len(data), hit.end+l.after+l.pad)}
			if start := at - l.before; l.fixed && l.before <= 122 && start > 0 &&
				wordFirst.MatchString(l.rule.Regex) && escapeLast.Match(data[:start]) {
				w.start = start
			}
			for _, loc := range findAllPlain(re, data[w.start:w.end], -1) {
				m := span{loc[0] + w.start, loc[1] + w.start}
				if !m.covers(hit) || hit.start-m.start > l.before || m.end-hit.end > l.after {
					continue
				}
				secret := plainSecret(l.rule, loc)
				secret.start += w.start
				secret.end += w.start
				if f := l.filter; secret.len() > 0 && f.counts(data[secret.start:secret.end]) &&
					(f.entropy == 0 || Entropy(data[secret.start:secret.end]) >= f.entropy) {
					all = append(all, oracleMatch{l.rule.ID, m, secret})
				}
				break
			}
		}
	}
	return sortedOnce(all)
}

func (o oracles) regex(expr string) *regexp.Regexp {
	if o[expr] == nil {
		o[expr] = regexp.MustCompile(latin1(expr))
	}
	return o[expr]
}

// stands reports whether the literal stands at an offset of data.
func (l *landmark) stands(data []byte, at int) bool {
	text := data[at : at+len(l.text)]
	return string(text) == l.text || l.fold && bytes.Equal(asciiLower(text), asciiLower([]byte(l.text)))
}

func plainSecret(r *rules.Rule, loc []int) span {
	g := r.SecretGroup
	for i := 1; g == 0 && 2*i < len(loc); i++ {
		if loc[2*i] < loc[2*i+1] {
			g = i
		}
	}
	if loc[2*g] == loc[2*g+1] {
		g = 0
	}
	return span{loc[2*g], loc[2*g+1]}
}

func asciiLower(b []byte) []byte {
	b = slices.Clone(b)
	for i := range b {
		b[i] = lower(b[i])
	}
	return b
}

func sortedOnce(all []oracleMatch) []oracleMatch {
	slices.SortFunc(all, func(a, b oracleMatch) int {
		return cmp.Or(
			cmp.Compare(a.match.start, b.match.start), cmp.Compare(a.match.end, b.match.end),
			cmp.Compare(a.secret.start, b.secret.start), cmp.Compare(a.secret.end, b.secret.end),
			cmp.Compare(a.rule, b.rule))
	})
	return slices.Compact(all)
}

// asOracle brings matches into the oracle's form.
func asOracle(matches []Match) []oracleMatch {
	var all []oracleMatch
	for _, m := range matches {
		all = append(all, oracleMatch{m.Rule.ID, span{m.Start, m.End}, m.secret()})
	}
	return sortedOnce(all)
}
