package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
)

// place names a location for people, on one line: "path:line:column", or the
// nearest to it that there is.
func place(l *finding.Location) string {
	position := ""
	if l.StartLine > 0 {
		position = fmt.Sprintf(":%d", l.StartLine)
		if l.StartColumn > 0 {
			position += fmt.Sprintf(":%d", l.StartColumn)
		}
	}
	if l.Source != "" && (isMessage(l) || l.Path == "") { // else it is in the path
		position += " in " + printable(l.Source)
	}
	switch {
	case isMessage(l):
		return message(l) + position
	case l.Kind == finding.KindPath:
		return printable(l.FullPath()) + " (in its name)"
	case l.Kind == finding.KindSymlink:
		return printable(l.FullPath()) + " (in the target of the link)"
	case l.Path != "":
		return printable(l.FullPath()) + position + unnamed(l)
	case !l.Blob.IsZero():
		return "blob " + abbreviate(l.Blob) + printable(l.FullPath()) + position + unnamed(l)
	default:
		return "unknown place" + position
	}
}

// unnamed names what was unpacked or decoded and has no path: " (gzip)".
func unnamed(l *finding.Location) string {
	layers := l.Unnamed()
	if len(layers) == 0 {
		return ""
	}
	return " (" + printable(strings.ReplaceAll(strings.Join(layers, ", "), "!", "")) + ")"
}

// isMessage reports whether a location is in a text that git keeps beside the
// files, such as a commit message.
func isMessage(l *finding.Location) bool { return !l.Kind.InFile() }

// message names such a text.
func message(l *finding.Location) string {
	switch {
	case l.Kind == finding.KindNote && l.Path != "":
		// Git names a note after the object it is on, with slashes if there are many.
		return "note on " + short(strings.ReplaceAll(l.Path, "/", ""))
	case l.Kind == finding.KindRefName:
		return "name of " + printable(l.Ref)
	case l.Kind == finding.KindReflog:
		return "reflog of " + printable(l.Ref)
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

// shortID is the number of hex digits that are shown of an object id. It is
// enough in all but the largest repositories, where git itself shows more.
const shortID = 10

// abbreviate is an object id in short.
func abbreviate(id oid.ID) string { return short(id.String()) }

func short(id string) string {
	digits := []rune(printable(id)) // a hostile note can have any name
	return string(digits[:min(len(digits), shortID)])
}
