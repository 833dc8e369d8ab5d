package engine

import (
	"strings"

	"github.com/sluicesec/sluice/internal/literal"
)

// escapeLen is the length in bytes of the longest escape sequence that is
// known, \u0022.
const escapeLen = 6

// beginsWord reports whether a regex begins with \b.
func beginsWord(expr string) bool {
	return strings.HasPrefix(strings.TrimPrefix(expr, "(?i)"), `\b`)
}

// escapeBefore reports whether data[:at] ends with an escape sequence: \n, \r
// or \t, or as %3D, \x3d or \u003d one of the characters that tokens stand
// behind in JSON and URLs: space, ", &, ' and =. None of them is a letter, but
// the last byte of the sequence is a word byte.
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

// withEscapes adds to the bytes that can stand before a literal those that an
// escape sequence can end with.
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
