package decode

import "bytes"

// quoted finds quoted-printable (RFC 2045, section 6.7) by "=3D", with the lines on which it
// goes on. Other words that go on in the next line are found by words.
func (s *search) quoted(from int) {
	ended := from // the line that was looked at
	for i := from + 2; i < s.to; i++ {
		k := bytes.IndexByte(s.data[i:s.to], 'D') // which is rarer than "="
		if k < 0 {
			return
		}
		if i += k; s.data[i-1] != '3' || s.data[i-2] != '=' {
			continue
		}
		s.mark(Quoted, i-2, i+1)
		for at := i; at >= ended; {
			ended = lineEnd(s.data, at)
			last := lastOf(s.data, ended)
			if s.data[last] != '=' || softBreak(s.data, last) == 0 {
				ended++
				break
			}
			at = softBreak(s.data, last)
			s.mark(Quoted, last, at)
		}
	}
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
	if next+1 < len(data) && data[next] == '\n' && joinable(data[next+1]) && !isPadding(data, at) {
		return next + 1
	}
	return 0
}

// isPadding reports whether the "=" at the end of a line pads a word of base64, as those of
// checksums are. Writers of quoted-printable cut lines at a length.
func isPadding(data []byte, at int) bool {
	const cutAt, leastChecksum = 76, 20
	start := max(0, at-cutAt)
	line := data[start+bytes.LastIndexByte(data[start:at], '\n')+1 : at+1]
	n := 0
	for n < len(line)-1 && inWord(line[len(line)-2-n]) {
		n++
	}
	return n >= leastChecksum && n%4 == 3 && len(line) != cutAt
}

// utf7 finds ASCII characters in the encoded form of UTF-7 (RFC 2152).
func (s *search) utf7(from int) {
	done := from
	s.each('+', from, func(i int) {
		s.signAt(i)
		if i < done || i+1 >= len(s.data) || s.data[i+1] != 'A' { // the first character is ASCII
			return
		}
		if chars, n := shifted(s.data[i:]); n > 0 && telling(rune(chars[0])) {
			s.mark(UTF7, i, i+n)
			done = i + n
		}
	})
}

// shifted returns the characters of ASCII that text begins with, between "+" and "-",
// and the length with both, which is 0 if there are none. Where no letter follows, the
// "-" may be missing.
func shifted(text []byte) (chars []byte, n int) {
	acc, have := uint(0), 0
	for n = 1; n < len(text) && text[n] != '-' && text[n] != '_' && inWord(text[n]); n++ {
		acc, have = acc<<6|uint(base64Values[text[n]]), have+6
		if have < 16 {
			continue
		}
		have -= 16
		unit := acc >> have & 0xffff
		if unit < ' ' || unit >= 0x7f {
			return nil, 0
		}
		chars = append(chars, byte(unit))
	}
	if len(chars) == 0 || have >= 6 { // what is left is padding
		return nil, 0
	}
	if n < len(text) && text[n] == '-' {
		n++
	}
	return chars, n
}
