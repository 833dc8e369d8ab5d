package decode

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// telling reports whether an escape of a character says that somebody encoded text:
// names and values have it, and a usual writer does not escape it.
func telling(r rune) bool {
	return 0 < r && r < 0x7f && (isAlnum(byte(r)) || strings.IndexByte(`=:"'@/+-_.~&`, byte(r)) >= 0)
}

func isAlnum(b byte) bool { return alnums[b] }

// alnums has the letters and digits of ASCII.
var alnums = func() (t [256]bool) {
	for b := range t {
		letter := b | 0x20
		t[b] = '0' <= b && b <= '9' || 'a' <= letter && letter <= 'z' && b < utf8.RuneSelf
	}
	return t
}()

// backslashAt looks at what may be an escape, or a line that goes on behind a backslash.
func (s *search) backslashAt(i int) {
	data, to := s.data, s.to
	if i < s.nextEscape || i+1 >= to {
		return // it was escaped
	}
	if i-s.nextEscape > 4*unitsOfText {
		s.binary = 0
	}
	s.nextEscape = i + 2
	switch data[i+1] {
	case 'x':
		s.nextEscape = i + 3
		if end := s.literalAt(i); end > 0 {
			s.nextEscape, s.binary = end, 0
			return
		}
		if i+3 < len(data) && ('1' <= data[i+2] && data[i+2] <= '7' || data[i+2] == '{') {
			s.escapeAt(i)
		} else if s.binary++; s.binary > mostBinary {
			s.nextEscape, s.binary = to, 0
			if k := bytes.IndexByte(data[i:to], '"'); k >= 0 {
				s.nextEscape = i + k
			}
		}
	case 'u', 'U', '0', '1', 'e':
		s.escapeAt(i)
		if data[i+1] < 'a' {
			s.signAt(i)
		}
	case '\\':
		s.nextEscape = i + s.backslashesAt(i)
	case '\n', '\r':
		if isJoinable[data[max(i-1, 0)]] {
			s.seamAt(i)
		}
	case 'n', 't', 'r':
		s.charsAt(i)
		s.nextEscape = i + 1
	case '2', '3', '4', '5', '6', '7', '8', '9', 'o', 'N', '$':
		s.signAt(i)
		if i > 0 && joinable(data[i-1]) && (data[i+1] == 'N' || data[i+1] < '8') {
			s.escapeAt(i)
		}
		s.nextEscape = i + 1
	default:
		if escapedSigns[data[i+1]] {
			s.escapedSignAt(i)
		}
		s.nextEscape = i + 1
	}
}

// escapedSigns are the signs that Markdown, LaTeX, roff, shells, JSON and files of properties have
// with a backslash before them, although they stand for themselves.
var escapedSigns = func() (t [256]bool) {
	for _, b := range []byte("_-=:/&#@! ") {
		t[b] = true
	}
	return t
}()

// escapedSignAt notes a mark if the sign with a backslash at an offset is within what may be a
// name or a value. A slash has to be within a value: all URLs in the JSON of PHP have them.
func (s *search) escapedSignAt(i int) {
	data := s.data
	if i == 0 || i+2 >= len(data) || !isAlnum(data[i-1]) {
		if i > 0 && data[i-1] == ':' && hasLogin(data[i+1:]) {
			s.mark(Escapes, i, i+2)
		}
		return
	}
	switch b, next := data[i+1], data[i+2]; {
	case next == ' ' && (b == ':' || b == '='): // the value of a property
		if value := skipQuote(data, i+3); value >= len(data) || !isRandom(data, value-1, 1) {
			return
		}
	case b == ' ':
		if next != '=' && next != ':' && next != '\\' {
			return
		}
	case b == '/':
		if !isAlnum(next) || !isRandom(data, i, -1) || !isRandom(data, i+1, 1) {
			return
		}
	case !isAlnum(next) && !(b == ':' && (next == '/' || next == '\\')):
		return
	}
	s.mark(Escapes, i, i+2)
}

// skipQuote returns the offset behind the quote at an offset, or the offset if there is none.
func skipQuote(data []byte, at int) int {
	if at < len(data) && (data[at] == '"' || data[at] == '\'') {
		at++
	}
	return at
}

