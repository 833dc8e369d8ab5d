package decode

import "bytes"

// softAt notes marks for quoted-printable (RFC 2045, section 6.7), of which there is the "=3D" that
// ends at an offset, and for the lines on which it goes on. Other words that go on in the
// next line are found by words.
func (s *search) softAt(i int) {
	s.mark(Quoted, i-2, i+1)
	for at := i; at >= s.softEnd; {
		s.softEnd = lineEnd(s.data, at)
		last := lastOf(s.data, s.softEnd)
		if s.data[last] != '=' || softBreak(s.data, last) == 0 {
			s.softEnd++
			break
		}
		at = softBreak(s.data, last)
		s.mark(Quoted, last, at)
	}
}

// leastCut is how many bytes a token has, at least, that is cut.
const leastCut = 20

// softBreaks notes marks for lines that end with "=" within what may be a token. Words find those that
// are beside a long part.
func (s *search) softBreaks(from int) {
	for _, end := range [...]string{"=\n", "=\r\n"} {
		for at := from; at < s.to; at++ {
			i := bytes.Index(s.data[at:s.to], []byte(end))
			if i < 0 {
				break
			}
			at += i
			if next := softBreak(s.data, at); next > 0 && isCut(s.data, at, next) {
				s.mark(Quoted, at, next)
			}
		}
	}
}

// isCut reports whether what is before an offset and what is behind another may be one token. A name
// of which the value is empty, and the next one, are none.
func isCut(data []byte, end, next int) bool {
	start, stop := end, next
	for start > 0 && end-start < longestInValue && inWord(data[start-1]) {
		start--
	}
	for stop < len(data) && stop-next < longestInValue && inWord(data[stop]) {
		stop++
	}
	if end-start+stop-next < leastCut || stop < len(data) && (data[stop] == '=' && softBreak(data, stop) == 0 || data[stop] == ':') {
		return false
	}
	return isRandom(data, next-1, 1) && (data[next] == '-' || isRandom(data, end, -1)) && (anyDigit(data[start:end]) || anyDigit(data[next:stop]))
}

func anyDigit(text []byte) bool {
	return bytes.IndexFunc(text, func(r rune) bool { return '0' <= r && r <= '9' }) >= 0
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

// plusAt looks at what may be ASCII characters in the encoded form of UTF-7 (RFC 2152).
func (s *search) plusAt(i int) {
	if i < s.utf7End || i+1 >= len(s.data) || s.data[i+1] != 'A' { // the first character is ASCII
		return
	}
	if chars, n := shifted(s.data[i:]); n > 0 && telling(rune(chars[0])) {
		s.mark(UTF7, i, i+n)
		s.utf7End = i + n
	}
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
