package scan_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/gitleaks"
	"github.com/sluicesec/sluice/scan"
)

const today = "2026-05-05"

// entriesOf lists the fingerprints that the findings of a text go by, each finding's in
// its order.
func entriesOf(t *testing.T, text string, key []byte) (all [][]string) {
	t.Helper()
	scanText(t, text, scan.Options{Key: key, Each: func(_ *finding.Finding, names []string) { all = append(all, names) }})
	return all
}

// scanKnowing scans a text with a baseline of some entries.
func scanKnowing(t *testing.T, text string, entries ...baseline.Entry) *finding.Report {
	t.Helper()
	file := &baseline.File{Key: baseline.NewKey("tree")}
	for _, e := range entries {
		if err := file.Set(e); err != nil {
			t.Fatal(err)
		}
	}
	return scanText(t, text, scan.Options{Baseline: &scan.Baseline{File: file, Source: "known", Day: today, Whole: true}})
}

func suppressedBy(r *finding.Report, by string) int {
	for _, s := range r.Ledger.Suppressed {
		if s.By == by {
			return s.Count
		}
	}
	return 0
}

// TestBaselineCounts: what is reported, and what a baseline suppresses, are together what
// is reported without one. A finding is known by any of its fingerprints.
func TestBaselineCounts(t *testing.T) {
	text := weak("Zx9"+"-qo1!k", "Ub4"+"_mm7?w") + token(t, 0) + "\n" + token(t, 5) + "\n"
	names := entriesOf(t, text, baseline.NewKey("tree"))
	if len(names) != 4 {
		t.Fatalf("%d findings", len(names))
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		var entries []baseline.Entry
		want := 0
		for _, n := range names {
			if r.IntN(2) == 0 {
				want++
				entries = append(entries, baseline.Entry{Fingerprint: n[r.IntN(len(n))], State: baseline.Known})
			}
		}
		report := scanKnowing(t, text, entries...)
		if got := suppressedBy(report, "baseline: known"); got != want || len(report.Findings)+got != len(names) {
			t.Fatalf("%d entries: %d findings, %d suppressed", len(entries), len(report.Findings), got)
		}
		if b := report.Ledger.Baseline; b.Entries != want || b.Used != want || b.StaleCount != 0 {
			t.Fatalf("%+v", b)
		}
	}
}

// TestBaselineOfGuessable: with the key, another password at the same place is new.
func TestBaselineOfGuessable(t *testing.T) {
	names := entriesOf(t, weak("Zx9"+"-qo1!k", "Ub4"+"_mm7?w"), baseline.NewKey("tree"))
	r := scanKnowing(t, weak("Ho2"+"+pf8#r", "Ub4"+"_mm7?w"), baseline.Entry{Fingerprint: names[0][0], State: baseline.Known}, baseline.Entry{Fingerprint: names[1][0], State: baseline.Known})
	if len(r.Findings) != 1 || r.Ledger.Baseline.StaleCount != 1 {
		t.Errorf("%d findings, %+v", len(r.Findings), r.Ledger.Baseline)
	}
	if !slices.ContainsFunc(r.Ledger.Notes, func(n string) bool { return strings.Contains(n, "sluice baseline prune") }) {
		t.Errorf("notes %q", r.Ledger.Notes)
	}
}

// TestIgnoredLineKeepsNumbers: passwords of one field are told apart by their order. One that
// a line of gitleaks names must not give its number to the next, or an entry of the baseline
// would cover that.
func TestIgnoredLineKeepsNumbers(t *testing.T) {
	text := strings.ReplaceAll(weak("Zx9"+"-qo1!k", "Ub4"+"_mm7?w"), "mail_", "db_")
	var rule string
	names := map[int]string{}
	scanText(t, text, scan.Options{Each: func(f *finding.Finding, all []string) {
		rule, names[f.Locations[0].StartLine] = f.RuleID, all[0]
	}})
	lines, err := gitleaks.ParseIgnore("hand", []byte("stdin:"+rule+":1"))
	if err != nil || len(names) != 2 {
		t.Fatal(err, names)
	}
	file := &baseline.File{Entries: []baseline.Entry{{Fingerprint: names[1], State: baseline.Known}}}
	r := scanText(t, text, scan.Options{Baseline: &scan.Baseline{File: file, Source: "known", Day: today, Lines: lines, LinesBy: "hand"}})
	if len(r.Findings) != 1 || r.Findings[0].Fingerprint != names[2] || suppressedBy(r, "hand") != 1 {
		t.Errorf("%d findings, %+v", len(r.Findings), r.Ledger.Suppressed)
	}
}

