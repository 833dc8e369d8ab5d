package compare_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/report/compare"
	"github.com/sluicesec/sluice/report/merge"
	"github.com/sluicesec/sluice/report/reporttest"
)

func TestLaws(t *testing.T) {
	for seed := range uint64(2000) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		a, b := reporttest.Random(rnd, reporttest.Options{}), reporttest.Random(rnd, reporttest.Options{})
		if seed%3 == 0 {
			a, _ = merge.Reports([]*finding.Report{a, reporttest.Random(rnd, reporttest.Options{})})
		}
		d := compare.Reports(a, a)
		if len(d.Added)+len(d.Gone)+len(d.Changed) > 0 || d.Unchanged != len(a.Findings) || d.Complete != a.Complete {
			t.Fatalf("seed %d: with itself: %d new, %d gone, %d changed", seed, len(d.Added), len(d.Gone), len(d.Changed))
		}
		d = compare.Reports(a, b)
		both := len(d.Changed) + d.Unchanged
		if len(d.Added)+both != len(b.Findings) || len(d.Gone)+both != len(a.Findings) || d.Complete != (a.Complete && b.Complete) {
			t.Fatalf("seed %d: %d new, %d gone, %d in both, of %d and %d", seed, len(d.Added), len(d.Gone), both, len(a.Findings), len(b.Findings))
		}
		back := compare.Reports(b, a)
		if len(back.Added) != len(d.Gone) {
			t.Fatalf("seed %d: %d are gone, and backwards %d are new", seed, len(d.Gone), len(back.Added))
		}
	}
}

// With the same key, another fingerprint is another secret, also where nothing else is
// different, as when a password of the same length takes the place of one in a folder.
func TestAnotherPasswordAtTheSamePlace(t *testing.T) {
	with := func(fingerprint string) *finding.Report {
		return &finding.Report{
			Complete: true, Scan: finding.Scan{Key: "01234567"},
			Findings: []finding.Finding{{
				RuleID: "password", Fingerprint: fingerprint, PrintOf: finding.PrintOfKeyedSecret,
				Locations: []finding.Location{{Path: "a.yml", Span: finding.Span{StartLine: 1, EndLine: 1, StartColumn: 5, EndColumn: 9}}},
			}},
		}
	}
	old, now := with("a"), with("b")
	if d := compare.Reports(old, now); len(d.Added) != 1 || len(d.Gone) != 1 {
		t.Errorf("with one key: %d new, %d gone", len(d.Added), len(d.Gone))
	}
	now.Scan.Key = "76543210"
	if d := compare.Reports(old, now); d.Unchanged != 1 {
		t.Errorf("with another key: %d unchanged", d.Unchanged)
	}
}

// What somebody has hidden since the old report is not gone, and the notes say so.
func TestNotesOfWhatIsHidden(t *testing.T) {
	for _, by := range []string{"inline", ".sluiceignore", ".sluiceignore of commit 0123456789", "baseline: false", "below --min-severity"} {
		now := &finding.Report{Complete: true}
		now.Ledger.Suppressed = []finding.Suppressed{{By: by, Count: 1}}
		d := compare.Reports(&finding.Report{Complete: true}, now)
		if !slices.ContainsFunc(d.Notes, func(note string) bool { return strings.Contains(note, "("+by+")") }) {
			t.Errorf("%s: %q", by, d.Notes)
		}
	}
}

// clone copies what a merge changes.
func clone(r *finding.Report) *finding.Report {
	c := *r
	c.Findings = slices.Clone(r.Findings)
	for i := range c.Findings {
		c.Findings[i].Locations = slices.Clone(c.Findings[i].Locations)
	}
	return &c
}

// What was merged holds all that its parts hold, unless a newer scan says otherwise.
func TestAfterMerge(t *testing.T) {
	for seed := range uint64(2000) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		o := reporttest.Options{Unnamed: true}
		a, b := reporttest.Random(rnd, o), reporttest.Random(rnd, o)
		whole, replaced := merge.Reports([]*finding.Report{clone(a), clone(b)})
		if len(replaced) > 0 {
			t.Fatalf("seed %d: replaced %v", seed, replaced)
		}
		for _, part := range []*finding.Report{a, b} {
			d := compare.Reports(part, whole)
			if len(d.Gone) > 0 {
				t.Fatalf("seed %d: gone: %+v", seed, *d.Gone[0])
			}
			for _, c := range d.Changed {
				if c.Lost > 0 {
					t.Fatalf("seed %d: %d places are lost", seed, c.Lost)
				}
			}
		}
	}
}

func report(findings ...finding.Finding) *finding.Report {
	return &finding.Report{Schema: finding.SchemaV1, Complete: true, Findings: findings, Ledger: finding.Ledger{Source: "git /src/.git"}}
}

func at(path string, line int, blob byte) finding.Location {
	l := finding.Location{Path: path, Span: finding.Span{StartLine: line}, Provenance: finding.Provenance{Kind: finding.KindBlob}}
	if blob > 0 {
		raw := make([]byte, 20)
		raw[0] = blob
		l.Blob = oid.Make(raw)
	}
	return l
}

