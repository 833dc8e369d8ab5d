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
	for i := range r.Findings {
		f := &r.Findings[i]
		slices.Sort(f.AlsoRules)
		for _, list := range []*[]finding.Location{&f.Locations, &f.Again} {
			slices.SortFunc(*list, finding.CompareLocations)
			*list = slices.CompactFunc(*list, func(a, b finding.Location) bool { return finding.CompareLocations(a, b) == 0 })
		}
	}
	slices.SortFunc(r.Findings, compareFindings)
	return nil
}

// compareFindings orders findings by their first locations, which must be in
// order.
func compareFindings(a, b finding.Finding) int {
	return cmp.Or(
		finding.CompareLocations(a.Locations[0], b.Locations[0]),
		strings.Compare(a.RuleID, b.RuleID),
		strings.Compare(a.Fingerprint, b.Fingerprint),
	)
}
