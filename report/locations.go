package report

import (
	"cmp"
	"iter"
	"slices"

	"github.com/sluicesec/sluice/finding"
)

// locations returns the locations of a finding, the most urgent first: those in
// HEAD, then those that a ref leads to, and of each the deployed ones before tests and
// their like. If there is none it returns one that is empty, because a format with a
// row for each location must not lose the finding. The list may be that of the finding.
func locations(f *finding.Finding) []finding.Location {
	if len(f.Locations) == 0 {
		return make([]finding.Location, 1)
	}
	byUrgency := func(a, b finding.Location) int { return cmp.Compare(urgency(&b), urgency(&a)) }
	if slices.IsSortedFunc(f.Locations, byUrgency) {
		return f.Locations
	}
	sorted := slices.Clone(f.Locations)
	slices.SortStableFunc(sorted, byUrgency)
	return sorted
}

// urgency is higher for a place that is more urgent.
func urgency(l *finding.Location) int {
	u := 0
	switch {
	case l.InHead:
		u = 16
	case l.Reachable:
		u = 8
	}
	if l.Setting == "" || l.Setting == finding.SettingDeployed {
		u += 4
	}
	if l.RemovedCommit.IsZero() { // a branch may hold what HEAD does not
		u += 2
	}
	if l.Reachable { // HEAD may hold what another commit brought that no ref leads to
		u++
	}
	return u
}

// A row is a finding at one of its locations.
type row struct {
	finding  *finding.Finding
	location *finding.Location
}

// rows lists the findings for formats with a row for each location, one at a time. Those
// formats know no parts, so a folded identifier is a row of its own there, with
// the advice of the finding that it belongs to.
func rows(r *finding.Report) iter.Seq[row] {
	return func(yield func(row) bool) {
		for i := range r.Findings {
			f := &r.Findings[i]
			all := locations(f)
			for j := range all {
				l := &all[j]
				if !yield(row{f, l}) {
					return
				}
				for k := range l.Parts {
					if p := &l.Parts[k]; p.Folded && !yield(folded(*f, *l, p)) {
						return
					}
				}
			}
		}
	}
}

// folded is the row of a part of f at l.
func folded(f finding.Finding, l finding.Location, p *finding.Part) row {
	f.RuleID, f.Description, f.Fingerprint = p.RuleID, p.Description, p.Fingerprint
	f.Secret, f.Match, f.Entropy = p.Secret, p.Secret, 0
	f.Verification, f.Tags, f.AlsoRules = finding.Unverified, nil, nil
	l = ofPart(l, p)
	return row{&f, &l}
}

// ofPart is the location of a part that l lists.
func ofPart(l finding.Location, p *finding.Part) finding.Location {
	l.Span, l.Parts = p.Span, nil
	return l
}
