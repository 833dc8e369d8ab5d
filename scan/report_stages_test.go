package scan

import (
	"context"
	"crypto/sha256"
	"fmt"
	"reflect"
	"slices"
	"strings"
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

func TestFingerprintsNeedsNoKey(t *testing.T) {
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if err := (fingerprints{}).apply(done, twoFindings()); err == nil {
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
	r.Ledger = finding.Ledger{
		Source: "git long enough", Errors: []string{"cannot read long enough"}, Notes: []string{"suppressed"},
		Skipped: []finding.Skip{{Examples: []string{"dir/suppressed"}}},
	}
	r.Findings[0].Locations[0].Branches = []string{"b/long enough"}
	if err := hiding(t, "long enough", "short", "suppressed", "part of it").apply(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	first, second := r.Findings[0], r.Findings[1]
	for _, test := range []struct{ name, got, want string }{
		{"secret", first.Secret, "***"},
		{"match", first.Match, "key=***"},
		{"secret that is short", second.Secret, "***"},
		{"match that is short", second.Match, "key=***"},
		{"fact", second.Facts[0], "beside ***"},
		{"path", second.Locations[0].Path, "a/***"},
		{"branch", first.Locations[0].Branches[0], "b/***"},
		{"message", second.Locations[0].Message, "***, ***, identifier"}, // an identifier is no secret
		{"part", first.Locations[0].Parts[0].Secret, "***"},
		{"fact of a part", first.Locations[0].Parts[0].Facts[0], "it is a ***"},
		{"source, which the reader knows", r.Ledger.Source, "git long enough"},
		{"error", r.Ledger.Errors[0], "cannot read ***"},
		{"note", r.Ledger.Notes[0], "***"},
		{"example", r.Ledger.Skipped[0].Examples[0], "dir/***"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", test.name, test.got, test.want)
		}
	}
	if !first.Redacted || !second.Redacted {
		t.Error("the findings do not say that they are redacted")
	}
}

// hiding is the stage that hides some values.
func hiding(t *testing.T, values ...string) redact {
	t.Helper()
	st := newRedact(nil, builtinDetector(t))
	for _, v := range values {
		st.hide.secret(nil, v)
	}
	return st
}

// TestRedactPath leaves the path that is the finding itself readable.
func TestRedactPath(t *testing.T) {
	r := &finding.Report{Findings: []finding.Finding{{Secret: "dir/id_rsa", Locations: []finding.Location{{Path: "dir/id_rsa", Provenance: finding.Provenance{Kind: finding.KindPath}}}}}}
	if err := hiding(t).apply(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if f := r.Findings[0]; f.Secret != "dir/id_rsa" || f.Locations[0].Path != "dir/id_rsa" {
		t.Errorf("%+v", f)
	}
}

// TestRedactMissesNoField: every string of a report is hidden by some way, or is one
// of those that only the program itself writes.
func TestRedactMissesNoField(t *testing.T) {
	own := map[string]bool{
		"Schema": true, "Tool.Name": true, "Tool.Version": true, "Tool.Commit": true, "Tool.Date": true,
		"Ledger.Baseline.Stale.Fingerprint": true, "Ledger.Baseline.Expired.Fingerprint": true,
		"Ledger.Baseline.Stale.Until": true, "Ledger.Baseline.Expired.Until": true,
		"Findings.Fingerprint": true, "Findings.Locations.Parts.Fingerprint": true,
		"Findings.Locations.Date": true, "Findings.Locations.RemovedDate": true,
		"Findings.Exposure.Introduced": true, "Findings.Exposure.Removed": true,
		"Scan.Date": true, "Scan.Head": true, "Scan.Key": true,
	}
	merged := func(name string) bool { // what only merged reports have, and never a scan
		return strings.HasPrefix(name, "Sources.") || strings.HasPrefix(name, "Findings.Shares.") || name == "Findings.Locations.Source"
	}
	plain := strings.NewReplacer("Findings.Again.", "Findings.Locations.") // what is again somewhere is what was there
	r := &finding.Report{}
	secret := made(t, "ghp_{base62:30}{crc32}", 7)
	var fill func(v reflect.Value, name string)
	check := map[string]func() string{}
	fill = func(v reflect.Value, name string) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				field := v.Type().Field(i)
				if !field.IsExported() {
					continue
				}
				path := name + "." + field.Name
				if field.Anonymous {
					path = name
				}
				fill(v.Field(i), strings.TrimPrefix(path, "."))
			}
		case reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), name)
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			fill(v.Index(0), name)
		case reflect.String:
			first := name
			if rest, again := strings.CutPrefix(name, "Again."); again {
				first = "Findings." + rest
			}
			if first = plain.Replace(first); v.Type() == reflect.TypeFor[string]() && !own[first] && !merged(first) {
				v.SetString(secret)
				check[name] = func() string { return v.String() }
			}
		}
	}
	fill(reflect.ValueOf(r).Elem(), "")
	if len(check) < 25 {
		t.Fatalf("%d fields", len(check))
	}
	if err := hiding(t).apply(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	for name, value := range check {
		if got := value(); strings.Contains(got, secret) {
			t.Errorf("%s shows a token", name)
		}
	}
}

// The name of what was scanned hides a random secret and no word: the mask over a
// word would say that it is a password.
func TestRedactSource(t *testing.T) {
	random := fmt.Sprintf("%x", sha256.Sum256([]byte("a secret")))
	r := twoFindings()
	r.Ledger.Source = "git /srv/serilog/" + random
	if err := hiding(t, "serilog", random).apply(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(r.Ledger.Source, random) || !strings.HasPrefix(r.Ledger.Source, "git /srv/serilog/") {
		t.Errorf("the source is %q", r.Ledger.Source)
	}
}
