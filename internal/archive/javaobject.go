package archive

import (
	"encoding/binary"
	"unicode/utf8"
)

// javaObjects reads the texts of serialized Java objects: a byte of the kind, a length, the
// text. Those of a map and of properties come in pairs without anything between. Of a field
// it is not known which text is its value.
//
// Source: the Java Object Serialization Specification, section 6.
func javaObjects(data []byte, found *constants) {
	const kind, head = 't', 3
	l := loads{to: found}
	name, last := "", 0 // the text before, and where it ends
	plain := 0          // up to where it is known that all is text
	for at := 0; at+head < len(data); at++ {
		if data[at] != kind {
			continue
		}
		n := int(binary.BigEndian.Uint16(data[at+1:]))
		if n == 0 || at+head+n > len(data) {
			continue
		}
		if plain = max(plain, at+head); plain < at+head+n {
			plain += plainLen(data[plain:])
		}
		if plain < at+head+n {
			continue
		}
		text := data[at+head : at+head+n]
		found.add(string(text))
		if name != "" && last == at && isSettingName(name) {
			l.maybe(name, string(text))
			name = ""
		} else {
			name = string(text)
		}
		last = at + head + n
		at = last - 1
	}
}

// plainLen returns how many bytes data begins with that are text.
func plainLen(data []byte) (n int) {
	for n < len(data) {
		r, size := utf8.DecodeRune(data[n:])
		if r == utf8.RuneError && size == 1 || r < ' ' && r != '\n' && r != '\r' && r != '\t' {
			break
		}
		n += size
	}
	return n
}
