package decode

import "unicode/utf8"

// invisible notes a mark if there is such a character at an offset, within what may be a name or a
// value, or between them. Prose has many of them elsewhere.
func (s *search) invisible(at int) {
	r, n := seen(s.data, at)
	if n == 0 || at == 0 || at+n >= len(s.data) {
		return
	}
	if r < 0 && n > 1 && s.data[at] != 0x1b { // with those behind it
		for i := 0; i < mostUnseen; i++ {
			next, size := seen(s.data, at+n)
			if next >= 0 || size < 2 || s.data[at+n] == 0x1b || at+n+size >= len(s.data) {
				break
			}
			n += size
		}
	}
	before, after := s.data[at-1], s.data[at+n]
	within := joinable(before) && joinable(after)
	switch {
	case s.data[at] == 0x1b:
		within = within || joinable(after)
	case s.data[at] == '\b':
		within = joinable(before) || joinable(after)
	case r >= 0 && n == 4: // letters of mathematics, and tags
		within = joinable(after) || after == 0xf0 || after == 0xf3
	case r >= 0 && n == 3 && s.data[at] == 0xe2 && isAlnum(byte(r)): // in circles
		within = joinable(after) || after == 0xe2
	case r == ' ':
		within = besideSign(s.data, at, at+n)
	case r == '"', r == '\'':
		if before == ' ' && at > 1 {
			before = s.data[at-2]
		}
		within = (before == '=' || before == ':') && isAlnum(after)
	case r >= 0 && n == 3 && s.data[at] == 0xef && isAlnum(byte(r)): // full width
		within = within || after == 0xef
	case r == ':' || r == '=': // perhaps with blanks around it
		if before == ' ' && at > 1 {
			before = s.data[at-2]
		}
		if after == ' ' && at+n+1 < len(s.data) {
			after = s.data[at+n+1]
		}
		within = isAlnum(before) && (joinable(after) || after == '"' || after == '\'')
	case r >= 0 && n == 2 && s.data[at] <= 0xc1:
		within = within || after == 0xc0 || after == 0xc1
	}
	if within && !(s.data[at] == 0 && isWide16(s.data, at) || isCounted[s.data[at]] && isBinary(s.data, at)) {
		s.mark(Invisible, at, at+n)
	}
}

// besideSign reports whether the blank between two offsets is beside the sign between a name and a value,
// perhaps with a blank of ASCII between them. Behind a name, a quote is behind the sign: prose has blanks
// before colons.
func besideSign(data []byte, start, end int) bool {
	before, after := data[start-1], data[end]
	if before == ' ' && start > 1 {
		before = data[start-2]
	}
	if before == '=' || before == ':' {
		return isAlnum(after) || after == '"' || after == '\''
	}
	if after != '=' && after != ':' || !isAlnum(before) && before != '"' && before != '\'' {
		return false
	}
	for i := end + 1; i < min(len(data), end+1+utf8.UTFMax); i++ {
		switch b := data[i]; {
		case b == '"', b == '\'':
			return true
		case b != ' ' && b < utf8.RuneSelf:
			return false
		}
	}
	return false
}

// mostUnseen is how many characters that nobody sees are looked at behind one.
const mostUnseen = 16

// leastWide is how many zeros in every other byte are text in UTF-16. Such text has a
// view of its own.
const leastWide = 8

// isWide16 reports whether the zero at an offset is part of text in UTF-16.
func isWide16(data []byte, at int) bool {
	n := 1
	for _, step := range [...]int{-2, 2} {
		for i := at + step; n < leastWide && 0 <= i && i < len(data) && data[i] == 0 && data[i-step/2] != '\n'; i += step {
			n++
		}
	}
	return n >= leastWide
}

// controls are the control characters of ASCII that texts do not have, but for the one that
// sequences begin with.
const controls = "\x00\x01\x02\x03\x04\x05\x06\a\b\v\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1c\x1d\x1e\x1f\x7f"

