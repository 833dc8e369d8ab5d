package remedy

import (
	"testing"

	"github.com/sluicesec/sluice/finding"
)

func TestChoice(t *testing.T) {
	r := &finding.Report{Findings: []finding.Finding{
		{RuleID: "a", Fingerprint: "aa11", Severity: finding.SeverityLow},
		{RuleID: "b", Fingerprint: "aa22", Severity: finding.SeverityCritical},
		{RuleID: "a", Fingerprint: "bb33", Severity: finding.SeverityHigh},
	}}
	for _, c := range []struct {
		choice Choice
		want   string // the fingerprints in order; "" for an error
	}{
		{Choice{}, "aa22 bb33 aa11 "},
		{Choice{Fingerprints: []string{"aa1", "BB"}}, "bb33 aa11 "},
		{Choice{Fingerprints: []string{"aa"}}, ""},
		{Choice{Fingerprints: []string{"cc"}}, ""},
		{Choice{Rules: []string{"a"}}, "bb33 aa11 "},
		{Choice{Rules: []string{"a"}, Fingerprints: []string{"aa11"}}, "aa11 "},
		{Choice{Rules: []string{"x"}}, ""},
	} {
		got := ""
		chosen, err := c.choice.Of(r)
		for _, f := range chosen {
			got += f.Fingerprint + " "
		}
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%+v chooses %q, %v", c.choice, got, err)
		}
	}
}
