package gitleaks

import (
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
)

func TestFingerprint(t *testing.T) {
	f := finding.Finding{RuleID: "r"}
	l := finding.Location{Path: "a/b", Span: finding.Span{StartLine: 7, EndColumn: 5}, Provenance: finding.Provenance{Date: "2024-03-01T00:30:00+01:00"}}
	got := newEntry(&f, &l)
	if got.Fingerprint != "a/b:r:7" || got.EndColumn != 4 || got.Date != "2024-02-29T23:30:00Z" {
		t.Errorf("outside git: %+v", got)
	}
	f.Aliases = []string{"other", "third"}
	if got := newEntry(&f, &l); got.RuleID != "other" || got.Fingerprint != "a/b:other:7" {
		t.Errorf("with an alias: %+v", got)
	}
	f.Aliases = nil
	key := finding.Finding{RuleID: "r", Secret: "a/b", Match: "a/b", Entropy: 3, ByPath: true}
	if got := newEntry(&key, &finding.Location{Path: "a/b"}); got.Secret != "" || got.Match != "file detected: a/b" || got.Entropy != 0 || got.Fingerprint != "a/b:r:0" {
		t.Errorf("by its path: %+v", got)
	}
	id, err := oid.Parse(strings.Repeat("c", 40))
	if err != nil {
		t.Fatal(err)
	}
	l.Commit = id
	if got := newEntry(&f, &l).Fingerprint; got != id.String()+":a/b:r:7" {
		t.Errorf("in a commit: %s", got)
	}
}
