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
	got := newEntry(&f, &l, setting{})
	if got.Fingerprint != "a/b:r:7" || got.EndColumn != 4 || got.Date != "2024-02-29T23:30:00Z" {
		t.Errorf("outside git: %+v", got)
	}
	f.Aliases = []string{"other", "third"}
	if got := newEntry(&f, &l, setting{}); got.RuleID != "other" || got.Fingerprint != "a/b:other:7" {
		t.Errorf("with an alias: %+v", got)
	}
	f.Aliases = nil
	key := finding.Finding{RuleID: "r", Secret: "a/b", Match: "a/b", Entropy: 3, ByPath: true}
	if got := newEntry(&key, &finding.Location{Path: "a/b"}, setting{}); got.Secret != "" || got.Match != "file detected: a/b" || got.Entropy != 0 || got.Fingerprint != "a/b:r:0" {
		t.Errorf("by its path: %+v", got)
	}
	id, err := oid.Parse(strings.Repeat("c", 40))
	if err != nil {
		t.Fatal(err)
	}
	l.Commit = id
	if got := newEntry(&f, &l, setting{}).Fingerprint; got != id.String()+":a/b:r:7" {
		t.Errorf("in a commit: %s", got)
	}
}

func TestDecodedTags(t *testing.T) {
	for want, layers := range map[string][]string{
		"":                              {"zip!a/b", "utf-16"},
		"decoded:base64 decode-depth:1": {"base64"},
		"decoded:base64 decode-depth:3": {"base64", "base64", "base64"},
		"decoded:hex decoded:base64 decode-depth:2": {"base64", "hex"},
	} {
		if got := strings.Join(decodedTags(layers), " "); got != want {
			t.Errorf("%v: got %q, want %q", layers, got, want)
		}
	}
}

func TestStdinHasNoFile(t *testing.T) {
	r := &finding.Report{Scan: finding.Scan{Kind: finding.ScanStdin}, Findings: []finding.Finding{{RuleID: "r", Locations: []finding.Location{{Path: "stdin", Span: finding.Span{StartLine: 2}}}}}}
	for e := range Entries(r) {
		if e.File != "" || e.Fingerprint != ":r:2" || e.Date != "" {
			t.Errorf("%+v", e)
		}
	}
}

// TestCopiesAreNoEntries: of a secret that a commit has, what is staged at the same path and
// what has no path are no entries. What is at another path is one, and so is all of a secret
// that no commit has.
func TestCopiesAreNoEntries(t *testing.T) {
	id, err := oid.Parse(strings.Repeat("c", 40))
	if err != nil {
		t.Fatal(err)
	}
	at := func(path string, commit oid.ID) finding.Location {
		return finding.Location{Path: path, Provenance: finding.Provenance{Commit: commit, Kind: finding.KindBlob, Reachable: path != ""}}
	}
	report := func(kind finding.ScanKind, places ...finding.Location) *finding.Report {
		return &finding.Report{Scan: finding.Scan{Kind: kind}, Findings: []finding.Finding{{RuleID: "r", Secret: "s", Locations: places}}}
	}
	for _, test := range []struct {
		r    *finding.Report
		want string
	}{
		{report(finding.ScanHistory, at("", oid.ID{}), at("a", oid.ID{}), at("a", id), at("b", oid.ID{})), id.String() + ":a:r:0 b:r:0"},
		{report(finding.ScanHistory, at("", oid.ID{}), at("a", oid.ID{})), ":r:0 a:r:0"},
		{report(finding.ScanRange, at("a", oid.ID{}), at("a", id)), "a:r:0 " + id.String() + ":a:r:0"},
	} {
		var got []string
		for e := range Entries(test.r) {
			got = append(got, e.Fingerprint)
			if e.Unreachable != (e.File == "") {
				t.Errorf("%s: unreachable is %v", e.Fingerprint, e.Unreachable)
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

// TestNoFileInSARIF: what is in a commit and in no file has a URI, and is read back as it was.
func TestNoFileInSARIF(t *testing.T) {
	for want, e := range map[string]Entry{
		".git/commit/abc": {Commit: "abc"},
		".":               {Unreachable: true},
		"":                {}, // standard input, as in gitleaks
		"a%20b":           {Commit: "abc", File: "a b"},
	} {
		if got := artifactOf(&e); got != want || fromReference(got) != e.File {
			t.Errorf("%q is read as %q, want %q and %q", got, fromReference(got), want, e.File)
		}
	}
}
