// Package reporttest makes reports for the tests of what works on saved reports.
package reporttest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
)

// Options of random reports.
type Options struct {
	// VariedTexts makes reports say different things of the same secret that belong to the
	// secret and not to a place, as versions of the rules do.
	VariedTexts bool
	Unnamed     bool // no repository has a remote
}

// Random returns a report of a scan, such that several have sources, days, secrets and
// places in common. It is in the order in which a scan writes it.
func Random(rnd *rand.Rand, o Options) *finding.Report {
	pick := func(s ...string) string { return s[rnd.IntN(len(s))] }
	flip := func() bool { return rnd.IntN(2) == 0 }
	version := pick("1.0", "1.1")
	r := &finding.Report{
		Schema: finding.SchemaV1, Tool: finding.Tool{Name: "sluice", Version: version}, Complete: rnd.IntN(3) > 0,
		Scan:  finding.Scan{Kind: finding.ScanKind(pick("history", "history", "range", "folder", "stdin", "")), Date: pick("", "2026-01-01", "2026-02-01", "2026-03-01")},
		Rules: finding.Rules{Source: pick("built-in", ".sluice.toml"), Count: 9 + rnd.IntN(2), Builtin: 9, BuiltinOff: rnd.IntN(2)},
		Ledger: finding.Ledger{
			Source: "git /srv/" + pick("a", "b") + "/.git", Commits: rnd.IntN(3), Blobs: rnd.IntN(9), Bytes: rnd.Int64N(99),
			Skipped: []finding.Skip{}, Errors: []string{}, Suppressed: []finding.Suppressed{}, Notes: []string{},
		},
		Findings: []finding.Finding{},
	}
	if r.Scan.Kind == finding.ScanHistory && !o.Unnamed {
		r.Scan.Repository = pick("", "https://git.example/acme/a.git", "git@git.example:acme/b.git")
	}
	l := &r.Ledger
	for _, reason := range []string{"image", "submodule"} {
		if flip() {
			l.Skipped = append(l.Skipped, finding.Skip{Reason: reason, Count: 1 + rnd.IntN(3), Bytes: rnd.Int64N(9), Examples: []string{pick("x", "y"), "z"}})
		}
	}
	if !r.Complete {
		l.Errors = append(l.Errors, pick("cannot read x", "cannot read y"))
	}
	for _, by := range []string{finding.BelowConfidence, "inline"} {
		if flip() {
			l.Suppressed = append(l.Suppressed, finding.Suppressed{By: by, Count: 1 + rnd.IntN(3)})
		}
	}
	if flip() {
		l.Notes = append(l.Notes, pick("note 1", "note 2"))
	}
	if rnd.IntN(4) == 0 {
		l.InlineAllowed = []string{pick("a", "b") + ":1 rule"}
	}
	seen := map[string]bool{}
	for range rnd.IntN(6) {
		f := randomFinding(rnd, o)
		if id := f.RuleID + f.Fingerprint; !seen[id] {
			seen[id] = true
			r.Findings = append(r.Findings, f)
		}
	}
	slices.SortFunc(r.Findings, func(a, b finding.Finding) int { return slices.Compare(key(&a), key(&b)) })
	return r
}

func key(f *finding.Finding) []string {
	k := []string{""} // without a place, it is the first
	if len(f.Locations) > 0 {
		l := &f.Locations[0]
		k = []string{l.Path, l.Date, l.Commit.String(), fmt.Sprintf("%09d %09d", l.StartLine, l.EndLine)}
	}
	return append(k, f.RuleID, f.Fingerprint)
}

func randomFinding(rnd *rand.Rand, o Options) finding.Finding {
	pick := func(s ...string) string { return s[rnd.IntN(len(s))] }
	flip := func() bool { return rnd.IntN(2) == 0 }
	of := finding.PrintOf(pick("secret", "secret", "keyed-secret", "place"))
	rule := pick("r1", "r2")
	f := finding.Finding{
		RuleID: rule, Description: "Token of " + rule, Provider: "Acme", Fingerprint: string(of) + pick("1", "2", "3"), PrintOf: of,
		Confidence: finding.Confidence(pick("high", "medium", "low")), Severity: finding.Severity(pick("critical", "high", "low")), SeverityNote: pick("", "only in tests", "only in documentation"),
		Verification: finding.Verification(pick("none", "proven-offline")),
		Secret:       "***", Redacted: true, Entropy: 3.5, Match: "***", Tags: []string{}, AlsoRules: []string{},
		Exposure: finding.Exposure{
			Introduced: pick("", "2024-01-01T10:00:00+02:00", "2024-06-01T00:00:00Z", "2025-01-01T00:00:00Z"), Days: rnd.IntN(400), InHead: flip(), Pushed: flip(),
			Branches: rnd.IntN(4), Tags: rnd.IntN(2), Paths: rnd.IntN(3), Settings: []finding.Setting{},
		},
		Locations: []finding.Location{},
	}
	if o.VariedTexts {
		f.Match, f.AlsoRules = pick("a=***", "b=***"), []string{pick("r8", "r9")}
	}
	if f.Exposure.Introduced != "" && flip() {
		f.Exposure.Removed = pick("2025-02-01T00:00:00Z", "2025-03-01T10:00:00-08:00")
	}
	for _, s := range finding.Settings() {
		if flip() {
			f.Exposure.Settings = append(f.Exposure.Settings, s)
		}
	}
	blob := make([]byte, 20)
	for i := range rnd.IntN(4) {
		blob[0] = byte(1 + rnd.IntN(3))
		f.Locations = append(f.Locations, finding.Location{
			Path: fmt.Sprintf("%d/%s", i, pick("x", "y")), Span: finding.Span{StartLine: 1 + rnd.IntN(3), EndLine: 1 + rnd.IntN(3)},
			Provenance: finding.Provenance{Commit: oid.Make(blob), Blob: oid.Make(blob), Kind: finding.KindBlob, InHead: flip(), Reachable: true, Date: "2024-01-01T10:00:00+02:00"},
		})
	}
	if n := len(f.Locations); n > 0 && rnd.IntN(4) == 0 {
		f.LocationCount = n + rnd.IntN(5)
	}
	return f
}
