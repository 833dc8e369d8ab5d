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
		slices.SortFunc(f.Locations, compareLocations)
		f.Locations = slices.CompactFunc(f.Locations, func(a, b finding.Location) bool { return compareLocations(a, b) == 0 })
	}
	slices.SortFunc(r.Findings, compareFindings)
	return nil
}

// compareFindings orders findings by their first locations, which must be in
// order.
func compareFindings(a, b finding.Finding) int {
	return cmp.Or(
		compareLocations(a.Locations[0], b.Locations[0]),
		strings.Compare(a.RuleID, b.RuleID),
		strings.Compare(a.Fingerprint, b.Fingerprint),
	)
}

// compareLocations orders locations by path, then by time. Kinds are in the
// order of their names.
func compareLocations(a, b finding.Location) int {
	return cmp.Or(
		strings.Compare(a.Path, b.Path),
		strings.Compare(a.Ref, b.Ref),
		strings.Compare(a.Date, b.Date),
		a.Commit.Compare(b.Commit),
		a.Blob.Compare(b.Blob),
		slices.Compare(a.Layers, b.Layers),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.StartLine, b.StartLine),
		cmp.Compare(a.StartColumn, b.StartColumn),
		cmp.Compare(a.EndLine, b.EndLine),
		cmp.Compare(a.EndColumn, b.EndColumn),
	)
}