// isCounted has those of which many near each other are no text. Terminals make letters bold
// with the others.
var isCounted = func() (t [256]bool) {
	for _, b := range []byte(controls) {
		t[b] = b != '\b' && b != 0x0e && b != 0x0f
	}
	return t
}()

// mostControls is how many such characters may be near each other in a line that is text.
const mostControls = 3

// isBinary reports whether the control character at an offset is one of many in a line, as in
// what a program has serialized. There, they are between names.
func isBinary(data []byte, at int) bool {
	const near = 64
	n := 0
	for i := at; i >= max(0, at-near) && data[i] != '\n' && n <= mostControls; i-- {
		if isCounted[data[i]] {
			n++
		}
	}
	for i := at + 1; i < min(len(data), at+near) && data[i] != '\n' && n <= mostControls; i++ {
		if isCounted[data[i]] {
			n++
		}
	}
	return n > mostControls
}

// leads are the bytes that characters above ASCII begin with that seen knows.
const leads = "\xad\xc0\xc1\xc2\xcd\xd6\xd7\xd8\xe1\xe2\xe3\xea\xef\xf0\xf3"

// special reports whether these may be the first bytes of a character above ASCII that
// seen knows.
func special(a, b, c byte) bool {
	switch a {
	case 0xc0, 0xc1:
		return b&0xc0 == 0x80
	case 0xc2:
		return b <= 0xa0 || b == 0xad || b == 0xab || b == 0xbb
	case 0xd6, 0xd7, 0xd8:
		return c < utf8.RuneSelf && (b == 0x89 || b == 0x83 || b == 0x9c)
	case 0xe2:
		return b == 0x80 || b == 0x81 || 0x86 <= b && b <= 0x89 || b == 0x91 || b == 0x92 || b == 0x93 || b == 0x95 && c == 0x90 || b == 0xa0 && c == 0x80
	case 0xe3:
		return b == 0x80 && c == 0x80 || b == 0x82 && c == 0xa0 || b == 0x85 && c == 0xa4
	case 0xef:
		return b >= 0xb8
	case 0xf0:
		return b == 0x9d && 0x90 <= c && c <= 0x9f
	case 0xf3:
		return b == 0xa0 && c <= 0x81
	case 0xad:
		return b < utf8.RuneSelf
	}
	return a == 0xcd || a == 0xe1 || a == 0xea
}

// seen returns what a reader sees of the character at an offset, -1 for nothing. n is
// its length in bytes, and 0 for one that is seen as it is.
func seen(data []byte, at int) (r rune, n int) {
	switch b := data[at]; {
	case b == 0x1b:
		return -1, sequence(data[at:])
	case b < utf8.RuneSelf && !printable(b):
		return -1, 1
	case b < utf8.RuneSelf:
		return 0, 0
	case b == 0xad && at > 0 && data[at-1] < utf8.RuneSelf: // a soft hyphen of Latin-1
		return -1, 1
	case b <= 0xc1: // ASCII in two bytes, which is no valid UTF-8
		if b >= 0xc0 && at+1 < len(data) && data[at+1]&0xc0 == 0x80 {
			return rune(b&1)<<6 | rune(data[at+1]&0x3f), 2
		}
		return 0, 0
	}
	r, n = utf8.DecodeRune(data[at:min(len(data), at+utf8.UTFMax)])
	switch {
	case r == 0x9b: // the beginning of a control sequence in one character
		return -1, n - 2 + sequence(append([]byte{0x1b, '['}, data[at+n:min(len(data), at+n+longestSequence)]...))
	case 0xe0020 <= r && r <= 0xe007e && areTags(data, at): // a text that only programs read
		return r - 0xe0000, n
	case 0x2460 <= r && r <= 0x2468: // in circles, as letters are
		return r - 0x2460 + '1', n
	case 0x24b6 <= r && r <= 0x24cf:
		return r - 0x24b6 + 'A', n
	case 0x24d0 <= r && r <= 0x24e9:
		return r - 0x24d0 + 'a', n
	case r == 0x24ea:
		return '0', n
	case 0x80 <= r && r < 0xa0 && n == 2, r == 0xad, r == 0x2800, 0xfff9 <= r && r <= 0xfffb, r == 0x34f, r == 0x61c, r == 0xfeff, r == 0x180e, r == 0x3164, 0xe0000 <= r && r <= 0xe007f,
		0x200b <= r && r <= 0x200f, 0x202a <= r && r <= 0x202e, 0x2060 <= r && r <= 0x206f, 0xfe00 <= r && r <= 0xfe0f:
		return -1, n
	case firstMath <= r && r < firstMathDigit: // 13 alphabets, each of capital and small letters
		if letter := (r - firstMath) % 52; letter < 26 {
			return 'A' + letter, n
		} else {
			return 'a' + letter - 26, n
		}
	case firstMathDigit <= r && r <= 0x1d7ff:
		return '0' + (r-firstMathDigit)%10, n
	case 0xff01 <= r && r <= 0xff5e:
		return r - 0xff01 + '!', n
	}
	if like := looksLike(r); like != 0 {
		return like, n
	}
	return 0, 0
}

