package decode

import (
	"encoding/base64"
	"encoding/binary"
	"unicode/utf16"
)

// quoted finds quoted-printable (RFC 2045, section 6.7) by "=3D". Words that go on in the
// next line are found by words.
func (s *search) quoted(from int) {
	s.each('D', from, func(i int) { // which is rarer than "="
		if i > 1 && s.data[i-1] == '3' && s.data[i-2] == '=' {
			s.mark(Quoted, i-2, i+1)
		}
	})
}

// softBreak returns where the next line begins if the "=" at an offset is the end of a
// line that goes on there, within a word, and 0 otherwise.
func softBreak(data []byte, at int) (next int) {
	if at == 0 || !joinable(data[at-1]) || data[at-1] == '=' {
		return 0
	}
	next = at + 1
	if next < len(data) && data[next] == '\r' {
		next++
	}
	if next+1 < len(data) && data[next] == '\n' && joinable(data[next+1]) {
		return next + 1
	}
	return 0
}

// utf7 finds ASCII characters in the encoded form of UTF-7 (RFC 2152).
func (s *search) utf7(from int) {
	s.each('+', from, func(i int) {
		if chars, n := shifted(s.data[i:]); n > 0 && telling(chars[0]) {
			s.mark(UTF7, i, i+n)
		}
	})
}

// longestShift bounds an encoded part of UTF-7, in bytes.
const longestShift = 1 << 10

// shifted returns the characters of ASCII that text begins with, between "+" and "-",
// and the length with both, which is 0 if there are none. Where no letter follows, the
// "-" may be missing.
func shifted(text []byte) (chars []rune, n int) {
	if len(text) < 4 || text[1] != 'A' || text[2] < 'A' || text[2] > 'H' { // the first character is ASCII
		return nil, 0
	}
	end := 1
	for end < len(text) && end < longestShift && inWord(text[end]) && text[end] != '-' && text[end] != '_' {
		end++
	}
	raw := make([]byte, base64.RawStdEncoding.DecodedLen(end-1))
	size, err := base64.RawStdEncoding.Decode(raw, text[1:end])
	if err != nil || size < 2 || size%2 != 0 {
		return nil, 0
	}
	units := make([]uint16, size/2)
	for i := range units {
		if units[i] = binary.BigEndian.Uint16(raw[2*i:]); units[i] < ' ' {
			return nil, 0
		}
	}
	if end < len(text) && text[end] == '-' {
		end++
	}
	return utf16.Decode(units), end
}
