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
		if f := &r.Findings[i]; c.has(f.Fingerprint, append([]string{f.RuleID}, f.Aliases...)...) {
			chosen = append(chosen, f)
		}
	}
	if len(chosen) == 0 && len(c.Rules) > 0 {
		return nil, fmt.Errorf("--rule %s: no finding is of such a rule", strings.Join(c.Rules, ", "))
	}
	slices.SortStableFunc(chosen, finding.CompareRisk)
	return chosen, nil
}

// has reports whether a finding is meant, of a rule of which names are given.
func (c Choice) has(fingerprint string, rule ...string) bool {
	fits := func(prefix string) bool { return begins(fingerprint, prefix) }
	called := func(name string) bool { return slices.Contains(rule, name) }
	return (len(c.Fingerprints) == 0 || slices.ContainsFunc(c.Fingerprints, fits)) &&
		(len(c.Rules) == 0 || slices.ContainsFunc(c.Rules, called))
}

func begins(fingerprint, prefix string) bool {
	return strings.HasPrefix(fingerprint, strings.ToLower(prefix))
}
