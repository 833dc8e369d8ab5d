package report

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"

	"github.com/sluicesec/sluice/finding"
)

// sentence is a rule's text without the stop at its end, so that a sentence can
// go on after it.
func sentence(s string) string { return strings.TrimRight(printable(s), ". ") }

// sureness says in a few words how sure a finding is.
func sureness(f *finding.Finding) string {
	s := printable(string(f.Confidence)) + " confidence"
	if f.Verification == finding.ProvenOffline {
		s += ", proven offline"
	}
	return s
}

// capital begins a sentence.
func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// exposure says in a sentence how long and how far a secret was exposed; "" if a report
// does not say so.
func exposure(f *finding.Finding) string {
	e := &f.Exposure
	var parts []string
	switch since := day(e.Introduced); {
	case !isDay(since):
	case e.InHead:
		parts = append(parts, fmt.Sprintf("there since %s (%s)", since, plural(e.Days, "day")))
	case isDay(day(e.Removed)):
		parts = append(parts, fmt.Sprintf("there from %s to %s (%s)", since, day(e.Removed), plural(e.Days, "day")))
	default:
		parts = append(parts, fmt.Sprintf("brought on %s", since))
	}
	if e.InHead {
		parts = append(parts, "still in HEAD")
	}
	if e.Pushed {
		parts = append(parts, "pushed")
	}
	if n := e.Branches; n > 0 {
		parts = append(parts, "in "+humanize.Comma(int64(n))+" "+english.PluralWord(n, "branch", "branches"))
	}
	if n := e.Tags; n > 0 {
		parts = append(parts, "in "+plural(n, "tag"))
	}
	if n := e.Paths; n > 1 {
		parts = append(parts, "at "+plural(n, "path"))
	}
	if len(parts) == 0 {
		return ""
	}
	return capital(strings.Join(parts, ", ")) + "."
}

// isDay reports whether a text is a date, as a hostile report need not hold one.
func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// cut returns the first characters of s, and an ellipsis if that is not all.
func cut(s string, most int) string {
	if len(s) <= most {
		return s // no text has more characters than bytes
	}
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-3]) + "..."
	}
	return s
}
