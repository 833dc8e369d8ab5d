package scan

import (
	"slices"

	"github.com/sluicesec/sluice/finding"
)

// A secret can be at millions of places, and nobody reads a list of them. So a
// report lists the first of each secret, in the order of the report, and counts
// the others.
const (
	maxLocations   = 1000    // of one finding
	allLocations   = 200_000 // of all findings together, except that each may have leastLocations
	leastLocations = 8
)

// locationsOf returns how many locations of each finding are listed when there
// are so many secrets.
func locationsOf(secrets int) int {
	return min(maxLocations, max(leastLocations, allLocations/max(secrets, 1)))
}

// bound leaves the first locations of a finding, in the order of the report.
func bound(f *finding.Finding, most int) {
	if len(f.Locations) <= most {
		return
	}
	slices.SortFunc(f.Locations, finding.CompareLocations)
	f.Locations = slices.CompactFunc(f.Locations, func(a, b finding.Location) bool { return finding.CompareLocations(a, b) == 0 })
	if left := len(f.Locations) - most; left > 0 {
		f.LocationCount += left
		clear(f.Locations[most:])
		f.Locations = f.Locations[:most]
	}
}
