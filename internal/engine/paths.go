package engine

import (
	"slices"
	"strings"
	"sync"

	"github.com/sluicesec/sluice/internal/pattern"
)

// MatchPath returns the matches of the rules that have a Path and no Regex: the
// path itself is the secret. Offsets count bytes of the path, and no match has a
// Span.
func (d *Detector) MatchPath(path string) []Match {
	if len(d.pathRules) == 0 || !d.pathNames([]byte(path[strings.LastIndexByte(path, '/')+1:])) { // which needs no RE2, as most paths then do
		return nil
	}
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
	return func(name []byte) bool { return d.pathNames(name) || d.wholeNames(name) }
}

// pathExprs returns the regexes of the rules that judge a path alone.
func (d *Detector) pathExprs() []string {
	var exprs []string
	for _, c := range d.pathRules {
		exprs = append(exprs, c.rule.Path)
	}
	return exprs
}

// fileNames returns a test of names for some regexes over paths.
func fileNames(paths []string) func(name []byte) bool {
	names := sync.OnceValue(func() (names []*pattern.FileName) {
		for _, expr := range anyOf(paths) {
			names = append(names, pattern.NewFileName(expr))
		}
		return names
	})
	return func(name []byte) bool {
		return slices.ContainsFunc(names(), func(n *pattern.FileName) bool { return n.Accepts(name) })
	}
}

// maxJoined is the length, in bytes, of the longest regex that anyOf makes of several.
const maxJoined = 4 << 10

// anyOf joins regexes to few, of which one matches if one of them does: a text is
// then looked at once, and not once for each.
func anyOf(exprs []string) (joined []string) {
	for _, expr := range slices.Compact(slices.Sorted(slices.Values(exprs))) {
		last := len(joined) - 1
		switch {
		case len(expr) > maxJoined:
			joined = append(joined, expr)
		case last < 0 || len(joined[last])+len(expr) > maxJoined:
			joined = append(joined, "(?:"+expr+")") // which bounds flags such as (?i)
		default:
			joined[last] += "|(?:" + expr + ")"
		}
	}
	return joined
}
