package report

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// printable returns s with an escape for everything that strconv.IsPrint says no
// to: control characters, terminal sequences, line ends, bidirectional and other
// format characters, and bytes that are not UTF-8. Backslashes stay as they are:
// people read the result, and no program parses it.
func printable(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, unprintable) {
		return s
	}
	var b strings.Builder
	for i, size := 0, 0; i < len(s); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case unprintable(r):
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func unprintable(r rune) bool { return !strconv.IsPrint(r) }
