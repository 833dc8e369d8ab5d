package report

import (
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// Exposure says for how long a secret was exposed, what still holds it, and whether others
// have it: "since 2026-01-31 (12 days); still in HEAD, in 3 branches; pushed to a remote".
// It is "" if a report does not say so. It may quote names of refs.
func Exposure(f *finding.Finding) string {
	e := &f.Exposure
	if e.Introduced == "" && !e.InHead && !e.Pushed && e.Branches+e.Tags == 0 {
		return ""
	}
	var parts []string
	for _, s := range []string{Lasted(f), holders(&judged{Finding: f, worst: worst(f)}), reached(e)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "; ")
}

// Lasted says since when a secret was exposed, or from when to when, and for how many days:
// "since 2026-01-31 (12 days)". It is "" if nobody knows.
func Lasted(f *finding.Finding) string {
	e := &f.Exposure
	since, until := day(e.Introduced), day(e.Removed)
	switch {
	case !isDay(since):
		return ""
	case isDay(until):
		return "from " + since + " to " + until + " (" + days(e.Days) + ")"
	}
	return "since " + since + " (" + days(e.Days) + ")"
}

// exposure is Exposure as a sentence.
func exposure(f *finding.Finding) string {
	s := Exposure(f)
	if s == "" {
		return ""
	}
	return capital(s) + "."
}

// exposed says for how long a secret was in the history, what still holds it, and
// whether others have it; "" outside git.
func exposed(f *judged) string {
	var parts []string
	e := &f.Exposure
	if e.Introduced != "" {
		parts = append(parts, days(e.Days))
	}
	if s := holders(f); s != "" {
		parts = append(parts, s)
	}
	if s := reached(e); s != "" {
		parts = append(parts, s)
	}
	return strings.Join(parts, "; ")
}

func days(n int) string {
	if n < 1 {
		return "less than a day"
	}
	return plural(n, "day")
}

// holders says what still holds a secret.
func holders(f *judged) string {
	e := &f.Exposure
	var names []string
	if e.Branches > 0 {
		names = append(names, plural(e.Branches, "branch"))
	}
	if e.Tags > 0 {
		names = append(names, plural(e.Tags, "tag"))
	}
	still := strings.Join(names, " and ")
	switch {
	case inHead(f.Finding) && still != "":
		return "still in HEAD, in " + still
	case inHead(f.Finding):
		return "still in HEAD"
	case f.end != "":
		return "still in " + f.end
	case still != "" && f.worst.RemovedCommit.IsZero():
		return "not in HEAD, still in " + still
	case f.worst.Reachable && !f.worst.Commit.IsZero() && f.worst.RemovedCommit.IsZero() && e.Introduced != "" && f.worst.Kind.InFile():
		return "in the history only"
	case !f.worst.Reachable && !f.worst.Commit.IsZero():
		return "unreachable, but still in the repository"
	case f.worst.RemovedCommit.IsZero() || !f.worst.Reachable:
		return fate(f.worst)
	}
	s := "removed in " + abbreviate(f.worst.RemovedCommit)
	if e.Removed != "" {
		s += " on " + day(e.Removed)
	}
	switch {
	case still != "":
		return s + ", still in " + still
	case e.Introduced != "":
		return s + ", so in the history only"
	}
	return s + refs(f.worst)
}

// reached says whether a remote has a secret; "" outside git.
func reached(e *finding.Exposure) string {
	switch {
	case e.Pushed:
		return "pushed to a remote"
	case e.Introduced != "":
		return "no push known"
	}
	return ""
}
