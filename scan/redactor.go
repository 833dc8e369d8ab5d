package scan

import (
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// shownPrefix is the most bytes of a secret that a redacted report shows: enough
// to tell one token from another, too few to use.
const shownPrefix = 4

// mask replaces the hidden part of a secret, whatever its length.
const mask = "***"

// masked hides a secret. Long ones keep their first bytes, at most a fifth of
// the secret; a key block keeps its first line, which says what it is.
func masked(secret string) string {
	if first, _, ok := strings.Cut(secret, "\n"); ok && strings.HasPrefix(first, "-----BEGIN ") {
		return strings.TrimRight(first, "\r") + mask
	}
	n := min(shownPrefix, len(secret)/5)
	for i := range n {
		if secret[i] < ' ' || secret[i] > '~' {
			n = i
			break
		}
	}
	return secret[:n] + mask
}

// elsewhereLen is the least length, in bytes, of a secret that is also hidden
// in other text of the report. Shorter ones would black out common words.
const elsewhereLen = 8

// A redactor hides secrets in text.
type redactor struct {
	replacer *strings.Replacer
}

// newRedactor changes the order of values.
func newRedactor(values []string) *redactor {
	values = slices.DeleteFunc(values, func(v string) bool { return len(v) < elsewhereLen })
	// The longest comes first: the replacer tries them in this order at each place.
	slices.SortFunc(values, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	var pairs []string
	for _, v := range slices.Compact(values) {
		pairs = append(pairs, v, masked(v))
	}
	return &redactor{replacer: strings.NewReplacer(pairs...)}
}

func (r *redactor) text(s string) string { return r.replacer.Replace(s) }

func (r *redactor) texts(all []string) {
	for i := range all {
		all[i] = r.text(all[i])
	}
}

// location hides secrets in a location of secret, whose redacted form is hidden.
func (r *redactor) location(l *finding.Location, secret, hidden string) {
	texts := []*string{&l.Path, &l.Message, &l.AuthorName, &l.AuthorEmail}
	for _, s := range texts {
		*s = r.text(*s)
		if l.Kind != finding.KindBlob { // the report may show the text that holds the secret, however short
			*s = strings.ReplaceAll(*s, secret, hidden)
		}
	}
	for i := range l.Parts {
		p := &l.Parts[i]
		p.Secret = masked(p.Secret)
		r.texts(p.Facts)
	}
}
