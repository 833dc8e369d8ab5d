package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
)

// TestCompact: the first line has the totals, each other line is an array with the columns
// that it names, and the values of a report that has them in clear are nowhere.
func TestCompact(t *testing.T) {
	for seed := range uint64(100) {
		r := random(seed)
		lines := strings.Split(strings.TrimSuffix(write(t, "compact", r, Options{ShowSecrets: true}), "\n"), "\n")
		var head compactHead
		if err := json.Unmarshal([]byte(lines[0]), &head); err != nil {
			t.Fatal(err)
		}
		if head.Findings != len(r.Findings) || len(lines) != 1+head.Findings || head.Complete != r.Complete || head.Critical+head.High+head.Medium+head.Low != head.Findings {
			t.Fatalf("seed %d: %d findings and %d lines: %s", seed, len(r.Findings), len(lines), lines[0])
		}
		for _, line := range lines[1:] {
			var columns []any
			if err := json.Unmarshal([]byte(line), &columns); err != nil || len(columns) != len(head.Columns) {
				t.Fatalf("seed %d: %v in %s", seed, err, line)
			}
			if do := columns[len(columns)-1].(string); len(strings.Fields(do)) != 5 {
				t.Errorf("%q has not five words", do)
			}
		}
	}
}

func TestCompactHasNoValue(t *testing.T) {
	r := sample()
	value := "Tr0ub4dor" + "~9x!"
	r.Ledger.Errors = append(r.Ledger.Errors, "cannot read a-"+value+"/b")
	f := &r.Findings[0]
	f.Redacted, f.Secret = false, value
	f.Locations = []finding.Location{{Path: "a-" + value + "/b", Provenance: finding.Provenance{Kind: finding.KindPath}}}
	if got := write(t, "compact", r, Options{ShowSecrets: true}); strings.Contains(got, value) || strings.Count(got, "a-[secret]/b") != 2 {
		t.Errorf("the value is in\n%s", got)
	}
}
