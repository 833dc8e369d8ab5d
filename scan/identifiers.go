package scan

import (
	"fmt"
	"slices"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
)

// identifiers says, of each place where the stage fold has made an identifier a part of a
// secret, whether it is to be reported by itself: the baseline says that the secret is
// none, and no other finding shows the identifier there.
type identifiers map[string]bool

// add adds the identifiers of a finding, which the baseline covers with a state or not.
func (all identifiers) add(f *finding.Finding, covered bool, state baseline.State) {
	for i := range f.Locations {
		l := &f.Locations[i]
		for j := range l.Parts {
			p := &l.Parts[j]
			if !p.Folded {
				continue
			}
			at := placeOf(p.RuleID, p.Secret, l, p.Span)
			alone, seen := all[at]
			all[at] = covered && state == baseline.False && (alone || !seen)
		}
	}
}

// findings returns what is to be reported of folded.
func (all identifiers) findings(folded *findings) (list []finding.Finding) {
	if folded == nil {
		return nil
	}
	every, _ := folded.list()
	for _, f := range every {
		f.Locations = slices.DeleteFunc(f.Locations, func(l finding.Location) bool {
			return !all[placeOf(f.RuleID, f.Secret, &l, l.Span)]
		})
		if f.LocationCount = 0; len(f.Locations) > 0 {
			list = append(list, f)
		}
	}
	return list
}

// placeOf is where a rule sees a secret, as a key.
func placeOf(rule, secret string, l *finding.Location, at finding.Span) string {
	return fmt.Sprintf("%q %q %q %q %s %s %s %q %v", rule, secret, l.Path, l.Ref, l.Kind, l.Blob, l.Commit, l.Layers, at)
}

// join adds a finding to others. If it is among them, its locations are added.
func join(list []finding.Finding, f finding.Finding) []finding.Finding {
	i := slices.IndexFunc(list, func(g finding.Finding) bool { return g.RuleID == f.RuleID && g.Secret == f.Secret })
	if i < 0 {
		return append(list, f)
	}
	list[i].Locations = append(list[i].Locations, f.Locations...)
	return list
}
