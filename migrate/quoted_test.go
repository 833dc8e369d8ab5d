package migrate

import (
	"slices"
	"strings"
	"testing"
)

// A secret that gets into the rule file with a comment or a rule is named, and not shown.
func TestSecretsInTheRuleFileAreNamed(t *testing.T) {
	p := read(t, map[string]string{".gitleaks.toml": "[[rules]]\nid = 'r'\nregex = 'hunter2hunter2'\n# as hunter2hunter2\n"})
	s := Scanned{Complete: true, File: filesOf(nil), Hide: func(text string) string { return strings.ReplaceAll(text, "hunter2hunter2", "***") }}
	notes, _, r := settle(t, p, s, false)
	count := 0
	for i, n := range r.Notes {
		if n.File != ConfigName {
			continue
		}
		count++
		if line := strings.Split(string(r.Config), "\n")[n.Line-1]; n.Fate != ByHand || !strings.Contains(line, "hunter2hunter2") {
			t.Errorf("%s is about %q", notes[i], line)
		}
		if slices.ContainsFunc([]string{n.Was, n.Now}, func(text string) bool { return strings.Contains(text, "hunter2") }) {
			t.Errorf("%+v shows the secret", n)
		}
	}
	if count != 2 {
		t.Errorf("%d lines are named, not 2: %q", count, notes)
	}
}
