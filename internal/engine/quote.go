package engine

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Quote is what stands around the secret of a match on its line, for a person who
// judges the finding: up to where the line ends, or a character that is not printable,
// or some hundred bytes. What was cut off in the middle of a word begins and ends with
// a whole one, because nobody would recognise the half of another secret and hide it.
type Quote struct{ Before, After string }

// maxQuote is how many bytes a quote has on each side.
const maxQuote = 256

// quote returns what stands around data[start:end]. The blank space that a line begins
// and ends with is left out. Behind a secret of several lines nothing is quoted.
func quote(data []byte, start, end int) Quote {
	from, to := max(0, start-maxQuote), min(len(data), end+maxQuote)
	before, after := lineBefore(data[from:start]), ""
	if len(before) == maxQuote {
		before = before[strings.IndexAny(before, breaks)+1:]
	}
	if !bytes.Contains(data[start:end], []byte("\n")) {
		after = lineAfter(data[end:to])
	}
	if len(after) == maxQuote {
		after = after[:strings.LastIndexAny(after, breaks)+1]
	}
	return Quote{strings.TrimLeftFunc(before, unicode.IsSpace), strings.TrimRightFunc(after, unicode.IsSpace)}
}

// breaks are the characters at which a quote that was cut can begin and end.
const breaks = " \t,;&|<>()[]{}\"'`"

// lineBefore returns the end of a text that is printable and of one line.
func lineBefore(text []byte) string {
	from := len(text)
	for from > 0 {
		r, size := utf8.DecodeLastRune(text[:from])
		if !quotable(r, size) {
			break
		}
		from -= size
	}
	return string(text[from:])
}

// lineAfter returns the beginning of a text that is printable and of one line.
func lineAfter(text []byte) string {
	to := 0
	for to < len(text) {
		r, size := utf8.DecodeRune(text[to:])
		if !quotable(r, size) {
			break
		}
		to += size
	}
	return string(text[:to])
}

// quotable reports whether a character can stand in a quote. Broken UTF-8 cannot: it
// may be the half of a character where a quote is cut.
func quotable(r rune, size int) bool {
	return (r != utf8.RuneError || size > 1) && (r == '\t' || unicode.IsPrint(r))
}