// leastTags is how many tag characters (Unicode, section 23.9) are a text, at least. Those of flags are fewer.
const leastTags = 8

// areTags reports whether the tag character at an offset is one of a text.
func areTags(data []byte, at int) bool {
	n, isTag := 1, func(i int) bool { return data[i] == 0xf3 && data[i+1] == 0xa0 && data[i+2]&^1 == 0x80 }
	for i := at + 4; n < leastTags && i+3 < len(data) && isTag(i); i += 4 {
		n++
	}
	for i := at - 4; n < leastTags && i >= 0 && isTag(i); i -= 4 {
		n++
	}
	return n == leastTags
}

// The first of the letters and digits of mathematics (Unicode, Mathematical Alphanumeric Symbols).
const (
	firstMath      = 0x1d400
	firstMathDigit = 0x1d7ce
)

// looksLike returns the separator of ASCII that a character looks like, 0 for none.
func looksLike(r rune) rune {
	switch r {
	case 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x202f, 0x205f, 0x3000:
		return ' '
	case 0x2010, 0x2011, 0x2212, 0xfe58, 0xfe63:
		return '-'
	case 0x2236, 0xa789, 0xfe55, 0xfe13, 0x589, 0x5c3:
		return ':'
	case 0x2215, 0x2044:
		return '/'
	case 0x2024, 0xfe52:
		return '.'
	case 0xfe66, 0xa78a, 0x2261, 0x2254, 0x2550, 0x30a0, 0x2192, 0x21d2: // the last two are arrows
		return '='
	case 0xfe4d, 0xfe4e, 0xfe4f:
		return '_'
	case 0x201c, 0x201d, 0xab, 0xbb:
		return '"'
	case 0x2018, 0x2019:
		return '\''
	}
	return 0
}

// longestSequence bounds the control sequences of terminals, in bytes.
const longestSequence = 32

// sequence returns the length of the control sequence that text begins with.
func sequence(text []byte) int {
	text = text[:min(len(text), longestSequence)]
	if len(text) < 2 {
		return 1
	}
	switch text[1] {
	case '[':
		for i := 2; i < len(text) && text[i] >= ' '; i++ {
			if 0x40 <= text[i] && text[i] <= 0x7e {
				return i + 1
			}
		}
	case ']', 'P', 'X', '^', '_': // a command, or a string for a device
		for i := 2; i < len(text) && text[i] != '\n'; i++ {
			if text[i] == '\a' || text[i] == '\\' && text[i-1] == 0x1b {
				return i + 1
			}
		}
	case '(', ')', '#':
		if len(text) > 2 && text[2] >= ' ' {
			return 3
		}
	}
	if text[1] < ' ' {
		return 1
	}
	return 2
}