func found(print string, of finding.PrintOf, places ...finding.Location) finding.Finding {
	return finding.Finding{RuleID: "r", Fingerprint: print, PrintOf: of, Severity: "high", Locations: places}
}

func TestMatches(t *testing.T) {
	const token, keyed, place = finding.PrintOfSecret, finding.PrintOfKeyedSecret, finding.PrintOfPlace
	for _, test := range []struct {
		name     string
		old, now finding.Finding
		same     bool
	}{
		{"a token that has moved", found("1", token, at("a", 1, 1)), found("1", token, at("b", 7, 2)), true},
		{"another token at the same place", found("1", token, at("a", 1, 1)), found("2", token, at("a", 1, 1)), false},
		{"a password with another fingerprint in the same blob", found("1", place, at("a", 1, 1)), found("2", place, at("0/a", 1, 1)), true},
		{"the same, on another line", found("1", place, at("a", 1, 1)), found("2", place, at("a", 2, 1)), false},
		{"a password at the same place outside git", found("1", place, at("a", 1, 0)), found("2", place, at("a", 1, 0)), true},
		{"a password at another place outside git", found("1", place, at("a", 1, 0)), found("2", place, at("b", 1, 0)), false},
		{"with a key and without", found("1", keyed, at("a", 1, 1)), found("2", place, at("a", 1, 1)), true},
		{"an old report", found("1", "", at("a", 1, 1)), found("2", place, at("a", 1, 1)), true},
	} {
		d := compare.Reports(report(test.old), report(test.now))
		if same := len(d.Added) == 0; same != test.same || same != (len(d.Gone) == 0) {
			t.Errorf("%s: the same is %v", test.name, same)
		}
	}
}

func TestChanges(t *testing.T) {
	old := found("1", finding.PrintOfSecret, at("a", 1, 1), at("gone", 1, 1))
	now := found("1", finding.PrintOfSecret, at("a", 9, 2), at("new", 1, 1), at("new", 5, 2))
	now.Severity = "critical"
	now.Locations[0].InHead = true
	d := compare.Reports(report(old), report(now))
	if len(d.Changed) != 1 {
		t.Fatalf("%d changed", len(d.Changed))
	}
	c := d.Changed[0]
	want := []compare.Field{{"severity", "high", "critical"}, {"in_head", "no", "yes"}}
	if !slices.Equal(c.Fields, want) || len(c.Places) != 1 || c.Places[0].Path != "new" || c.Lost != 1 {
		t.Errorf("%+v", c)
	}
	now.LocationCount = 10 // the rest is not listed
	if c := compare.Reports(report(old), report(now)).Changed[0]; c.Lost != 0 {
		t.Errorf("of places that are not listed, %d are lost", c.Lost)
	}
}

func TestNotes(t *testing.T) {
	keyed, place := found("1", finding.PrintOfKeyedSecret), found("2", finding.PrintOfPlace)
	for _, test := range []struct {
		name string
		edit func(old, now *finding.Report)
		want string
	}{
		{"nothing", func(_, _ *finding.Report) {}, ""},
		{"incomplete", func(_, now *finding.Report) { now.Complete = false }, "what is called gone may be"},
		{"incomplete before", func(old, _ *finding.Report) { old.Complete = false }, "may have been there before"},
		{"another source", func(old, _ *finding.Report) { old.Ledger.Source = "dir ." }, "Only the old report is of dir ."},
		{"another kind", func(old, now *finding.Report) { old.Scan.Kind, now.Scan.Kind = "history", "range" }, "another kind (history)"},
		{"wrong order", func(old, now *finding.Report) { old.Scan.Date, now.Scan.Date = "2026-02-01", "2026-01-01" }, "right order"},
		{"version", func(old, now *finding.Report) { old.Tool.Version, now.Tool.Version = "1", "2" }, "different versions (1 and 2)"},
		{"rules", func(old, _ *finding.Report) { old.Rules.BuiltinOff = 3 }, "different rules"},
		{"one key", func(old, now *finding.Report) {
			old.Findings, now.Findings = []finding.Finding{keyed}, []finding.Finding{place}
		}, "with the key of a baseline and the other without"},
		{"two keys", func(old, now *finding.Report) {
			old.Findings, now.Findings = []finding.Finding{keyed}, []finding.Finding{keyed}
			old.Scan.Key, now.Scan.Key = "a", "b"
		}, "different keys"},
		{"no key", func(old, now *finding.Report) {
			old.Findings, now.Findings = []finding.Finding{place}, []finding.Finding{place}
		}, "compared by their places"},
		{"baseline", func(_, now *finding.Report) {
			now.Ledger.Suppressed = []finding.Suppressed{{By: "baseline: known", Count: 4}}
		}, "(baseline: known)"},
	} {
		old, now := report(), report()
		test.edit(old, now)
		got := strings.Join(compare.Reports(old, now).Notes, "\n")
		if test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%s: notes %q", test.name, got)
		}
	}
}
