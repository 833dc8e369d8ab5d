package merge

import (
	"slices"
	"time"

	"github.com/sluicesec/sluice/finding"
)

// exposed returns the exposure of a secret that has the given ones in different
// sources: from the first time that one had it to the last.
func exposed(all []finding.Exposure) finding.Exposure {
	out := finding.Exposure{Settings: []finding.Setting{}}
	var begin, end time.Time
	removed := true
	for _, e := range all {
		out.InHead = out.InHead || e.InHead
		out.Pushed = out.Pushed || e.Pushed
		out.Branches = sum(out.Branches, e.Branches)
		out.Tags = sum(out.Tags, e.Tags)
		out.Paths = sum(out.Paths, e.Paths)
		out.Days = max(out.Days, e.Days)
		out.Settings = append(out.Settings, e.Settings...)
		if e.Introduced == "" {
			continue
		}
		removed = removed && e.Removed != ""
		from, err := time.Parse(time.RFC3339, e.Introduced)
		if err != nil {
			continue
		}
		if begin.IsZero() || from.Before(begin) {
			begin, out.Introduced = from, e.Introduced
		}
		if to := from.AddDate(0, 0, e.Days); to.After(end) {
			end = to
		}
	}
	if removed {
		out.Removed = last(all)
	}
	if !begin.IsZero() {
		out.Days = max(out.Days, int(end.Sub(begin)/(24*time.Hour)))
	}
	slices.SortFunc(out.Settings, func(a, b finding.Setting) int { return b.Compare(a) })
	out.Settings = slices.Compact(out.Settings)
	return out
}

// last returns the last of the times of removal.
func last(all []finding.Exposure) (removed string) {
	var latest time.Time
	for _, e := range all {
		at, err := time.Parse(time.RFC3339, e.Removed)
		if err == nil && (removed == "" || at.After(latest)) {
			latest, removed = at, e.Removed
		}
	}
	return removed
}
