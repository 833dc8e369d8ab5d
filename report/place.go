package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
)

// locations returns the locations of a finding, the most pressing first: those
// in HEAD, then those that a ref reaches. When there is none it returns an
// empty one: a format with a row for each location must not lose the finding.
func locations(f *finding.Finding) []finding.Location {
	if len(f.Locations) == 0 {
		return make([]finding.Location, 1)
	}
	sorted := slices.Clone(f.Locations)
	slices.SortStableFunc(sorted, func(a, b finding.Location) int { return cmp.Compare(urgency(&b), urgency(&a)) })
	return sorted
}

func urgency(l *finding.Location) int {
	switch {
	case l.InHead:
		return 2
	case l.Reachable:
		return 1
	default:
		return 0
	}
}

// isMessage reports whether a location is in text of git's own, not in a file.
func isMessage(l *finding.Location) bool { return !l.Kind.InFile() }

// place names a location for people, on one line: "path:line:column", or what
// comes nearest.
func place(l *finding.Location) string {
	position := ""
	if l.StartLine > 0 {
		position = fmt.Sprintf(":%d", l.StartLine)
		if l.StartColumn > 0 {
			position += fmt.Sprintf(":%d", l.StartColumn)
		}
	}
	switch {
	case isMessage(l):
		return message(l) + position
	case l.Kind == finding.KindPath:
		return printable(l.Path) + " (in its name)"
	case l.Path != "":
		return printable(l.Path) + position
	case !l.Blob.IsZero():
		return "blob " + abbreviate(l.Blob) + position
	default:
		return "unknown place" + position
	}
}

// message names a text of git's own.
func message(l *finding.Location) string {
	switch {
	case l.Kind == finding.KindNote && l.Path != "":
		// Git names a note by the object it is on, with slashes once there are many.
		return "note on " + short(strings.ReplaceAll(l.Path, "/", ""))
	case l.Kind == finding.KindTagMessage && len(l.Tags) > 0:
		return "message of tag " + printable(l.Tags[0])
	case l.Kind == finding.KindTagHeader && len(l.Tags) > 0:
		return "header of tag " + printable(l.Tags[0])
	default:
		return strings.TrimSpace(strings.ReplaceAll(string(l.Kind), "-", " ") + " " + abbreviate(object(l)))
	}
}

// object is the id of the git object that holds a location: its blob, tag or
// commit; zero outside git.
func object(l *finding.Location) oid.ID { return cmp.Or(l.Blob, l.Commit) }

// fate says what became of the secret at a location; "" outside git, and for
// messages that a ref reaches: those stay.
func fate(l *finding.Location) string {
	switch {
	case object(l).IsZero():
		return ""
	case l.InHead:
		return "still in HEAD"
	case !l.Reachable:
		return "unreachable: no ref leads to it, but the object is there"
	case !l.RemovedCommit.IsZero():
		return "removed in " + abbreviate(l.RemovedCommit) + refs(l)
	case isMessage(l):
		return ""
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
	if more := len(names) - shownRefs; more > 0 {
		names = append(names[:shownRefs], fmt.Sprintf("%d more", more))
	}
	return ", still in " + strings.Join(names, ", ")
}

// shortID is the number of hex digits shown of an object id: unique in all but
// the largest repositories, where Git's own abbreviation grows past it.
const shortID = 10

// abbreviate is short for an object id.
func abbreviate(id oid.ID) string { return short(id.String()) }

func short(id string) string {
	digits := []rune(printable(id)) // a hostile note can have any name
	return string(digits[:min(len(digits), shortID)])
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

// describe says all there is to say of a location, a line each.
func describe(l *finding.Location) []string {
	lines := []string{place(l)}
	for _, s := range []string{fate(l), origin(l)} {
		if s != "" {
			lines = append(lines, s)
		}
	}
	return lines
}
