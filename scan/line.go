package scan

import (
	"context"
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// secretMark stands for the secret in the line of a location, until it is known
// whether the report shows the secret. No quote holds it, because it is not printable.
const secretMark = "\x00"

// lineOf is the line of a location, with the mark where the secret is; "" for a secret
// that has no place in a text. It is "" for a message, too: people quote in it, in plain
// words, what they have taken out of a file, and only a scan of that file would know
// what to hide.
func lineOf(h *hit) string {
	if h.Span == (finding.Span{}) || !h.kind.InFile() {
		return ""
	}
	return h.Quote.Before + secretMark + h.Quote.After
}

// How many characters a line shows before and behind the secret.
const (
	shownBefore = 100
	shownAfter  = 60
)

// lines is the stage that cuts the lines of the locations, and puts the secret of the
// finding, or its mask, where the marks are. Of a secret of several lines it shows the
// first.
type lines struct{}

func (lines) apply(_ context.Context, r *finding.Report) error {
	for f := range everyFinding(r) {
		first, _, _ := strings.Cut(f.Secret, "\n")
		first = strings.TrimRight(first, "\r")
		for l := range everywhere(f) {
			if before, after, ok := strings.Cut(l.Line, secretMark); ok {
				l.Line = lastRunes(before, shownBefore) + first + firstRunes(after, shownAfter)
			}
		}
	}
	return nil
}

// ellipsis stands where a line was cut.
const ellipsis = "..."

// firstRunes returns the first characters of a text.
func firstRunes(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + ellipsis
	}
	return s
}

// lastRunes returns the last characters of a text.
func lastRunes(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return ellipsis + string(runes[len(runes)-most:])
	}
	return s
}
