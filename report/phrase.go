package report

import (
	"strings"
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
