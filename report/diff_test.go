package report

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/report/compare"
)

func writeDiff(t testing.TB, name string, d *compare.Difference, o Options) string {
	t.Helper()
	w, err := LookupDiff(name)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := w(&b, d, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// later is the sample some time later: two are gone, two are new, and the first has
// changed.
func later() *finding.Report {
	r := sample()
	r.Complete = true
	r.Findings = slices.Clone(r.Findings[:len(r.Findings)-2])
	f := &r.Findings[0]
	f.Severity, f.Verification = finding.SeverityLow, finding.Unverified
	f.Locations = append(slices.Clone(f.Locations[:len(f.Locations)-1]), finding.Location{Path: "new" + hostile, Provenance: finding.Provenance{Kind: finding.KindBlob}})
	f.Locations[5].InHead = false
	for _, print := range []string{"1", "2"} {
		g := password()
		g.Fingerprint = strings.Repeat(print, 32)
		r.Findings = append(r.Findings, g)
	}
	return r
}

func TestDiffGolden(t *testing.T) {
	d := compare.Reports(sample(), later())
	for _, name := range DiffFormats() {
		golden(t, "diff."+name, writeDiff(t, name, d, Options{}))
	}
	golden(t, "diff.same.text", writeDiff(t, "text", compare.Reports(clean(), clean()), Options{}))
}

// TestDiffIsInert: nothing foreign acts on the reader of a difference.
func TestDiffIsInert(t *testing.T) {
	for seed := range uint64(100) {
		d := compare.Reports(random(seed), random(seed+1))
		for _, name := range DiffFormats() {
			got := writeDiff(t, name, d, Options{})
			if i := strings.IndexFunc(strings.NewReplacer("\n", "", "\t", "").Replace(got), unprintable); i >= 0 {
				t.Errorf("seed %d: %s has a character that acts:\n%s", seed, name, got)
			}
			if name == "json" && !json.Valid([]byte(got)) {
				t.Errorf("seed %d: %s", seed, got)
			}
		}
	}
}

// TestDiffIsShort: of many findings, the first few are shown.
func TestDiffIsShort(t *testing.T) {
	d := compare.Reports(clean(), many(1000))
	for _, name := range []string{"text", "markdown"} {
		if n := strings.Count(writeDiff(t, name, d, Options{}), "\n"); n > 250 {
			t.Errorf("%s has %d lines", name, n)
		}
	}
	if n := strings.Count(writeDiff(t, "text", d, Options{All: true}), "fingerprint"); n != 1000 {
		t.Errorf("--all shows %d", n)
	}
}

// TestSourceIsShown: each format names the sources of a merged report's places.
func TestSourceIsShown(t *testing.T) {
	for seed := range uint64(50) {
		r := random(seed)
		r.Sources = []finding.Source{{Name: "acme-shop"}, {Name: "other"}}
		places := 0
		for i := range r.Findings {
			for j := range r.Findings[i].Locations {
				r.Findings[i].Locations[j].Source = "acme-shop"
				places++
			}
		}
		if places == 0 {
			continue
		}
		for _, name := range []string{"json", "jsonl", "csv", "text", "junit"} {
			if !strings.Contains(write(t, name, r, Options{All: true}), "acme-shop") {
				t.Errorf("seed %d: %s does not name the source", seed, name)
			}
		}
	}
}
