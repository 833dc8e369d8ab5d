package content

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// sniffBytes is how many bytes recognise looks at.
const sniffBytes = 8 << 10

// decodeUTF16 turns UTF-16 text in either byte order into UTF-8. It recognises the
// text by its byte order mark (The Unicode Standard, section 23.8), or without one
// by the zeros of ASCII characters: one in every other byte. Lines stay lines. The
// mark is left out, and what is not a character becomes U+FFFD. ok is false if data
// is anything else than UTF-16.
func decodeUTF16(data []byte) (text []byte, ok bool) {
	order, skip := recognise(data)
	if order == nil {
		return nil, false
	}
	text, err := wide(order).NewDecoder().Bytes(data[skip:])
	return text, err == nil
}

// utf16Offset returns the offset in UTF-16 data of the character at offset i of the
// text that decodeUTF16 made of it.
func utf16Offset(data, text []byte, i int) int {
	_, offset := recognise(data)
	for at := 0; at < i; {
		r, n := utf8.DecodeRune(text[at:])
		if at += n; at > i { // i is within this character
			break
		}
		offset += 2 * utf16.RuneLen(r)
	}
	return min(offset, len(data)) // if the length is odd, the last character is one byte
}

// wide is UTF-16 in a byte order, without its mark.
func wide(order binary.ByteOrder) encoding.Encoding {
	if order == binary.BigEndian {
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
}

// recognise returns the byte order of UTF-16 data, and how many bytes its mark
// takes. The order is nil if data is not UTF-16. It looks at the first sniffBytes.
func recognise(data []byte) (order binary.ByteOrder, skip int) {
	data = data[:min(len(data), sniffBytes)]
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		order, skip = binary.LittleEndian, 2
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		order, skip = binary.BigEndian, 2
	default:
		order = guess(data)
	}
	if order == nil || !readable(data[skip:], order) {
		return nil, 0
	}
	return order, skip
}

// guess returns the byte order that the places of the zeros show, or nil.
func guess(data []byte) binary.ByteOrder {
	units := len(data) / 2
	if units < 4 || bytes.IndexByte(data[:2*units], 0) < 0 {
		return nil
	}
	var first, second int // zeros in the first and in the second byte of a unit
	for i := range units {
		if data[2*i] == 0 {
			first++
		}
		if data[2*i+1] == 0 {
			second++
		}
	}
	switch {
	case second*10 >= units*7 && first*10 <= units:
		return binary.LittleEndian
	case first*10 >= units*7 && second*10 <= units:
		return binary.BigEndian
	}
	return nil
}

// readable reports whether data can be text. Numbers of 16 bits look much like
// UTF-16, but they contain control characters.
func readable(data []byte, order binary.ByteOrder) bool {
	units := len(data) / 2
	bad := 0
	for i := range units {
		switch u := order.Uint16(data[2*i:]); {
		case u == '\t' || u == '\n' || u == '\r' || u == '\f':
		case u < 0x20 || u == 0x7f || u == 0xffff || u == 0xfffe:
			bad++
		}
	}
	return bad*20 <= units
}
