package merge

import (
	"reflect"
	"slices"

	"github.com/sluicesec/sluice/finding"
)

// unionOf returns the findings of two scans of sources that have the same name. Scans of
// ranges see the same place more than once, and it is counted once.
func unionOf(a, b []finding.Finding) []finding.Finding {
	type numbered struct {
		identity
		n int // of equal ones in one list
	}
	at := map[numbered]int{}
	all := slices.Clone(a)
	seen := map[identity]int{}
	number := func(f *finding.Finding) numbered {
		id := identify(f, "")
		seen[id]++
		return numbered{id, seen[id]}
	}
	for i := range all {
		at[number(&all[i])] = i
	}
	clear(seen)
	for i := range b {
		if known, ok := at[number(&b[i])]; ok {
			all[known] = unified(all[known], b[i])
		} else {
			all = append(all, b[i])
		}
	}
	return sorted(all)
}

// unified returns what two scans say of a finding, each of a part of the same source.
func unified(f, g finding.Finding) finding.Finding {
	if reflect.DeepEqual(f, g) {
		return f
	}
	locations := slices.Concat(f.Locations, g.Locations)
	slices.SortStableFunc(locations, finding.CompareLocations)
	locations = compacted(locations)
	if compareTexts(&g, &f) > 0 {
		f, g = g, f
	}
	f.Locations = locations
	raise(&f, g.Severity, g.SeverityNote)
	f.Confidence, f.Verification = higher(f.Confidence, g.Confidence), higher(f.Verification, g.Verification)
	if count := max(f.LocationCount, g.LocationCount); count > 0 {
		f.LocationCount = max(count, len(locations))
	}
	branches, tags, paths, days := max(f.Exposure.Branches, g.Exposure.Branches), max(f.Exposure.Tags, g.Exposure.Tags), max(f.Exposure.Paths, g.Exposure.Paths), max(f.Exposure.Days, g.Exposure.Days)
	f.Exposure = exposed([]finding.Exposure{f.Exposure, g.Exposure})
	f.Exposure.Branches, f.Exposure.Tags, f.Exposure.Paths, f.Exposure.Days = branches, tags, paths, days
	return f
}

// compacted makes one of equal places next to each other: of two that differ in what
// they say, the one that comes first as a text, and what is still there in one of them is
// still there.
func compacted(all []finding.Location) []finding.Location {
	out := all[:0]
	for _, l := range all {
		if n := len(out); n > 0 && finding.CompareLocations(out[n-1], l) == 0 {
			out[n-1] = onePlace(out[n-1], l)
			continue
		}
		out = append(out, l)
	}
	return out
}

func onePlace(a, b finding.Location) finding.Location {
	inHead, reachable, pushed := a.InHead || b.InHead, a.Reachable || b.Reachable, a.Pushed || b.Pushed
	for _, l := range []*finding.Location{&a, &b} {
		l.InHead, l.Reachable, l.Pushed = inHead, reachable, pushed
	}
	if text(b) < text(a) {
		a = b
	}
	return a
}
