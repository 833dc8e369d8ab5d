package scan

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/sluicesec/sluice/finding"
)

// How many bytes of a text a location quotes. A commit message of a megabyte can
// hold ten thousand secrets, and each has the message in its location.
const (
	mostMessage = 8 << 10
	mostPath    = 4 << 10 // more than the paths of most systems may have
	mostName    = 1 << 10
)

// A report whose locations are very many quotes less in each: all messages together
// have allMessages bytes, but each has leastMessage.
const (
	allMessages  = 16 << 20
	leastMessage = 256
)

// cutMark ends a text that was cut.
const cutMark = " [...]"

// shorten is the stage that cuts the long texts of locations. It comes after
// redact: no rule would recognise the half of a secret that a cut leaves.
type shorten struct{}

func (shorten) apply(_ context.Context, r *finding.Report) error {
	locations := 0
	for i := range r.Findings {
		locations += len(r.Findings[i].Locations)
	}
	keepMessages(r)
	share := max(allMessages/max(locations, 1), leastMessage)
	for f := range everyFinding(r) {
		for l := range everywhere(f) {
			for s, most := range quoted(l) {
				*s = clip(*s, most)
			}
			l.Message = clip(l.Message, share)
		}
	}
	return nil
}

// wholeMessages is how many bytes all messages of a report have together, at most, if the hits
// keep them whole.
const wholeMessages = 64 << 20

// keepMessages keeps the messages whole in the hits.
func keepMessages(r *finding.Report) {
	length := 0
	for f := range everyFinding(r) {
		for l := range everywhere(f) {
			length += len(l.Message)
		}
	}
	if length > wholeMessages {
		return
	}
	for f := range everyFinding(r) {
		for l := range everywhere(f) {
			if l.Hit != nil {
				l.Hit.Message = l.Message
			}
		}
	}
}

// quoted gives the texts that a location quotes, and how many bytes of each.
func quoted(l *finding.Location) map[*string]int {
	texts := map[*string]int{&l.Path: mostPath, &l.Ref: mostPath, &l.Message: mostMessage, &l.AuthorName: mostName, &l.AuthorEmail: mostName}
	for i := range l.Layers {
		texts[&l.Layers[i]] = mostPath
	}
	return texts
}

// clip cuts a text after most bytes, and between characters.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	n := most
	for n > most-utf8.UTFMax && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.Clone(s[:n]) + cutMark
}

// replaceIn replaces a secret in the part of a text that is shown. What may be the
// beginning of the secret at the end of that part is left out.
func replaceIn(text, secret, mask string, most int) string {
	if len(text) <= most {
		return strings.ReplaceAll(text, secret, mask)
	}
	shown := strings.ReplaceAll(text[:most], secret, mask)
	return clip(shown, max(len(shown)-len(secret), 0))
}
