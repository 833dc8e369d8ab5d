package report

import (
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// Revocation says how to make a leaked secret worthless, step by step, each a sentence
// of plain text.
func Revocation(f *finding.Finding) []string { return revocation(f) }

// Where says where a secret is revoked; "" if its rule does not know.
func Where(f *finding.Finding) string {
	if f.Revoke == "" {
		return ""
	}
	return revoke(f)
}

// Sentence ends a text of a rule with a period, as plain text.
func Sentence(s string) string { return sentence(s) }

// Wrap breaks text between words into lines of at most width characters. A longer word
// has a line of its own.
func Wrap(s string, width int) []string { return wrap(strings.TrimSpace(s), width) }
