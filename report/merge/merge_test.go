package merge_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/report/merge"
	"github.com/sluicesec/sluice/report/reporttest"
)

// tries is how many random cases a law is tried on.
const tries = 500

func text(t *testing.T, r *finding.Report) string {
	t.Helper()
	write, err := report.Lookup("json")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := write(&b, r, report.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// saved is a report that was written and read again.
func saved(t *testing.T, r *finding.Report) *finding.Report {
	t.Helper()
	back, err := report.ReadJSON(strings.NewReader(text(t, r)))
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// merged merges copies of reports.
func merged(reports ...*finding.Report) *finding.Report {
	var copies []*finding.Report
	for _, r := range reports {
		copies = append(copies, clone(r))
	}
	r, _ := merge.Reports(copies)
	return r
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

func random(rnd *rand.Rand, n int, o reporttest.Options) []*finding.Report {
	var all []*finding.Report
	for range n {
		r := reporttest.Random(rnd, o)
		if rnd.IntN(4) == 0 {
			s := r.Source()
			s.Rename([]string{"shop", "api"}[rnd.IntN(2)])
			r.Sources = []finding.Source{s}
			for i := range r.Findings {
				f := &r.Findings[i]
				for j := range f.Locations {
					f.Locations[j].Source = s.Name
				}
			}
			r = merged(r)
		}
		all = append(all, r)
	}
	return all
}

// A union has these laws. The texts of the secret itself do not vary where a scan can
// replace another, because a merged report has them only once.
func TestLaws(t *testing.T) {
	for seed := range uint64(tries) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		o := reporttest.Options{VariedTexts: seed%2 == 0, Unnamed: seed%2 == 0}
		all := random(rnd, 3, o)
		if o.Unnamed {
			for i := range all {
				all[i] = reporttest.Random(rnd, o)
			}
		}
		a, b, c := all[0], all[1], all[2]
		equal := func(law string, x, y *finding.Report) {
			if one, other := text(t, x), text(t, y); one != other {
				t.Fatalf("seed %d: %s: %s", seed, law, difference(one, other))
			}
		}
		equal("alone", merged(a), a)
		equal("with itself", merged(a, a), a)
		whole := merged(a, b, c)
		equal("in another order", merged(c, a, b), whole)
		equal("step by step", merged(saved(t, merged(a, b)), c), whole)
		equal("the other step first", merged(a, saved(t, merged(c, b))), whole)
		equal("again", merged(whole, b), whole)
		equal("alone, when merged", merged(saved(t, whole)), whole)
		if whole.Complete != (a.Complete && b.Complete && c.Complete) && len(whole.Sources) >= 3 {
			t.Fatalf("seed %d: complete is %v", seed, whole.Complete)
		}
	}
}

// difference shows two texts where they begin to differ.
func difference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	around := func(s string) string { return s[max(0, i-600):min(len(s), i+300)] }
	return around(a) + "\n--- and ---\n" + around(b)
}

// Nothing is lost that no newer scan of the same source contradicts.
func TestNothingIsLost(t *testing.T) {
	type place struct {
		rule, print, path string
		line              int
	}
	placesOf := func(reports ...*finding.Report) map[place]bool {
		all := map[place]bool{}
		for _, r := range reports {
			for _, f := range r.Findings {
				for _, l := range f.Locations {
					all[place{f.RuleID, f.Fingerprint, l.Path, l.StartLine}] = true
				}
			}
		}
		return all
	}
	for seed := range uint64(tries) {
		all := random(rand.New(rand.NewPCG(seed, 2)), 4, reporttest.Options{})
		want := len(placesOf(all...))
		whole, replaced := merge.Reports(all)
		if len(replaced) == 0 && len(placesOf(whole)) != want {
			t.Fatalf("seed %d: %d places of %d", seed, len(placesOf(whole)), want)
		}
		for _, x := range replaced {
			if !x.Source.Replaceable() || x.Source.Name != x.By.Name || x.Source.Scan.Date > x.By.Scan.Date {
				t.Fatalf("seed %d: %+v was replaced by %+v", seed, x.Source, x.By)
			}
		}
	}
}

func scan(repository, day string, findings ...finding.Finding) *finding.Report {
	return &finding.Report{
		Schema: finding.SchemaV1, Complete: true, Findings: findings,
		Scan:   finding.Scan{Kind: finding.ScanHistory, Repository: repository, Date: day},
		Ledger: finding.Ledger{Source: "git /src/.git", Commits: 5, Suppressed: []finding.Suppressed{{By: "inline", Count: 2}}},
	}
}

func secret(print string, of finding.PrintOf, path string) finding.Finding {
	return finding.Finding{
		RuleID: "r", Fingerprint: print, PrintOf: of, Severity: finding.SeverityHigh, Entropy: 4,
		Locations: []finding.Location{{Path: path, Provenance: finding.Provenance{Kind: finding.KindBlob}}},
	}
}

func TestSameSecretInTwoRepositories(t *testing.T) {
	token, password := secret("t", finding.PrintOfSecret, "a"), secret("p", finding.PrintOfPlace, "config")
	critical := token
	critical.Severity = finding.SeverityCritical
	r := merged(
		scan("https://git.example/acme/shop.git", "2026-01-01", token, password),
		scan("git@git.example:acme/api", "2026-02-01", critical, password),
	)
	if len(r.Findings) != 3 {
		t.Fatalf("%d findings: a token is the same in both, a password at the same place is not", len(r.Findings))
	}
	f := r.Findings[slices.IndexFunc(r.Findings, func(f finding.Finding) bool { return f.Fingerprint == "t" })]
	if len(f.Locations) != 2 || f.Locations[0].Source != "git.example/acme/api" || f.Locations[1].Source != "git.example/acme/shop" {
		t.Errorf("places %+v", f.Locations)
	}
	if f.Severity != finding.SeverityCritical || len(f.Shares) != 2 || f.Shares[1].Severity != finding.SeverityHigh {
		t.Errorf("severity %s, shares %+v", f.Severity, f.Shares)
	}
	if r.Ledger.Commits != 10 || r.Ledger.Suppressed[0].Count != 4 || r.Scan.Date != "2026-02-01" {
		t.Errorf("ledger %+v, scan %+v", r.Ledger, r.Scan)
	}
}

func TestNewestCounts(t *testing.T) {
	const url = "https://user:x@git.example/acme/shop.git"
	gone, stays := secret("g", finding.PrintOfSecret, "a"), secret("s", finding.PrintOfSecret, "b")
	old, now := scan(url, "2026-01-01", gone, stays), scan("ssh://git@git.example:22/acme/shop", "2026-02-01", stays)
	r, replaced := merge.Reports([]*finding.Report{clone(now), clone(old)})
	if len(r.Findings) != 1 || len(replaced) != 1 || replaced[0].Source.Scan.Date != "2026-01-01" {
		t.Errorf("%d findings, replaced %+v", len(r.Findings), replaced)
	}
	// Of one day, a complete scan counts.
	same := scan(url, "2026-02-01", gone, stays)
	same.Complete = false
	same.Ledger.Commits = 99
	if r := merged(same, now); !r.Complete || len(r.Findings) != 1 {
		t.Errorf("of one day: %d findings, complete is %v", len(r.Findings), r.Complete)
	}
	// A path is no proof that it is the same repository.
	old.Scan.Repository, now.Scan.Repository = "", ""
	if r, replaced := merge.Reports([]*finding.Report{clone(old), clone(now)}); len(r.Findings) != 2 || len(replaced) != 0 || len(r.Sources) != 2 {
		t.Errorf("%d findings, replaced %+v", len(r.Findings), replaced)
	}
	if merged() != nil {
		t.Error("no report gives one")
	}
}
