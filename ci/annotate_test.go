package ci

import (
	"bytes"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/internal/plain"
)

// hostile is a report whose every text tries to be more than text.
func hostile() *finding.Report {
	evil := "a,b:c\n::set-env name=X::y%0A|<b>@user [x](y) `z` *w*"
	return &finding.Report{
		Complete: false,
		Ledger:   finding.Ledger{Source: evil, Errors: []string{evil}, Notes: []string{evil}},
		Findings: []finding.Finding{
			{RuleID: evil, Description: evil, Secret: evil, Revoke: "https://example.org/a_b", Locations: []finding.Location{
				{Path: evil, Span: finding.Span{StartLine: 3, EndLine: 4}, Provenance: finding.Provenance{Commit: oid.Make(bytes.Repeat([]byte{0x01, 0x23, 0x45, 0x67, 0x89}, 4)), InHead: true}}, {Path: "other", Span: finding.Span{StartLine: 1}},
			}},
			{RuleID: "r", Description: "d", Secret: "s***", Locations: []finding.Location{{Provenance: finding.Provenance{Kind: "commit-message"}}}},
			{RuleID: "r", Description: "d", Secret: "s***", Locations: []finding.Location{
				{Path: "old", Span: finding.Span{StartLine: 5, EndLine: 5}, Provenance: finding.Provenance{Commit: oid.Make(bytes.Repeat([]byte{0x01, 0x23, 0x45, 0x67, 0x89}, 4))}},
			}},
		},
	}
}

func TestAnnotate(t *testing.T) {
	var b strings.Builder
	if err := Annotate(plain.NewWriter(&b), hostile()); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	if len(lines) != 4 {
		t.Fatalf("%d lines:\n%s", len(lines), b.String())
	}
	const path = "a%2Cb%3Ac%0A%3A%3Aset-env name=X%3A%3Ay%250A|<b>@user [x](y) `z` *w*"
	if !strings.HasPrefix(lines[0], "::error file="+path+",line=3,endLine=4,title=") {
		t.Errorf("got %s", lines[0])
	}
	if lines[1] != "::error title=Secret%3A d::d (r) s***" {
		t.Errorf("got %s", lines[1])
	}
	if lines[2] != "::error file=old,title=Secret%3A d::d (r) s*** in line 5 of commit 0123456789" {
		t.Errorf("got %s", lines[2])
	}
	if !strings.HasPrefix(lines[3], "::error title=Incomplete scan::") {
		t.Errorf("got %s", lines[3])
	}
}
