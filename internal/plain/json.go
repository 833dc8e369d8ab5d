package plain

import (
	"bytes"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// JSON makes a JSON text plain without a change of its meaning: it writes as \u
// escapes what encoding/json leaves as it is, and disarms commands. In valid JSON
// all of that can only be within strings. It escapes U+FFFD as encoding/json does
// for a byte that is not UTF-8, so that a report that was read is written as it was
// before.
func JSON(text []byte) []byte {
	text = unprintables(text)
	if bytes.Contains(text, []byte("##")) {
		return hashCommand().ReplaceAll(text, []byte(`#\u0023$1`))
	}
	return text
}

func unprintables(text []byte) []byte {
	plain := func(b byte) bool { return b < 0x7f }
	i := 0
	for i < len(text) && plain(text[i]) {
		i++
	}
	if i == len(text) {
		return text
	}
	out := append(make([]byte, 0, len(text)+len(text)/8), text[:i]...)
	for text = text[i:]; len(text) > 0; {
		if plain(text[0]) {
			out = append(out, text[0])
			text = text[1:]
			continue
		}
		r, size := utf8.DecodeRune(text)
		switch {
		case r != utf8.RuneError && !Unprintable(r):
			out = append(out, text[:size]...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		text = text[size:]
	}
	return out
}
