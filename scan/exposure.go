package scan

import (
	"slices"
	"time"

	"github.com/sluicesec/sluice/finding"
)

// An exposure collects from all places of a secret how far it has got, and for how
// long. There can be millions of places, and the report lists only the first, so
// nothing is kept of a place but what counts.
type exposure struct {
	introduced, removed time.Time
	dates               [2]string // the same, as the places write them
	stays               bool      // at the end of a range, at the tip of a branch, in a tag or in a text that nothing removes
	inHead, pushed      bool
	paths               map[string]bool
	branches, tags      refNames
	settings            settingSet
}

// add adds a place. In a scan that reads no refs, a place that no commit removed is at
// the end of what was scanned.
func (e *exposure) add(l *finding.Location, s setting, noRefs bool) {
	if t, err := time.Parse(time.RFC3339, l.Date); err == nil && (e.introduced.IsZero() || t.Before(e.introduced)) {
		e.introduced, e.dates[0] = t, l.Date
	}
	removed, err := time.Parse(time.RFC3339, l.RemovedDate)
	switch {
	case err == nil && removed.After(e.removed):
		e.removed, e.dates[1] = removed, l.RemovedDate
	case err != nil && (noRefs && l.Reachable || l.Blob.IsZero() || l.Commit.IsZero() && l.Reachable):
		e.stays = true
	}
	e.stays = e.stays || l.InHead || len(l.Branches)+len(l.Tags) > 0
	e.inHead = e.inHead || l.InHead
	e.pushed = e.pushed || l.Pushed
	if path := l.FullPath(); path != "" {
		if e.paths == nil {
			e.paths = map[string]bool{}
		}
		e.paths[path] = true
	}
	e.branches.add(l.Branches)
	e.tags.add(l.Tags)
	e.settings.add(s)
}

// of returns the exposure up to a day, which may be zero.
func (e *exposure) of(today time.Time) finding.Exposure {
	x := finding.Exposure{
		Introduced: e.dates[0], InHead: e.inHead, Pushed: e.pushed,
		Paths: len(e.paths), Branches: len(e.branches.all), Tags: len(e.tags.all), Settings: e.settings.words(),
	}
	end := today
	if !e.stays {
		x.Removed, end = e.dates[1], e.removed
	}
	if x.Removed == "" {
		end = today
	}
	if !e.introduced.IsZero() && !end.IsZero() {
		x.Days = max(0, int(midnight(end).Sub(midnight(e.introduced)).Hours()/24))
	}
	return x
}

func midnight(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// refNames are different names of refs. Places share the lists of the refs that hold them, so
// each list is read once.
type refNames struct {
	all  map[string]bool
	read map[*string]int // the lengths of the lists that begin there
}

func (n *refNames) add(list []string) {
	if len(list) == 0 || n.read[&list[0]] >= len(list) {
		return
	}
	if n.all == nil {
		n.all, n.read = map[string]bool{}, map[*string]int{}
	}
	n.read[&list[0]] = len(list)
	for _, name := range list {
		n.all[name] = true
	}
}

// maxRefs is how many branches and how many tags a location lists. Lists of hundreds of
// branches were the larger part of some reports.
const maxRefs = 10

// shortenRefs leaves the first branches and tags of a location, and says how many there
// are.
func shortenRefs(l *finding.Location) {
	if n := len(l.Branches); n > maxRefs {
		l.Branches, l.BranchCount = slices.Clone(l.Branches[:maxRefs]), n
	}
	if n := len(l.Tags); n > maxRefs {
		l.Tags, l.TagCount = slices.Clone(l.Tags[:maxRefs]), n
	}
}
