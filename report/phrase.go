package report

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

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
