package scan

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
)

func TestExposure(t *testing.T) {
	today := time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)
	blob := oid.Make(make([]byte, 20))
	_ = blob.UnmarshalText([]byte(strings.Repeat("a", 40)))
	place := func(path, date, removed string) finding.Location {
		return finding.Location{Path: path, Provenance: finding.Provenance{Kind: finding.KindBlob, Commit: blob, Blob: blob, Date: date, RemovedDate: removed, Reachable: true}}
	}
	head := place("a", "2026-03-01T23:30:00-05:00", "")
	head.InHead, head.Pushed, head.Branches, head.Tags = true, true, []string{"main", "origin/main"}, []string{"v1"}
	old := place("b", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")
	older := place("a", "2025-12-31T10:00:00Z", "2026-01-10T00:00:00+01:00")
	dangling := place("", "2024-01-01T00:00:00Z", "")
	dangling.Reachable = false
	for _, test := range []struct {
		name   string
		noRefs bool
		places []finding.Location
		want   finding.Exposure
	}{
		{"in HEAD", false, []finding.Location{head}, finding.Exposure{Introduced: head.Date, Days: 8, InHead: true, Pushed: true, Branches: 2, Tags: 1, Paths: 1}},
		{"removed", false, []finding.Location{old, older}, finding.Exposure{Introduced: older.Date, Removed: old.RemovedDate, Days: 32, Paths: 2}},
		{"removed and back", false, []finding.Location{older, head}, finding.Exposure{Introduced: older.Date, Days: 69, InHead: true, Pushed: true, Branches: 2, Tags: 1, Paths: 1}},
		{"also where no ref leads to", false, []finding.Location{old, dangling}, finding.Exposure{Introduced: dangling.Date, Removed: old.RemovedDate, Days: 762, Paths: 1}},
		{"on another branch", false, []finding.Location{place("a", "2026-03-09T00:00:00Z", "")}, finding.Exposure{Introduced: "2026-03-09T00:00:00Z", Days: 1, Paths: 1}},
		{"at the end of a range", true, []finding.Location{old, place("c", "2026-03-09T00:00:00Z", "")}, finding.Exposure{Introduced: old.Date, Days: 68, Paths: 2}},
		{"in a pull request", false, []finding.Location{old, place("c", "2026-03-09T00:00:00Z", "")}, finding.Exposure{Introduced: old.Date, Removed: old.RemovedDate, Days: 31, Paths: 2}},
		{"in the future", false, []finding.Location{place("a", "2031-03-09T00:00:00Z", "")}, finding.Exposure{Introduced: "2031-03-09T00:00:00Z", Paths: 1}},
		{"outside git", false, []finding.Location{{Path: "x"}}, finding.Exposure{Paths: 1}},
	} {
		test.want.Settings = []finding.Setting{finding.SettingDeployed}
		for range 5 { // the order of the places means nothing
			rand.Shuffle(len(test.places), func(i, j int) { test.places[i], test.places[j] = test.places[j], test.places[i] })
			e := &exposure{}
			for i := range test.places {
				e.add(&test.places[i], deployed, test.noRefs)
			}
			if got := e.of(today); !reflect.DeepEqual(got, test.want) {
				t.Errorf("%s: %+v\nwant %+v", test.name, got, test.want)
			}
		}
	}
}

// TestExposureOfNoDay: without the day of the scan only what is over has days.
func TestExposureOfNoDay(t *testing.T) {
	e := &exposure{}
	e.add(&finding.Location{Provenance: finding.Provenance{Date: "2026-01-01T00:00:00Z", Reachable: true}}, inTest, false)
	if got := e.of(time.Time{}); got.Days != 0 || got.Introduced == "" || !slices.Equal(got.Settings, []finding.Setting{finding.SettingTest}) {
		t.Errorf("%+v", got)
	}
}

// TestShortenRefs: what is not listed is counted.
func TestShortenRefs(t *testing.T) {
	var l finding.Location
	for range maxRefs + 3 {
		l.Branches = append(l.Branches, "b")
	}
	l.Tags = l.Branches[:maxRefs]
	shortenRefs(&l)
	if len(l.Branches) != maxRefs || l.BranchCount != maxRefs+3 || len(l.Tags) != maxRefs || l.TagCount != 0 {
		t.Errorf("%+v", l)
	}
}
