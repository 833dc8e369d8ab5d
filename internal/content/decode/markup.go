package decode

import "bytes"

// percents finds percent-encoding (RFC 3986, section 2.1), also of itself.
func (s *search) percents(from int) {
	s.each('%', from, func(i int) {
		if i+1 >= len(s.data) || !isDigit(s.data[i+1]) {
			return // no character that tells has another first digit
		}
		r, n := fixed(s.data[i:], 1, 2, 16)
		if n == 0 {
			return
		}
		if r == '%' && i+4 < len(s.data) {
			r, _ = number(s.data[i+3:i+5], 16)
		}
		if telling(r) {
			s.mark(Percent, i, i+n)
		}
	})
}

// entities finds character references (HTML, section 13.5).
func (s *search) entities(from int) {
	s.each('&', from, func(i int) {
		if i+1 < len(s.data) && (s.data[i+1] == '#' || isAlnum(s.data[i+1])) {
			s.entityAt(i)
		}
	})
}

func (s *search) entityAt(i int) {
	r, n := entity(s.data[i:])
	if n == 0 || !telling(r) || r == '&' {
		return
	}
	if (r == '"' || r == '\'') && !assigns(s.data, i, i+n) {
		return // a quote in prose
	}
	s.mark(Entities, i, i+n)
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
}

// entity returns the character of the reference that text begins with, and the
// reference's length, which is 0 if there is none.
func entity(text []byte) (r rune, n int) {
	if len(text) < 4 {
		return 0, 0
	}
	if text[1] != '#' {
		for _, e := range named {
			if text[1] == e.text[1] && len(text) >= len(e.text) && string(text[:len(e.text)]) == e.text {
				return e.r, len(e.text)
			}
		}
		return 0, 0
	}
	end := bytes.IndexByte(text[:min(len(text), 12)], ';')
	if end < 3 {
		return 0, 0
	}
	digits, base := text[2:end], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	if r, ok := number(digits, base); ok {
		return r, end + 1
	}
	return 0, 0
}
