package report

import (
	"fmt"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// describe says everything about a location, a line for each: its name, whether
// the secret is still there, and who brought it.
func describe(l *finding.Location) []string {
	lines := []string{place(l)}
	for _, s := range []string{fate(l), origin(l)} {
		if s != "" {
			lines = append(lines, s)
		}
	}
	return lines
}

// origin says who brought a secret, when and in which commit; "" outside git.
func origin(l *finding.Location) string {
	if l.Commit.IsZero() {
		return ""
	}
	s := strings.Join(strings.Fields(abbreviate(l.Commit)+" "+day(l.Date)+" "+printable(l.AuthorName)), " ")
	if about := subject(l.Message); about != "" {
		s += ": " + about
	}
	return s
}

// fate says whether a secret is still at a location. It is "" outside git, and
// for messages that a ref leads to: nothing removes those.
func fate(l *finding.Location) string {
	switch {
	case object(l).IsZero():
		return ""
	case l.InHead:
		return "still in HEAD"
	case leftOver(l):
		return "in no commit and not staged: left over in this clone, as `git add` leaves it"
	case !l.Reachable:
		return "unreachable: no ref leads to it, but the object is there"
	case !l.RemovedCommit.IsZero():
		return "removed in " + abbreviate(l.RemovedCommit) + refs(l)
	case isMessage(l):
		return ""
	case l.Commit.IsZero() && l.Path == "":
		return "" // nobody had the time to find out
	case l.Commit.IsZero():
		return "not committed"
	default:
		return "not in HEAD" + refs(l)
	}
}

// shownRefs is how many branches and tags a line names.
const shownRefs = 3

// refs names the branches and tags that still hold a secret that is not in HEAD.
func refs(l *finding.Location) string {
	var names []string
	for _, b := range l.Branches {
		names = append(names, printable(b))
	}
	for _, t := range l.Tags {
		names = append(names, "tag "+printable(t))
	}
	if len(names) == 0 {
		return ""
	}
	shown := min(len(names), shownRefs)
	if more := max(l.BranchCount, len(l.Branches)) + max(l.TagCount, len(l.Tags)) - shown; more > 0 {
		names = append(names[:shown], fmt.Sprintf("%d more", more))
	}
	return ", still in " + strings.Join(names, ", ")
}

// uncommitted reports whether no commit that is here holds a finding: it is in the
// index, or left over from it.
func uncommitted(f *finding.Finding) bool {
	for i := range f.Locations {
		l := &f.Locations[i]
		staged := l.Commit.IsZero() && !l.Blob.IsZero() && l.Path != "" && l.Reachable && !l.InHead && !isMessage(l)
		if !staged && !leftOver(l) {
			return false
		}
	}
	return len(f.Locations) > 0
}

// leftOver reports whether a location is a blob that no commit, ref or index has.
func leftOver(l *finding.Location) bool {
	return l.Commit.IsZero() && !l.Blob.IsZero() && !l.Reachable && !isMessage(l)
}

// subject is the first line of a commit message, as git log shows it.
func subject(message string) string {
	first, _, _ := strings.Cut(strings.TrimLeft(message, "\r\n"), "\n")
	return printable(strings.TrimRight(first, "\r "))
}

// day is the date of an RFC 3339 time.
func day(date string) string {
	d, _, _ := strings.Cut(date, "T")
	return printable(d)
}