// TestBaselineStates: what does not cover a finding lets it be reported.
func TestBaselineStates(t *testing.T) {
	name := entriesOf(t, token(t, 0), nil)[0][0]
	for _, c := range []struct {
		entry   baseline.Entry
		by      string // "" for reported
		expired int
	}{
		{baseline.Entry{State: baseline.Known}, "baseline: known", 0},
		{baseline.Entry{State: baseline.False}, "baseline: false", 0},
		{baseline.Entry{State: baseline.Accepted, Until: today}, "baseline: accepted", 0},
		{baseline.Entry{State: baseline.Accepted, Until: "2026-05-04"}, "", 1},
		{baseline.Entry{State: baseline.Test}, "", 0}, // standard input may be anything
	} {
		c.entry.Fingerprint = name
		r := scanKnowing(t, token(t, 0), c.entry)
		if (len(r.Findings) == 0) != (c.by != "") || suppressedBy(r, c.by) != 1-len(r.Findings) || r.Ledger.Baseline.ExpiredCount != c.expired {
			t.Errorf("%+v: %d findings, %+v, %+v", c.entry, len(r.Findings), r.Ledger.Suppressed, r.Ledger.Baseline)
		}
	}
}

// TestBaselineStale: nothing is stale to a scan that is not of everything.
func TestBaselineStale(t *testing.T) {
	file := &baseline.File{Entries: []baseline.Entry{{Fingerprint: strings.Repeat("a", 32), State: baseline.Known, Path: "gone"}}}
	for _, whole := range []bool{false, true} {
		r := scanText(t, "x", scan.Options{Baseline: &scan.Baseline{File: file, Source: "known", Day: today, Whole: whole}})
		want := &finding.Baseline{Source: "known", Entries: 1}
		if whole {
			want.StaleCount, want.Stale = 1, []finding.BaselineEntry{{Fingerprint: strings.Repeat("a", 32), State: "known", Path: "gone"}}
		}
		if !reflect.DeepEqual(r.Ledger.Baseline, want) {
			t.Errorf("whole %t: %+v", whole, r.Ledger.Baseline)
		}
	}
}

// TestBaselineOfParts: an identifier beside a known secret is known with it, unless the
// secret is none: then it is a finding of its own, unless it is known itself.
func TestBaselineOfParts(t *testing.T) {
	text := "AC270519836401\nacme_secret=qmzh" + "vbkw2749"
	plain := scanAcme(t, text, scan.Options{})
	secret, id := plain.Findings[0].Fingerprint, plain.Findings[0].Locations[0].Parts[0].Fingerprint
	for _, c := range []struct {
		entries []baseline.Entry
		want    []string
		known   int // how many are suppressed as known
	}{
		{nil, []string{"secret 2: id 1 folded"}, 0},
		{[]baseline.Entry{{Fingerprint: secret, State: baseline.Known}}, nil, 1},
		{[]baseline.Entry{{Fingerprint: secret, State: baseline.False}}, []string{"id 1:"}, 0},
		{[]baseline.Entry{{Fingerprint: secret, State: baseline.False}, {Fingerprint: id, State: baseline.Known}}, nil, 1},
		{[]baseline.Entry{{Fingerprint: id, State: baseline.Known}}, []string{"secret 2: id 1 folded"}, 0},
	} {
		file := &baseline.File{Entries: c.entries}
		slices.SortFunc(file.Entries, func(a, b baseline.Entry) int { return strings.Compare(a.Fingerprint, b.Fingerprint) })
		r := scanAcme(t, text, scan.Options{Baseline: &scan.Baseline{File: file, Day: today}})
		if got, known := partsOf(r), suppressedBy(r, "baseline: known"); !slices.Equal(got, c.want) || known != c.known {
			t.Errorf("%v: %q, %d known; want %q, %d", c.entries, got, known, c.want, c.known)
		}
		for _, f := range r.Findings {
			if !f.Redacted || f.Fingerprint == "" {
				t.Errorf("%+v", f)
			}
		}
	}
}

// TestBaselineBelowConfidence: what is there and not sure enough is not gone.
func TestBaselineBelowConfidence(t *testing.T) {
	secret := strings.Join([]string{"qmzh", "vbkw2749"}, "")
	text := "AC270519836401 token=" + secret + "\nacme_secret=" + secret
	key := baseline.NewKey("tree")
	all := scanAcme(t, text, scan.Options{Key: key})
	file := &baseline.File{Key: key}
	for _, f := range all.Findings {
		if err := file.Set(baseline.Entry{Fingerprint: f.Fingerprint, State: baseline.Known}); err != nil {
			t.Fatal(err)
		}
	}
	r := scanAcme(t, text, scan.Options{MinConfidence: "high", Baseline: &scan.Baseline{File: file, Day: today, Whole: true}})
	if b := r.Ledger.Baseline; b.Used == len(file.Entries) || b.StaleCount != 0 {
		t.Errorf("%+v", b)
	}
}
