package scan

import (
	"context"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/finding"
)

// twoFindings has two secrets, of which one has two parts. Its locations are out
// of order, and two of them are equal.
func twoFindings() *finding.Report {
	at := func(date string) finding.Location {
		return finding.Location{
			Path: "b", Provenance: finding.Provenance{Kind: finding.KindBlob, Date: date},
			Parts: []finding.Part{{RuleID: "r1", Secret: "part of it", Facts: []string{"it is a part of it"}}, {RuleID: "id", Secret: "identifier"}},
		}
	}
	message := finding.Location{
		Path: "a/long enough", Provenance: finding.Provenance{Kind: finding.KindCommitMessage, Message: "short, part of it, identifier"},
	}
	return &finding.Report{Findings: []finding.Finding{
		{
			RuleID: "r1", Secret: "long enough", Match: "key=long enough", AlsoRules: []string{"z", "a"},
			Locations: []finding.Location{at("2024"), at("2023"), at("2024")},
		},
		{
			RuleID: "r2", Secret: "short", Match: "key=short", Facts: []string{"beside long enough"},
			Locations: []finding.Location{message},
		},
	}}
}

func TestFingerprints(t *testing.T) {
	r := twoFindings()
	if err := (fingerprints{jobs: 2}).apply(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		if f.Fingerprint != fingerprint(f.RuleID, f.Secret) {
			t.Errorf("%s has the fingerprint %q", f.RuleID, f.Fingerprint)
		}
		for _, l := range f.Locations {
			for _, p := range l.Parts {
				if p.Fingerprint != fingerprint(p.RuleID, p.Secret) {
					t.Errorf("part %s has the fingerprint %q", p.RuleID, p.Fingerprint)
				}
			}
		}
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if err := (fingerprints{jobs: 2}).apply(done, twoFindings()); err == nil {
		t.Error("no error when the scan was interrupted")
	}
}

func TestOrder(t *testing.T) {
	r := twoFindings()
	if err := (order{}).apply(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if r.Findings[0].RuleID != "r2" || r.Findings[1].RuleID != "r1" {
		t.Errorf("the findings are not sorted by path: %v", r.Findings)
	}
	f := r.Findings[1]
	if !slices.Equal(f.AlsoRules, []string{"a", "z"}) {
		t.Errorf("other rules: %q", f.AlsoRules)
	}
	if len(f.Locations) != 2 || f.Locations[0].Date != "2023" || f.Locations[1].Date != "2024" {
		t.Errorf("locations: %+v", f.Locations)
	}
}

func TestRedact(t *testing.T) {
	r := twoFindings()
	r.Ledger = finding.Ledger{Errors: []string{"cannot read long enough"}, Notes: []string{"suppressed"}, Skipped: []finding.Skip{{Examples: []string{"dir/suppressed"}}}}
	st := redact{secrets: []string{"long enough", "short", "suppressed"}, identifiers: map[string]bool{"id": true}}
	if err := st.apply(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	first, second := r.Findings[0], r.Findings[1]
	for _, test := range []struct{ name, got, want string }{
		{"secret", first.Secret, "lo***"},
		{"match", first.Match, "key=lo***"},
		{"secret that is short", second.Secret, "s***"},
		{"match that is short", second.Match, "key=s***"},
		{"fact", second.Facts[0], "beside lo***"},
		{"path", second.Locations[0].Path, "a/lo***"},
		{"message", second.Locations[0].Message, "s***, pa***, identifier"}, // an identifier is no secret
		{"part", first.Locations[0].Parts[0].Secret, "pa***"},
		{"fact of a part", first.Locations[0].Parts[0].Facts[0], "it is a pa***"},
		{"identifier", first.Locations[0].Parts[1].Secret, "id***"},
		{"error", r.Ledger.Errors[0], "cannot read lo***"},
		{"note", r.Ledger.Notes[0], "su***"},
		{"example", r.Ledger.Skipped[0].Examples[0], "dir/su***"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", test.name, test.got, test.want)
		}
	}
	if !first.Redacted || !second.Redacted {
		t.Error("the findings do not say that they are redacted")
	}
}

// TestRedactPath leaves the path that is the finding itself readable.
func TestRedactPath(t *testing.T) {
	r := &finding.Report{Findings: []finding.Finding{{Secret: "dir/id_rsa", Locations: []finding.Location{{Path: "dir/id_rsa", Provenance: finding.Provenance{Kind: finding.KindPath}}}}}}
	if err := (redact{}).apply(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if f := r.Findings[0]; f.Secret != "dir/id_rsa" || f.Locations[0].Path != "dir/id_rsa" {
		t.Errorf("%+v", f)
	}
}
