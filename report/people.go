package report

import (
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// Where says where a secret is revoked; "" if its rule does not know.
func Where(f *finding.Finding) string {
	if f.Revoke == "" {
		return ""
	}
	return revoke(f)
}

// Sentence ends a text of a rule with a period, as plain text.
func Sentence(s string) string { return sentence(s) }

// Sureness says in a few words how sure a finding is: "high confidence, proven offline".
func Sureness(f *finding.Finding) string { return sureness(f) }

// Count is a number with a noun: "1 branch", "1,234 branches".
func Count(n int, noun string) string { return plural(n, noun) }

// Wrap breaks text between words into lines of at most width characters. A longer word
// has a line of its own.
func Wrap(s string, width int) []string { return wrap(strings.TrimSpace(s), width) }

// Place names a location for people: "config/prod.yml:12:8", or "message of commit 1a2b3c4d5e:3".
func Place(l *finding.Location) string { return place(l) }

// Fate says whether a secret is still at a location; "" if there is nothing to say.
func Fate(l *finding.Location) string { return fate(l) }

// Origin says who brought a secret to a location, when and in which commit; "" outside git.
func Origin(l *finding.Location) string { return origin(l) }

// ByUrgency returns the locations of a finding, the most urgent first; one that is empty if
// there is none. They must not be changed.
func ByUrgency(f *finding.Finding) []finding.Location { return locations(f) }
