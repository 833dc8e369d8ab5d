package decode

import "bytes"

// percentAt looks at what may be percent-encoding (RFC 3986, section 2.1), also of itself.
func (s *search) percentAt(i int) {
	if i+1 < len(s.data) && s.data[i+1] == 'u' {
		if r, n := fixed(s.data[i:], 2, 4, 16); n > 0 && telling(r) {
			s.mark(Percent, i, i+n)
		}
		return
	}
	if i+1 >= len(s.data) || !isDigit(s.data[i+1]) {
		return // no character that tells has another first digit
	}
	r, n := fixed(s.data[i:], 1, 2, 16)
	if n == 0 {
		return
	}
	for at := i + 3; r == '%' && at+1 < len(s.data) && at < i+3+2*mostPercents; at += 2 {
		r, _ = number(s.data[at:at+2], 16)
	}
	if telling(r) {
		s.mark(Percent, i, i+n)
	}
}

// mostPercents is how often percent-encoding may be encoded itself.
const mostPercents = 8

// ampersandAt looks at what may be a character reference (HTML, section 13.5).
func (s *search) ampersandAt(i int) {
	if i+1 < len(s.data) && (s.data[i+1] == '#' || isAlnum(s.data[i+1])) {
		if s.entityAt(i); s.data[i+1] == 'A' {
			s.plusAt(i)
		}
	}
}

func (s *search) entityAt(i int) {
	r, n := entity(s.data[i:])
	if r == '&' && i+n < len(s.data) && s.data[i+n] == '#' { // encoded twice
		r, _ = reference(s.data[i+n-1:])
	}
	if r < 0 && i > 0 && i+n < len(s.data) && joinable(s.data[i-1]) && joinable(s.data[i+n]) {
		s.mark(Entities, i, i+n)
		return
	}
	if (r == '&' || r == '<' || r == '>') && isInValue(s.data, i, i+n) || r == '<' && closes(s.data, i, i+n) {
		s.mark(Entities, i, i+n)
		return
	}
	if n == 0 || !telling(r) || r == '&' {
		return
	}
	if (r == '"' || r == '\'') && !assigns(s.data, i, i+n) {
		return // a quote in prose
	}
	s.mark(Entities, i, i+n)
}

// longestInValue is how many bytes a value has, at most, before and behind a reference in it.
const longestInValue = 64

// isInValue reports whether the reference between two offsets is within a value, such as a
// password: one word with a digit, of an element, an attribute, or an item in it. The
// parameters of a URL, which nearly all references are between, are no values.
func isInValue(data []byte, start, end int) bool {
	digits, from := false, start
	for ; ; from-- {
		if from == 0 || start-from > longestInValue {
			return false
		}
		if b := data[from-1]; b == '>' || b == '"' || b == '\'' || b == '=' {
			break
		} else if b <= ' ' || b == '/' || b == '?' || b == '<' || b == '(' {
			return false
		} else if isDigit(b) {
			digits = true
		}
	}
	for to := end; ; to++ {
		if to == len(data) || to-end > longestInValue {
			return false
		}
		switch b := data[to]; {
		case b == '<', b == '"', b == '\'', b == ';':
			return digits && from < start
		case b <= ' ', b == '/', b == '?', b == '=', b == '>':
			return false
		case isDigit(b):
			digits = true
		}
	}
}

// leastOfElement is how many bytes a value has, at least, that is the text of an element.
const leastOfElement = 6

// closes reports whether a closing tag begins with the reference between two offsets, which ends a
// value such as a password: a word with a digit and a letter, in an element that is itself the text of one.
func closes(data []byte, start, end int) bool {
	if end >= len(data) || data[end] != '/' {
		return false
	}
	digits, letters, from := false, false, start
	for ; ; from-- {
		if from == 0 || start-from > longestInValue || data[from-1] <= ' ' || data[from-1] == '<' || data[from-1] == '>' {
			return false
		}
		if data[from-1] == ';' {
			break
		}
		digits, letters = digits || isDigit(data[from-1]), letters || isAlnum(data[from-1]) && !isDigit(data[from-1])
	}
	if !digits || !letters || start-from < leastOfElement {
		return false
	}
	for _, open := range [...]string{"&gt;", "&#62;", "&#x3e;", "&#x3E;"} {
		if bytes.HasSuffix(data[:from], []byte(open)) {
			return true
		}
	}
	return false
}

// assigns reports whether what is between two offsets is beside a colon or an equals sign.
func assigns(data []byte, start, end int) bool {
	isSign := func(b byte) bool { return b == ':' || b == '=' }
	return end < len(data) && isSign(data[end]) || start > 0 && isSign(data[start-1]) || start > 1 && data[start-1] == ' ' && isSign(data[start-2])
}

// named are the named references that stand between names and values.
var named = [...]struct {
	text string
	r    rune
}{
	{"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&equals;", '='}, {"&colon;", ':'},
	{"&lowbar;", '_'}, {"&hyphen;", '-'}, {"&period;", '.'}, {"&sol;", '/'}, {"&plus;", '+'}, {"&commat;", '@'}, {"&nbsp;", ' '},
	{"&UnderBar;", '_'}, {"&dash;", '-'}, {"&num;", '#'}, {"&dollar;", '$'}, {"&percnt;", '%'}, {"&excl;", '!'}, {"&ast;", '*'}, {"&quest;", '?'},
	{"&shy;", -1}, {"&ZeroWidthSpace;", -1}, {"&zwnj;", -1}, {"&zwj;", -1}, {"&NoBreak;", -1},
}

// longestNamed is how long a named reference is, at most.
var longestNamed = func() (n int) {
	for _, e := range named {
		n = max(n, len(e.text))
	}
	return n
}()

// entity returns the character of the reference that text begins with, and the
// reference's length, which is 0 if there is none.
func entity(text []byte) (r rune, n int) {
	if len(text) < 4 {
		return 0, 0
	}
	if text[1] != '#' {
		if bytes.IndexByte(text[:min(len(text), longestNamed)], ';') < 0 {
			return 0, 0
		}
		for _, e := range named {
			if text[1] == e.text[1] && len(text) >= len(e.text) && string(text[:len(e.text)]) == e.text {
				return e.r, len(e.text)
			}
		}
		return 0, 0
	}
	return reference(text)
}

// mostZeros is how many zeros may be before the number of a reference.
const mostZeros = 16

// reference returns the character of a numeric reference, of which text has all but
// perhaps the first byte, -1 for one that nobody sees, and the reference's length, which
// is 0 if there is none. Zeros may be before the number, and the semicolon may be missing.
func reference(text []byte) (r rune, n int) {
	start, base := 2, 10
	if len(text) > 2 && text[2]|0x20 == 'x' {
		start, base = 3, 16
	}
	for zeros := 0; start+1 < len(text) && text[start] == '0' && text[start+1] != ';' && zeros < mostZeros; zeros++ {
		start++
	}
	end := start
	for end < min(len(text), start+9) && int(hexValues[text[end]]) < base {
		end++
	}
	r, ok := number(text[min(start, len(text)):end], base)
	if !ok {
		return 0, 0
	}
	if end < len(text) && text[end] == ';' {
		end++
	}
	if isUnseen(r) {
		r = -1
	}
	return r, end
}
