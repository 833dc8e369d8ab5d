package engine

// MatchPath gives the matches of the rules that have a Path and no Regex:
// there the path itself is the finding. Offsets count bytes of the path.
func (d *Detector) MatchPath(path string) []Match {
	var matches []Match
	for _, m := range d.byPath {
		if !m.path.matches([]byte(path)) {
			continue
		}
		match := Match{
			Rule: m.rule, rule: m,
			End: len(path), SecretEnd: len(path),
			Entropy: Entropy([]byte(path)),
		}
		match.judgeLines(&liner{data: []byte(path)})
		matches = append(matches, match)
	}
	return matches
}
