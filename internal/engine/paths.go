package engine

import "slices"

// MatchPath returns the matches of the rules that have a Path and no Regex: the
// path itself is the secret. Offsets count bytes of the path, and no match has a
// Span.
func (d *Detector) MatchPath(path string) []Match {
	if len(d.pathRules) == 0 || !d.pathNames.passesPath(path) { // which needs no RE2
		return nil
	}
	var matches []Match
	for _, i := range d.pathRules {
		c := d.rule(int(i))
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
	return func(name []byte) bool { return d.pathNames.passes(name) || d.wholeNames.passes(name) }
}

// pathExprs returns the regexes of the rules that judge a path alone.
func (d *Detector) pathExprs() []string {
	var exprs []string
	for _, i := range d.pathRules {
		exprs = append(exprs, d.rule(int(i)).rule.Path)
	}
	return exprs
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
