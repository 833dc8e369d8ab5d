package remedy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// A Choice says which findings are meant. The zero value means all.
type Choice struct {
	Fingerprints []string // or their beginnings, if those fit only one finding
	Rules        []string // ids
}

// Of returns the findings of a report that are meant, the most urgent first. It is an
// error if a fingerprint fits none or several, or if no finding is of one of the rules.
func (c Choice) Of(r *finding.Report) ([]*finding.Finding, error) {
	for _, prefix := range c.Fingerprints {
		fits := map[string]bool{}
		for i := range r.Findings {
			if begins(r.Findings[i].Fingerprint, prefix) {
				fits[r.Findings[i].Fingerprint] = true
			}
		}
		switch {
		case len(fits) == 0:
			return nil, fmt.Errorf("--fingerprint %s: no finding has it", prefix)
		case len(fits) > 1:
			return nil, fmt.Errorf("--fingerprint %s: %d findings begin like that: give more of it", prefix, len(fits))
		}
	}
	var chosen []*finding.Finding
	for i := range r.Findings {
		if f := &r.Findings[i]; c.has(f.RuleID, f.Fingerprint) {
			chosen = append(chosen, f)
		}
	}
	if len(chosen) == 0 && len(c.Rules) > 0 {
		return nil, fmt.Errorf("--rule %s: no finding is of such a rule", strings.Join(c.Rules, ", "))
	}
	slices.SortStableFunc(chosen, finding.CompareRisk)
	return chosen, nil
}

// has reports whether a finding is meant.
func (c Choice) has(rule, fingerprint string) bool {
	fits := func(prefix string) bool { return begins(fingerprint, prefix) }
	return (len(c.Fingerprints) == 0 || slices.ContainsFunc(c.Fingerprints, fits)) &&
		(len(c.Rules) == 0 || slices.Contains(c.Rules, rule))
}

func begins(fingerprint, prefix string) bool {
	return strings.HasPrefix(fingerprint, strings.ToLower(prefix))
}
