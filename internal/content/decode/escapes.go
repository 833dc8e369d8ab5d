package decode

import (
	"bytes"
	"strings"
)

// telling reports whether an escape of a character says that somebody encoded text:
// names and values have it, and a usual writer does not escape it.
func telling(r rune) bool {
	return 0 < r && r < 0x7f && (isAlnum(byte(r)) || strings.IndexByte(`=:"'@/+-_.~&`, byte(r)) >= 0)
}

func isAlnum(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// each calls at with the offset of every byte b up to the end of the search.
func (s *search) each(b byte, from int, at func(i int)) {
	for i := from; i < s.to; i++ {
		k := bytes.IndexByte(s.data[i:s.to], b)
		if k < 0 {
			return
		}
		i += k
		at(i)
	}
}

// escapes finds escapes that begin with a backslash, and lines that go on behind one.
func (s *search) escapes(from int) {
	s.each('\\', from, func(i int) {
		if r, n := escape(s.data[i:]); n > 2 && telling(r) || r == 0x1b {
			s.mark(Escapes, i, i+n)
		} else if next := 0; n == 0 {
			if next = seam(s.data, i); next > 0 {
				s.mark(Joined, i, next)
			}
		}
	})
}

// escape returns the character of the escape that text begins with, and the escape's
// length, which is 0 if there is none.
func escape(text []byte) (r rune, n int) {
	if len(text) < 2 {
		return 0, 0
	}
	switch b := text[1]; b {
	case 'u':
		if len(text) > 3 && text[2] == '{' {
			end := bytes.IndexByte(text[:min(len(text), 12)], '}')
			if end < 4 {
				return 0, 0
			}
			if r, ok := number(text[3:end], 16); ok {
				return r, end + 1
			}
			return 0, 0
		}
		return fixed(text, 2, 4, 16)
	case 'U':
		return fixed(text, 2, 8, 16)
	case 'x':
		return fixed(text, 2, 2, 16)
	case '0', '1':
		return fixed(text, 1, 3, 8)
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
	}
	return 0, 0
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
