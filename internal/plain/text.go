package plain

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/sluicesec/sluice/internal/lazyregexp"
)

// Text returns s with an escape for everything that strconv.IsPrint says no to
// (control characters, terminal sequences, line ends, bidirectional and other
// format characters, bytes that are not UTF-8), and for what a CI system could
// read as a command, also after s was wrapped between words. Backslashes stay as
// they are: people read the result, and no program parses it.
func Text(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, Unprintable) && !mayCommand(s) {
		return s
	}
	var b strings.Builder
	for i, size := 0, 0; i < len(s); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(s[i:])
		writeRune(&b, r, s[i:i+size])
	}
	return hashCommands(colonCommands(b.String()))
}

// writeRune writes a rune, or its escape. text is the rune as it was.
func writeRune(b *strings.Builder, r rune, text string) {
	switch {
	case r == utf8.RuneError && len(text) == 1:
		fmt.Fprintf(b, `\x%02x`, text[0])
	case Unprintable(r):
		quoted := strconv.QuoteRuneToASCII(r)
		b.WriteString(quoted[1 : len(quoted)-1])
	default:
		b.WriteString(text)
	}
}

// Unprintable reports whether Text writes r as an escape wherever it is.
func Unprintable(r rune) bool { return !strconv.IsPrint(r) }

// mayCommand reports whether s may hold a command of a CI system.
func mayCommand(s string) bool { return strings.Contains(s, "::") || strings.Contains(s, "##") }

var (
	hashCommand  = lazyregexp.New(`##([A-Za-z-]{0,32}\[)`)
	colonCommand = lazyregexp.New(`(^| )::`)
)

// hashCommands disarms commands that stand anywhere in a line. In JSON the result
// means the same.
func hashCommands(s string) string {
	if !strings.Contains(s, "##") {
		return s
	}
	return hashCommand().ReplaceAllString(s, `#\u0023$1`)
}

// colonCommands disarms what would be a command at the start of a line, at the
// start of each word.
func colonCommands(s string) string {
	if !strings.Contains(s, "::") {
		return s
	}
	return colonCommand().ReplaceAllString(s, `$1\u003a:`)
}
