package report

import (
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
)

// TestIncidentIsInert: nothing that a repository or a rule says is HTML, a link or a
// mention, and nothing of it adds a cell, a box or a heading.
func TestIncidentIsInert(t *testing.T) {
	l := finding.Location{Path: evil, Owners: []string{evil}, Provenance: finding.Provenance{Commit: id("c"), RemovedCommit: id("d"), AuthorName: evil, AuthorEmail: evil, Date: evil, RemovedDate: evil, Message: evil, Branches: []string{evil}, Tags: []string{evil}}}
	f := finding.Finding{RuleID: evil, Description: evil, Provider: evil, Severity: evil, SeverityNote: evil, Secret: evil, Fingerprint: evil, Can: evil, Facts: []string{evil}, Revoke: evil, Rotate: evil, Logs: evil, Locations: []finding.Location{l}}
	r := &finding.Report{Findings: []finding.Finding{f}, Ledger: finding.Ledger{Source: evil}, Scan: finding.Scan{Repository: evil, Date: evil, Head: evil, Branch: evil}, Tool: finding.Tool{Name: evil, Version: evil}}
	text := write(t, "incident", r, Options{})
	rest := strings.NewReplacer("- [ ] ", "", "# Leaked", "", "## 1. ", "", "## Afterwards", "", "_to be named_", "", "_to be found out_", "", "**", "", "______", "").Replace(bare(text))
	for _, bad := range []string{"<", "@", "[", "](", "!", "$", "_", "#", "GH-1", "www."} {
		if strings.Contains(strings.ReplaceAll(rest, "<https://evil.example>", ""), bad) {
			t.Errorf("%q is not code:\n%s", bad, text)
		}
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "|") && strings.Count(line, "|") != 3 {
			t.Errorf("not two cells: %s", line)
		}
	}
	if boxes, headings := strings.Count(text, "\n- [ ]"), strings.Count(text, "\n#"); boxes != 9 || headings != 2 {
		t.Errorf("%d boxes and %d headings:\n%s", boxes, headings, text)
	}
}

// TestIncidentOrder: the most urgent secret comes first, and its events in the order of time.
func TestIncidentOrder(t *testing.T) {
	r := sample()
	text := write(t, "incident", r, Options{})
	first := r.ByRisk()[0]
	if i := strings.Index(text, first.Fingerprint); i < 0 || i > 2000 {
		t.Errorf("%s is not at the beginning:\n%s", first.Fingerprint, text)
	}
	if !strings.Contains(text, "## "+"1. ") || strings.Contains(text, "## 0.") {
		t.Error("the secrets have no numbers from 1 on")
	}
}