// longestLogin is how many bytes of a URL the user and the password have, at most.
const longestLogin = 256

// hasLogin reports whether a URL, of which text begins with the slashes, has a password. Both slashes have
// a backslash before them, but the first: /\/shop:password@host, perhaps in JSON in JSON.
func hasLogin(text []byte) bool {
	text = text[:min(len(text), longestLogin)]
	n := 1
	for n < len(text) && text[n] == '\\' {
		n++
	}
	if n == 1 || n+1 >= len(text) || text[0] != '/' || text[n] != '/' {
		return false
	}
	for colon := false; n+1 < len(text); {
		n++
		switch b := text[n]; {
		case b == '@':
			return colon
		case b == ':':
			colon = true
		case b <= ' ', b == '/', b == '"', b == '\'', b == '<', b == '>', b == '\\' && n+1 < len(text) && text[n+1] != 'u':
			return false
		}
	}
	return false
}

// leastNested is how many backslashes a quote has, at least, that is in JSON in JSON in
// JSON. Rules know what has fewer.
const leastNested = 5

// backslashesAt notes a mark if a quote with many backslashes is at an offset. It returns
// how many backslashes there are before the last.
func (s *search) backslashesAt(i int) int {
	n := 1
	for i+n < s.to && s.data[i+n] == '\\' {
		n++
	}
	switch {
	case i+n >= len(s.data):
	case n >= leastNested && s.data[i+n] == '"', i > 0 && s.data[i-1] == ':' && hasLogin(s.data[i+n:]):
		s.mark(Escapes, i, i+n+1)
	}
	return n - 1
}

func (s *search) escapeAt(i int) {
	r, n := escape(s.data[i:])
	isFrame := r == '<' && i+n < len(s.data) && s.data[i+n] == '~'
	if n > 0 && (telling(r) || r == 0x1b || isFrame || r < 0 && isCutByUnseen(s.data, i, i+n)) && inText(s.data, i+n) {
		s.mark(Escapes, i, i+n)
	}
}

// isCutByUnseen reports whether what is between two offsets cuts what is no word.
func isCutByUnseen(data []byte, start, end int) bool {
	return start > 0 && end < len(data) && joinable(data[start-1]) && joinable(data[end]) && (isRandom(data, start, -1) || isRandom(data, end-1, 1))
}

// mostBinary is how many bytes of binary data a literal may have and still be read as
// text. Whole files are embedded in this way in source code.
const mostBinary = 64

// unitsOfText is how many characters behind an escape must be those of a text.
const unitsOfText = 8

// inText reports whether what is behind an escape is text, and not binary data of which
// some bytes look like text.
func inText(data []byte, at int) bool {
	for range unitsOfText {
		if at >= len(data) || data[at] == '"' || data[at] == '\'' || data[at] == ' ' || data[at] == '\n' {
			return true
		}
		r, n := rune(data[at]), 1
		if r == '\\' {
			if r, n = escape(data[at:]); n == 0 {
				r, n = '\\', 1
			}
		}
		if r >= utf8.RuneSelf && n == 4 || r < utf8.RuneSelf && !printable(byte(r)) {
			return false
		}
		at += n
	}
	return true
}

