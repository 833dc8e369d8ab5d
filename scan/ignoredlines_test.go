package scan

import (
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/gitleaks"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source"
)

// TestIgnoredLines: a line covers a hit of its rule, at its path and line, and nothing else.
func TestIgnoredLines(t *testing.T) {
	commit, err := oid.Parse(strings.Repeat("c", 40))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, line string
		root       string
		change     func(*sighting)
		covered    bool
	}{
		{name: "its place", line: "a/b:r:7", covered: true},
		{name: "its commit", line: commit.String() + ":a/b:r:7", covered: true},
		{name: "the line of the match", line: "a/b:r:6", covered: true},
		{name: "another line", line: "a/b:r:5"},
		{name: "another rule that saw it", line: "a/b:also:7", covered: true},
		{name: "another rule", line: "a/b:x:7"},
		{name: "outside of git", line: "a/b:r:7", change: func(s *sighting) { s.place.Commit = oid.ID{} }, covered: true},
		{name: "a commit, outside of git", line: commit.String() + ":a/b:r:7", change: func(s *sighting) { s.place.Commit = oid.ID{} }},
		{name: "a message", line: "a/b:r:7", change: func(s *sighting) { s.hits[0].kind = finding.KindCommitMessage }},
		{name: "maybe elsewhere", line: "a/b:r:7", change: func(s *sighting) { s.place.More = true }},
		{name: "a member", line: "a/b:r:7", change: func(s *sighting) { s.inside = &inside{layers: []string{"zip!in"}} }},
		{name: "that member", line: "a/b!in:r:7", change: func(s *sighting) { s.inside = &inside{layers: []string{"zip!in"}} }, covered: true},
		{name: "in the folder", line: "b:r:7", root: "a", covered: true},
		{name: "with the folder", line: "a/b:r:7", root: "a", covered: true},
		{name: "in another folder", line: "a/b:r:7", root: "b"},
		{name: "outside of the folder", line: "../b:r:7", root: "a", change: func(s *sighting) { s.place.Path = "a/../b" }},
	} {
		lines, err := gitleaks.ParseIgnore("f", []byte(test.line))
		if err != nil {
			t.Fatal(err)
		}
		h := hit{Match: engine.Match{Rule: &rules.Rule{ID: "r"}, Text: "key:\nvalue", SecretStart: 5, SecretEnd: 10, End: 10, Span: finding.Span{StartLine: 7, EndLine: 7}}}
		s := &sighting{place: source.Place{Path: "a/b", Provenance: finding.Provenance{Commit: commit}}, hits: []sighted{{hit: &h, alsoRules: []string{"also"}}}}
		if test.change != nil {
			test.change(s)
		}
		count := suppressed{}
		b := &Baseline{Lines: lines, LinesBy: "f", Root: test.root, Whole: true}
		ignoredLines{b, count}.judge(s)
		if (len(s.hits) == 0) != test.covered || (count["f"] == 1) != test.covered {
			t.Errorf("%s: %d hits are left, %v", test.name, len(s.hits), count)
		}
		unused := slices.ContainsFunc(b.noteLines(true), func(n string) bool { return strings.Contains(n, "nothing is like line 1") })
		if unused == test.covered || b.noteLines(false) != nil && !test.covered {
			t.Errorf("%s: %v", test.name, b.noteLines(true))
		}
	}
	ignoredLines{nil, suppressed{}}.judge(&sighting{})
}
