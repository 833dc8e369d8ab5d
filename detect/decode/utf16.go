package decode

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// sniffUnits is how many code units are looked at to recognise UTF-16.
const sniffUnits = 4096

// UTF16 turns UTF-16 text into UTF-8, in either byte order. It is recognised
// by its byte order mark (The Unicode Standard, section 23.8), or without one
// by what ASCII leaves behind: a zero in every other byte. Lines stay lines.
// The mark is left out, and what is not a character becomes U+FFFD. ok is
// false, and data is to be taken as it is, when it is anything else.
func UTF16(data []byte) (text []byte, ok bool) {
	order, marked := mark(data)
	if marked {
		data = data[2:]
	} else if order = guess(data); order == nil {
		return nil, false
	}
	if !readable(data, order) {
		return nil, false
	}
	text = make([]byte, 0, len(data)*5/8)
	for len(data) >= 2 {
		r := rune(order.Uint16(data))
		data = data[2:]
		if utf16.IsSurrogate(r) {
			low := rune(0)
			if len(data) >= 2 {
				low = rune(order.Uint16(data))
			}
			if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
				data = data[2:]
			}
		}
		text = utf8.AppendRune(text, r)
	}
	if len(data) > 0 {
		text = utf8.AppendRune(text, utf8.RuneError)
	}
	return text, true
}

func mark(data []byte) (order binary.ByteOrder, ok bool) {
	switch {
	case len(data) < 2:
	case data[0] == 0xff && data[1] == 0xfe:
		return binary.LittleEndian, true
	case data[0] == 0xfe && data[1] == 0xff:
		return binary.BigEndian, true
	}
	return nil, false
}

// guess tells the byte order by the place of the zeros; nil when neither fits.
func guess(data []byte) binary.ByteOrder {
	units := min(len(data)/2, sniffUnits)
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

// readable reports whether data reads as text: numbers of 16 bits look much
// like UTF-16, but hold control characters.
func readable(data []byte, order binary.ByteOrder) bool {
	units := min(len(data)/2, sniffUnits)
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
