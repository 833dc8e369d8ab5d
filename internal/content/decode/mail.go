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

// byteAt looks at what may be a byte in quoted-printable: one of several, or the "_" of a token, which writers
// encode in headers. Checksums begin like other bytes: sha256=2B...
func (s *search) byteAt(i int) {
	data := s.data
	r, n := quotedByte(data[i:])
	if n == 0 || !telling(r) || i+n >= len(data) {
		return
	}
	if _, next := quotedByte(data[i+n:]); next > 0 || r == '_' && isAlnum(data[i+n]) && endsWithLetter(data[:i]) {
		s.mark(Quoted, i, i+n)
	}
}

// endsWithLetter reports whether a name ends with a letter, or with its version, as in v1.
func endsWithLetter(name []byte) bool {
	n := len(name)
	if n > 1 && isDigit(name[n-1]) {
		return name[n-2] == 'v'
	}
	return n > 0 && isAlnum(name[n-1])
}

// mailWordAt looks at a question mark that may be in what the words of a header of a mail begin with. It
// returns where they end, if so, and the offset otherwise.
func (s *search) mailWordAt(i int) int {
	if s.data[i-1] != '=' {
		return i
	}
	n := mailWords(s.data[i-1:], func(byte, int) {})
	if n == 0 {
		return i
	}
	s.mark(MailWord, i-1, i-1+n)
	return i - 1 + n
}

// quotedByte returns the byte that text begins with in quoted-printable, and its length there, 0 if there
// is none. Writers use capitals.
func quotedByte(text []byte) (r rune, n int) {
	if len(text) < 3 || text[0] != '=' || text[1] >= 'a' || text[2] >= 'a' {
		return 0, 0
	}
	return fixed(text, 1, 2, 16)
}

// longestMailWord is how many bytes a word of a header has, at most. Writers write 75.
const longestMailWord = 1 << 10

// mailWords calls add with what the words of a header of a mail encode that text begins with (RFC 2047), and
// returns how long they are, 0 if there are none. Blanks and the ends of lines between two are no part of
// the text.
func mailWords(text []byte, add func(b byte, at int)) (n int) {
	for {
		next := n
		if n > 0 {
			if bytes.HasPrefix(text[n:], []byte("\r\n")) {
				next += 2
			} else if n < len(text) && text[n] == '\n' {
				next++
			}
			folded := next > n
			if next = skipBlanks(text, next); folded && !isBlank(text[next-1]) {
				return n
			}
		}
		code, start, end := mailWord(text[next:])
		if end == 0 {
			return n
		}
		word := text[next : next+end]
		if code == 'b' {
			t := wordBytes(Base64, word[start:end-2])
			for i, b := range t.Data {
				add(b, next+start+int(t.At[i]))
			}
		}
		for i := start; i < end-2 && code == 'q'; i++ {
			b, at := word[i], next+i
			if r, size := fixed(word[i:], 1, 2, 16); b == '=' && size > 0 {
				b, i = byte(r), i+size-1
			} else if b == '_' {
				b = ' '
			}
			add(b, at)
		}
		n = next + end
	}
}

// mailWord returns how the word is encoded that text begins with, b or q, where its content begins, and
// where the word ends: 0 if there is none.
func mailWord(text []byte) (code byte, start, end int) {
	if len(text) < 2 || text[0] != '=' || text[1] != '?' {
		return 0, 0, 0
	}
	i := 2
	for i < min(len(text), 42) && (isAlnum(text[i]) || text[i] == '-' || text[i] == '_' || text[i] == '*') {
		i++
	}
	if i == 2 || i+3 >= len(text) || text[i] != '?' || text[i+2] != '?' {
		return 0, 0, 0
	}
	code, start = text[i+1]|0x20, i+3
	rest := text[start:min(len(text), start+longestMailWord)]
	n := bytes.IndexAny(rest, "?\n")
	if code != 'b' && code != 'q' || n < 1 || n+1 >= len(rest) || rest[n] != '?' || rest[n+1] != '=' {
		return 0, 0, 0
	}
	return code, start, start + n + 2
}

// inMailWord reports whether the content of a word of a header begins at an offset, of which the mark says what
// the word is with those behind it.
func inMailWord(data []byte, at int) bool {
	if at < 3 || data[at-1] != '?' || data[at-3] != '?' {
		return false
	}
	i := max(0, at-46)
	n := bytes.LastIndex(data[i:at-3], []byte("=?"))
	if n < 0 {
		return false
	}
	_, start, _ := mailWord(data[i+n:])
	return i+n+start == at
}

// goesOnInMail reports whether a word of a header ends at the end of a line, and another is at the beginning
// of the next, as in headers that are folded.
func goesOnInMail(data []byte, at, next int) bool {
	return at > 0 && data[at] == '=' && data[at-1] == '?' && next+1 < len(data) && isBlank(data[next-1]) && data[next] == '=' && data[next+1] == '?'
}

// plusAt looks at what may be ASCII characters in the encoded form of UTF-7 (RFC 2152), or behind an "&", as
// in the names of mailboxes (RFC 3501, section 5.1.3).
func (s *search) plusAt(i int) {
	if i < s.utf7End || i+1 >= len(s.data) || s.data[i+1] != 'A' { // the first character is ASCII
		return
	}
	if chars, n := shifted(s.data[i:]); n > 0 && telling(rune(chars[0])) && (s.data[i] == '+' || s.data[i+n-1] == '-') {
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
