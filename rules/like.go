package rules

// A rule of a file that is written for gitleaks judges as it does there, see
// [Rule.LikeGitleaks]. So does a built-in rule that gets the regex of such a file. What else
// a file changes goes on as it was.

// ForGitleaks reports whether a rule file with this path is one that may have been written
// for gitleaks: what it holds is then judged as gitleaks does.
func ForGitleaks(path string) bool { return !isOwnName(path) }

// rewritten prepares a rule for the regex of a file that is written for gitleaks. A built-in
// rule with the same id may look for something else, and gitleaks may not have it: the
// keywords of the file are the condition that its regex was written with.
func (r *Rule) rewritten() {
	if r.Origin.builtin {
		r.LikeGitleaks, r.FilesOnly, r.Keywords = true, true, nil
	}
}

// isOurs reports whether the table has keys that gitleaks does not know and that say how
// the rule finds something.
func (t *ruleTable) isOurs() bool {
	return t.fromContext || len(t.Candidates) > 0 || t.Reader != nil || t.Scored != nil || t.WholeFile != nil || t.Multiline != nil || t.Binary != nil || len(t.Parts) > 0
}
