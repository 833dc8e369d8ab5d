package report

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/sluicesec/sluice/finding"
)

// A timeline counts by periods how many secrets came into the history and how many were
// removed.
type timeline struct {
	Periods  []period // without gaps, the oldest first
	About    string   // what the plot shows, in words
	Each     string   // "day", "month" or "year"
	Wide     chart
	Narrow   chart
	Excluded string // findings without a date
}

// A period is a day, a month or a year.
type period struct {
	Name                    string // the beginning of its days: "2024-03"
	Introduced, Removed     int
	IntroducedIn, RemovedIn template.URL
}

// maxPeriods is how many periods a timeline can have. Clocks can be wrong by centuries:
// days outside of it count for the first or for the last period.
const maxPeriods = 120

// newTimeline returns nil if no finding has a date.
func newTimeline(r *finding.Report, findings []*finding.Finding) *timeline {
	var introduced, removed []time.Time
	for _, f := range findings {
		if d, ok := parseDay(f.Exposure.Introduced); ok {
			introduced = append(introduced, d)
		}
		if d, ok := parseDay(f.Exposure.Removed); ok {
			removed = append(removed, d)
		}
	}
	if len(introduced) == 0 {
		return nil
	}
	first, last := slices.MinFunc(introduced, time.Time.Compare), slices.MaxFunc(slices.Concat(introduced, removed), time.Time.Compare)
	if scan, ok := parseDay(r.Scan.Date); ok && scan.After(first) {
		last = scan
	}
	s := stepOf(first, last)
	t := &timeline{Each: s.name, Periods: s.periods(first, last)}
	for _, d := range introduced {
		t.Periods[s.index(t.Periods, d)].Introduced++
	}
	for _, d := range removed {
		t.Periods[s.index(t.Periods, d)].Removed++
	}
	t.About = t.words(len(introduced), len(removed))
	about := "A plot of bars. " + t.About + " The table below it has the numbers."
	t.Wide, t.Narrow = newChart(t.Periods, about, 1040), newChart(t.Periods, about, 350)
	if n := len(findings) - len(introduced); n > 0 {
		t.Excluded = plural(n, "secret")
	}
	return t
}

// parseDay reads the day of an RFC 3339 time, or a day.
func parseDay(s string) (time.Time, bool) {
	d, _, _ := strings.Cut(s, "T")
	t, err := time.Parse(time.DateOnly, d)
	return t, err == nil
}

// A step is the length of periods.
type step struct {
	name   string
	layout string
	next   func(t time.Time, n int) time.Time
}

var steps = [...]step{
	{"day", "2006-01-02", func(t time.Time, n int) time.Time { return t.AddDate(0, 0, n) }},
	{"month", "2006-01", func(t time.Time, n int) time.Time {
		return time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	}},
	{"year", "2006", func(t time.Time, n int) time.Time {
		return time.Date(t.Year()+n, 1, 1, 0, 0, 0, 0, time.UTC)
	}},
}

// stepOf returns the shortest step with which a plot is not crowded.
func stepOf(first, last time.Time) step {
	days := last.Sub(first).Hours() / 24
	switch {
	case days <= 45:
		return steps[0]
	case days <= 10*366:
		return steps[1]
	default:
		return steps[2]
	}
}

// periods returns the periods from first to last, or the newest of them if they are too
// many.
func (s step) periods(first, last time.Time) []period {
	var all []period
	for d := s.next(last, 0); len(all) < maxPeriods; d = s.next(d, -1) {
		name := d.Format(s.layout)
		all = append(all, period{Name: name, IntroducedIn: filterLink("introduced", name), RemovedIn: filterLink("removed", name)})
		if name <= first.Format(s.layout) {
			break
		}
	}
	slices.Reverse(all)
	return all
}

// index returns the period that a day is in, or the nearest to it.
func (s step) index(all []period, d time.Time) int {
	i, _ := slices.BinarySearchFunc(all, d.Format(s.layout), func(p period, name string) int { return strings.Compare(p.Name, name) })
	return min(i, len(all)-1)
}

func (t *timeline) words(introduced, removed int) string {
	most := slices.MaxFunc(t.Periods, func(a, b period) int { return a.Introduced - b.Introduced })
	first, last := t.Periods[0].Name, t.Periods[len(t.Periods)-1].Name
	return fmt.Sprintf("From %s to %s, %s added and %s removed. Most were added in %s: %d.",
		first, last, wereSecrets(introduced), wereSecrets(removed), most.Name, most.Introduced)
}

func wereSecrets(n int) string {
	if n == 1 {
		return "1 secret was"
	}
	return plural(n, "secret") + " were"
}