// escape returns the character of the escape that text begins with, and the escape's
// length, which is 0 if there is none.
func escape(text []byte) (r rune, n int) {
	if len(text) < 2 {
		return 0, 0
	}
	switch b := text[1]; b {
	case 'u', 'x':
		if len(text) > 3 && text[2] == '{' {
			end := bytes.IndexByte(text[:min(len(text), 12)], '}')
			if end < 4 {
				return 0, 0
			}
			if r, ok := number(text[3:end], 16); ok {
				if isUnseen(r) {
					r = -1
				}
				return r, end + 1
			}
			return 0, 0
		}
		if b == 'x' {
			return fixed(text, 2, 2, 16)
		}
		at := 2
		for at < len(text) && text[at] == 'u' && at < mostUs { // as in Java
			at++
		}
		if r, n = fixed(text, at, 4, 16); n > 0 && isUnseen(r) {
			r = -1
		}
		return r, n
	case 'U':
		return fixed(text, 2, 8, 16)
	case 'N':
		return namedEscape(text)
	case '0', '1':
		if r, n = styleEscape(text, 6); n > 0 && text[2] == '0' && text[3] == '0' {
			return r, n
		}
		return fixed(text, 1, 3, 8)
	case '2', '3', '4', '5', '6', '7':
		if r, n = styleEscape(text, 2); n == len(`\67 `) {
			return r, n
		}
	case '"', '\'', '\\', '/':
		return rune(b), 2
	case 'n':
		return '\n', 2
	case 't':
		return '\t', 2
	case 'r':
		return '\r', 2
	case 'e':
		if len(text) > 2 && text[2] == '[' {
			return 0x1b, 2
		}
	default:
		if escapedSigns[b] {
			return rune(b), 2
		}
	}
	return 0, 0
}

// mostUs is how many letters "u" an escape of Java has, at most, with the backslash (Java Language
// Specification, section 3.3).
const mostUs = 8

// isUnseen reports whether nobody sees a character above ASCII.
func isUnseen(r rune) bool {
	if r < utf8.RuneSelf {
		return false
	}
	c, n := seen(utf8.AppendRune(nil, r), 0)
	return n > 0 && c < 0
}

// styleEscape returns the character of the escape of CSS that text begins with (CSS Syntax Module, section 4.3.7), of so many
// digits, and its length with the blank that ends it.
func styleEscape(text []byte, digits int) (r rune, n int) {
	if r, n = fixed(text, 1, digits, 16); n > 0 && n < len(text) && text[n] == ' ' {
		n++
	}
	return r, n
}

// signNames are the names of signs in Unicode that are in tokens and between names and values.
var signNames = map[string]rune{
	"LOW LINE": '_', "HYPHEN-MINUS": '-', "FULL STOP": '.', "EQUALS SIGN": '=', "COLON": ':', "SOLIDUS": '/', "PLUS SIGN": '+', "COMMERCIAL AT": '@',
	"AMPERSAND": '&', "TILDE": '~', "NUMBER SIGN": '#', "EXCLAMATION MARK": '!', "DOLLAR SIGN": '$', "PERCENT SIGN": '%', "ASTERISK": '*', "QUESTION MARK": '?',
}

// namedEscape returns the character of the escape that text begins with, \N{LOW LINE} of Python or \N{U+5F} of Perl, and its
// length, 0 if there is none.
func namedEscape(text []byte) (r rune, n int) {
	const longest = 32
	end := bytes.IndexByte(text[:min(len(text), longest)], '}')
	if end < 4 || text[2] != '{' {
		return 0, 0
	}
	name := string(text[3:end])
	if digits, ok := strings.CutPrefix(name, "U+"); ok {
		if r, ok = number([]byte(digits), 16); !ok {
			return 0, 0
		}
		return r, end + 1
	}
	for _, letters := range [...]struct {
		before string
		first  rune
	}{{"LATIN SMALL LETTER ", 'a'}, {"LATIN CAPITAL LETTER ", 'A'}} {
		if letter, ok := strings.CutPrefix(name, letters.before); ok && len(letter) == 1 && letter[0] >= 'A' && letter[0] <= 'Z' {
			return letters.first + rune(letter[0]-'A'), end + 1
		}
	}
	if r = signNames[name]; r == 0 {
		return 0, 0
	}
	return r, end + 1
}

// fixed reads a number of so many digits at an offset.
func fixed(text []byte, at, digits, base int) (r rune, n int) {
	if len(text) < at+digits {
		return 0, 0
	}
	r, ok := number(text[at:at+digits], base)
	if !ok {
		return 0, 0
	}
	return r, at + digits
}

// number reads the number of a character.
func number(digits []byte, base int) (rune, bool) {
	if len(digits) == 0 || len(digits) > 8 {
		return 0, false
	}
	n := 0
	for _, d := range digits {
		v := int(hexValues[d])
		if v >= base {
			return 0, false
		}
		n = n*base + v
	}
	return rune(n), n <= 0x10ffff
}
