package engine

import (
	"slices"

	"github.com/sluicesec/sluice/internal/pattern"
)

// MatchPath returns the matches of the rules that have a Path and no Regex: the
// path itself is the secret. Offsets count bytes of the path, and no match has a
// Span.
func (d *Detector) MatchPath(path string) []Match {
	var matches []Match
	for _, c := range d.pathRules {
		if !c.path.Matches([]byte(path)) {
			continue
		}
		m := Match{
			Rule: c.rule, rule: c,
			End: len(path), SecretEnd: len(path), Text: path, Secret: path,
			Entropy: Entropy([]byte(path)),
		}
		m.judgeLines(&surroundings{data: []byte(path)})
		matches = append(matches, m)
	}
	return matches
}

// FileNames returns a test that the last element of a path passes whenever
// MatchPath finds something in the path, or IsWhole is true of it, whatever its
// folder. It is nil if there are no rules of either kind.
//
// It is for a source that meets names long before it knows their folders, see
// [pattern.FileName].
func (d *Detector) FileNames() func(name []byte) bool {
	if len(d.pathRules)+len(d.whole) == 0 {
		return nil
	}
	var names []*pattern.FileName
	for _, c := range d.pathRules {
		names = append(names, pattern.NewFileName(c.rule.Path))
	}
	for _, i := range d.whole {
		names = append(names, pattern.NewFileName(d.anchors[i].rule.Path))
	}
	return func(name []byte) bool {
		return slices.ContainsFunc(names, func(n *pattern.FileName) bool { return n.Accepts(name) })
	}
}
