package pattern

import (
	"strings"

	"github.com/sluicesec/sluice/internal/literal"
)

// Escape sequences. In source code and JSON a token may stand right behind one:
// in "\nghp_..." the bytes before the token are a backslash and an n, so that \b
// does not hold there. A pattern that begins with \b therefore has its window
// begin behind the sequence.

// escapeLen is the length in bytes of the longest escape sequence that is
// known, \u0022.
const escapeLen = 6

// beginsWord reports whether a regex begins with \b.
func beginsWord(expr string) bool {
	return strings.HasPrefix(strings.TrimPrefix(expr, "(?i)"), `\b`)
}

// escapeBefore reports whether data[:at] ends with an escape sequence: \n, \r
// or \t, or one of the characters that tokens stand behind in JSON and URLs,
// written as in %3D, \x3d or \u003d: space, ", &, ' and =. None of them is a
// letter, but the last byte of its sequence is a word byte.
func escapeBefore(data []byte, at int) bool {
	before := string(data[max(0, at-escapeLen):max(0, at)])
	if len(before) < 2 {
		return false
	}
	lead, code := before[:len(before)-2], before[len(before)-2:]
	switch code {
	case `\n`, `\r`, `\t`:
		return true
	case "20", "22", "26", "27", "3d", "3D":
		return strings.HasSuffix(lead, "%") || strings.HasSuffix(lead, `\x`) || strings.HasSuffix(lead, `\u00`)
	}
	return false
}

// withEscapes adds the bytes that an escape sequence can end with to a set of
// bytes; nil stands for any byte.
func withEscapes(before *literal.ByteSet) *literal.ByteSet {
	if before == nil {
		return nil
	}
	all := *before
	for _, b := range []byte("nrt0267dD") {
		all.Add(b)
	}
	return &all
}
