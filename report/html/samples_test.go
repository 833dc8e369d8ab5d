package html_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/report"
)

// hostile is the report with texts that try to steer what shows them.
func hostile(t *testing.T) *finding.Report {
	t.Helper()
	file, err := os.Open("../testdata/sample.json.golden")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r, err := report.ReadJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	const markup = `</script><img src=x onerror=alert(1)><b id=count>&lt;"'${1}` + "`<!--"
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Description, f.Rotate, f.Revoke = f.Description+markup, markup, "javascript:alert(1)//https://a.example/"+markup
		for j := range f.Locations {
			l := &f.Locations[j]
			l.Path, l.Line, l.Owners, l.AuthorName = l.Path+markup, markup, []string{markup}, l.AuthorName+markup
		}
	}
	return r
}

// many is a report with n findings, each of which has a different fingerprint.
func many(n int) *finding.Report {
	r := &finding.Report{
		Schema: finding.SchemaV1, Tool: finding.Tool{Name: "sluice", Version: "1.2.3"}, Complete: true,
		Scan:   finding.Scan{Kind: finding.ScanHistory, Date: "2026-01-31", Repository: "https://git.example/acme/shop.git", Branch: "main"},
		Ledger: finding.Ledger{Source: "git /srv/shop", Commits: 1000, Blobs: 5000, Bytes: 1 << 30},
		Rules:  finding.Rules{Source: finding.BuiltinRules, Count: 1700, Builtin: 1700},
	}
	for i := range n {
		r.Findings = append(r.Findings, one(i))
	}
	return r
}

func one(i int) finding.Finding {
	var commit oid.ID
	if err := commit.UnmarshalText(fmt.Appendf(nil, "%040x", i+0xabc0000)); err != nil {
		panic(err)
	}
	day := time.Date(2017, 1, 1, 8, 0, 0, 0, time.UTC).AddDate(0, 0, i*7%3000)
	setting := finding.Settings()[i%5]
	f := finding.Finding{
		RuleID: fmt.Sprintf("rule-%d", i%20), Description: fmt.Sprintf("Access token of kind %d", i%20), Provider: fmt.Sprintf("Service %d", i%10),
		Confidence: "high", Severity: finding.Severities()[i%4], Verification: "none", Redacted: true,
		Fingerprint: fmt.Sprintf("%032x", i), Secret: "tok_***", Can: "read and write everything in the account",
		Revoke: "https://acme.example/settings/tokens", Rotate: "Delete the token there, create a new one, and update what used it.", Logs: "the audit log of the account",
		Exposure: finding.Exposure{Introduced: day.Format(time.RFC3339), Days: i % 1500, InHead: i%3 == 0, Pushed: i%4 == 0, Branches: i % 4, Tags: i % 7, Paths: 2, Settings: []finding.Setting{setting}},
	}
	if i%3 == 1 {
		f.Exposure.Removed = day.AddDate(0, 3, 0).Format(time.RFC3339)
	}
	for j := range 1 + i%3 {
		f.Locations = append(f.Locations, finding.Location{
			Path: fmt.Sprintf("folder%d/part%d/settings%d.yml", i%12, j, i), Line: fmt.Sprintf("  token_%d: \"tok_***\"", i), Setting: setting, Owners: []string{"@acme/web"},
			Span: finding.Span{StartLine: i + 1, EndLine: i + 1, StartColumn: 13, EndColumn: 20},
			Provenance: finding.Provenance{
				Commit: commit, AuthorName: fmt.Sprintf("Author Number %d", i%30), AuthorEmail: "author@example.com", Date: day.Format(time.RFC3339),
				Message: fmt.Sprintf("Change number %d", i), Kind: finding.KindBlob, Reachable: true, InHead: i%3 == 0 && j == 0,
			},
		})
	}
	return f
}

// countOf counts the findings of a report for which something holds.
func countOf(r *finding.Report, holds func(i int, f *finding.Finding) bool) int {
	n := 0
	for i := range r.Findings {
		if holds(i, &r.Findings[i]) {
			n++
		}
	}
	return n
}
