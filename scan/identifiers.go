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

// A joined is a list of findings to which others are added.
type joined struct {
	list []finding.Finding
	at   map[secretOf]int // where each is in the list; nil until it is needed
}

// add adds a finding. If it is in the list, its locations are added.
func (j *joined) add(f finding.Finding) {
	if j.at == nil {
		j.at = map[secretOf]int{}
		for i := range j.list {
			j.at[secretOf{j.list[i].RuleID, j.list[i].Secret}] = i
		}
	}
	who := secretOf{f.RuleID, f.Secret}
	if i, ok := j.at[who]; ok {
		j.list[i].Locations = append(j.list[i].Locations, f.Locations...)
		return
	}
	j.at[who] = len(j.list)
	j.list = append(j.list, f)
}
