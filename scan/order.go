package scan

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// order is the stage that sorts all lists of the report, so that the same scan
// writes the same report every time. Of equal locations it leaves one.
type order struct{}

func (order) apply(_ context.Context, r *finding.Report) error {
	for f := range everyFinding(r) {
		slices.Sort(f.AlsoRules)
		for _, list := range []*[]finding.Location{&f.Locations, &f.Again} {
			slices.SortFunc(*list, finding.CompareLocations)
			*list = slices.CompactFunc(*list, func(a, b finding.Location) bool { return finding.CompareLocations(a, b) == 0 })
		}
	}
	slices.SortFunc(r.Findings, compareFindings)
	slices.SortFunc(r.Again, compareFindings)
	return nil
}

// compareFindings orders findings by their first locations, which must be in
// order.
func compareFindings(a, b finding.Finding) int {
	return cmp.Or(
		finding.CompareLocations(*firstPlace(&a), *firstPlace(&b)),
		strings.Compare(a.RuleID, b.RuleID),
		strings.Compare(a.Fingerprint, b.Fingerprint),
		strings.Compare(a.Secret, b.Secret), // those of Report.Again have no fingerprint
	)
}

// firstPlace returns the first place of a finding.
func firstPlace(f *finding.Finding) *finding.Location {
	if len(f.Locations) == 0 {
		return &f.Again[0]
	}
	return &f.Locations[0]
}
