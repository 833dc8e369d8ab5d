package report

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
)

// places is how many locations a report has. A finding without one counts as one.
func places(r *finding.Report) int {
	n := 0
	for i := range r.Findings {
		n += max(1, len(r.Findings[i].Locations))
	}
	return n
}

// entries is how many entries there are in a format with one for each location,
// and one for each identifier that was folded there.
func entries(r *finding.Report) int {
	n := places(r)
	for i := range r.Findings {
		for _, l := range r.Findings[i].Locations {
			for _, p := range l.Parts {
				if p.Folded {
					n++
				}
			}
		}
	}
	return n
}

func TestGitleaksHasEveryLocation(t *testing.T) {
	for seed := range uint64(100) {
		r := random(seed)
		var got []map[string]any
		if err := json.Unmarshal([]byte(write(t, "gitleaks", r, Options{})), &got); err != nil {
			t.Fatal(err)
		}
		if len(got) != entries(r) {
			t.Fatalf("seed %d: %d entries for %d locations", seed, len(got), entries(r))
		}
	}
	if got := write(t, "gitleaks", clean(), Options{}); got != "[]\n" {
		t.Errorf("without findings: %q", got)
	}
}

func TestCSVHasEveryLocation(t *testing.T) {
	for seed := range uint64(100) {
		r := random(seed)
		got, err := csv.NewReader(strings.NewReader(write(t, "csv", r, Options{}))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != entries(r)+1 {
			t.Fatalf("seed %d: %d rows for %d locations", seed, len(got)-1, entries(r))
		}
		for _, row := range got {
			if len(row) != len(csvHeader()) {
				t.Fatalf("seed %d: %d cells", seed, len(row))
			}
			for _, c := range row {
				if c != "" && strings.ContainsRune("=+-@＝＋－＠\t\r\n", []rune(c)[0]) {
					t.Fatalf("seed %d: cell %q may be taken for a formula", seed, c)
				}
			}
		}
	}
}

func TestJUnitCounts(t *testing.T) {
	for seed := range uint64(100) {
		r := random(seed)
		var got junitSuites
		if err := xml.Unmarshal([]byte(write(t, "junit", r, Options{})), &got); err != nil {
			t.Fatal(err)
		}
		failures, errors := 0, 0
		for _, c := range got.Suite.Cases {
			if c.Failure != nil {
				failures++
			}
			if c.Error != nil {
				errors++
			}
		}
		if failures != len(r.Findings) || got.Failures != failures || got.Suite.Failures != failures {
			t.Errorf("seed %d: %d failures, said to be %d, for %d findings", seed, failures, got.Failures, len(r.Findings))
		}
		if (errors == 1) == r.Complete || got.Errors != errors || got.Suite.Errors != errors {
			t.Errorf("seed %d: %d errors, said to be %d, in a scan with complete=%v", seed, errors, got.Errors, r.Complete)
		}
		if n := len(got.Suite.Cases); got.Tests != n || got.Suite.Tests != n {
			t.Errorf("seed %d: %d tests, said to be %d", seed, n, got.Tests)
		}
	}
}

// TestJUnitNames: a test has a name of its own, which does not change when lines do.
func TestJUnitNames(t *testing.T) {
	names := func(r *finding.Report) (all []string) {
		var got junitSuites
		if err := xml.Unmarshal([]byte(write(t, "junit", r, Options{})), &got); err != nil {
			t.Fatal(err)
		}
		for _, c := range got.Suite.Cases {
			all = append(all, c.Classname+" "+c.Name)
		}
		return all
	}
	for seed := range uint64(100) {
		before := names(random(seed))
		moved := random(seed)
		for i := range moved.Findings {
			for j := range moved.Findings[i].Locations {
				l := &moved.Findings[i].Locations[j]
				l.Span = l.Below(7)
			}
		}
		if after := names(moved); !slices.Equal(before, after) {
			t.Fatalf("seed %d: the names were %q, and are now %q", seed, before, after)
		}
		slices.Sort(before)
		if unique := slices.Compact(slices.Clone(before)); len(unique) != len(before) {
			t.Fatalf("seed %d: two tests have one name: %q", seed, before)
		}
	}
}

// TestCSVColumns: a column stays where it is, and new ones come behind.
func TestCSVColumns(t *testing.T) {
	old := "rule_id description provider severity confidence verification secret fingerprint path start_line start_column end_line end_column kind commit author_name author_email date message blob reachable in_head removed_commit ref layers"
	if got := strings.Join(csvHeader(), " "); !strings.HasPrefix(got, old+" ") {
		t.Errorf("the columns are %s", got)
	}
}
