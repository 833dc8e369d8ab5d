package scan

import (
	"slices"
	"strings"
)

// shownPrefix is the most bytes of a secret that a redacted report shows: enough
// to tell one token from another, too few to use.
const shownPrefix = 4

// mask stands for the hidden part of a secret, whatever its length.
const mask = "***"

// redact hides a secret. Long ones keep the first bytes, a fifth of them at
// the most; a key block keeps its first line, which says what it is.
func redact(secret string) string {
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

// elsewhereLen is the least length, in bytes, of a secret that is also looked
// for in other text of the report. Shorter ones would black out common words.
const elsewhereLen = 8

// redactor hides every secret of a report wherever else it stands: in commit
// messages, paths, errors.
type redactor struct {
	replacer *strings.Replacer
}

func newRedactor(values []string) *redactor {
	values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return len(v) < elsewhereLen })
	// The longest first: the replacer tries them in this order at each place.
	slices.SortFunc(values, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	var pairs []string
	for _, v := range slices.Compact(values) {
		pairs = append(pairs, v, redact(v))
	}
	return &redactor{replacer: strings.NewReplacer(pairs...)}
}

func (r *redactor) text(s string) string { return r.replacer.Replace(s) }

func (r *redactor) texts(all []string) {
	for i := range all {
		all[i] = r.text(all[i])
	}
}
