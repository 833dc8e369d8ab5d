package report

import (
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// ellipsis is where something was cut.
const ellipsis = "..."

// columns is how many columns of a terminal a text takes: two for a wide character,
// such as a Chinese one, and none for an accent that is written on its own.
func columns(s string) int {
	for i := range len(s) {
		if s[i] >= 0x80 {
			// Not the default condition, which depends on the language of the environment.
			c := runewidth.Condition{StrictEmojiNeutral: true}
			return c.StringWidth(s)
		}
	}
	return len(s)
}

// wrap breaks s between words into lines of at most width columns. A word that is
// longer has a line of its own.
func wrap(s string, width int) []string {
	var lines []string
	room := 0
	for _, word := range strings.Fields(s) {
		n := columns(word)
		if len(lines) > 0 && n < room {
			lines[len(lines)-1] += " " + word
			room -= n + 1
			continue
		}
		lines = append(lines, word)
		room = width - n
	}
	return lines
}

// wrapTo is wrap with at most a number of lines. What has no room is left out at the
// end, behind an ellipsis.
func wrapTo(s string, width, most int) []string {
	lines := wrap(s, width)
	if len(lines) <= most {
		return lines
	}
	last := lines[most-1]
	for columns(last)+len(ellipsis)+1 > width {
		i := strings.LastIndexByte(last, ' ')
		if i < 0 {
			break // one long word
		}
		last = last[:i]
	}
	return append(lines[:most-1], last+" "+ellipsis)
}

// shortenLeft cuts a text at its beginning to a number of columns: the end of a path
// says more than its beginning.
func shortenLeft(s string, width int) string {
	if columns(s) <= width {
		return s
	}
	room, i := width-len(ellipsis), len(s)
	for i > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if room -= columns(string(r)); room < 0 {
			break
		}
		i -= size
	}
	return ellipsis + s[i:]
}

// shortenPath is shortenLeft for a path: it cuts before a slash if there is one.
func shortenPath(s string, width int) string {
	cut := shortenLeft(s, width)
	if cut == s {
		return s
	}
	if i := strings.IndexByte(cut, '/'); i > 0 {
		return ellipsis + cut[i:]
	}
	return cut
}

// shortenRight cuts a text at its end.
func shortenRight(s string, width int) string {
	if columns(s) <= width {
		return s
	}
	room := width - len(ellipsis)
	for i, r := range s {
		if room -= columns(string(r)); room < 0 {
			return s[:i] + ellipsis
		}
	}
	return s
}

// around cuts a line to a number of columns so that word stays in it. What is before the
// word has more room than what is behind it: there are names of values. Without the word it cuts at the end.
func around(line, word string, width int) string {
	if columns(line) <= width {
		return line
	}
	before, after, found := strings.Cut(line, word)
	if !found || word == "" {
		return shortenRight(line, width)
	}
	room := max(width-columns(word), 0)
	before = shortenLeft(before, max(room*2/3, room-columns(after), len(ellipsis)))
	return shortenRight(before+word+after, width)
}
