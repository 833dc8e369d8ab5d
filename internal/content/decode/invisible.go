package decode

import (
	"encoding/binary"
	"unicode/utf8"
)

// invisibles finds characters that nobody sees: zeros, control sequences of terminals
// (ECMA-48), characters without width, soft hyphens, byte order marks; and those that
// look like ASCII, such as those of full width.
func (s *search) invisibles(from int) {
	s.each(0, from, s.invisible)
	s.each(0x1b, from, s.invisible)
	s.each('\b', from, s.invisible)
	for i := from; i < s.to; i++ {
		if i = skipASCII(s.data, i, s.to); i < s.to && isLead[s.data[i]] {
			s.invisible(i)
		}
	}
}

// invisible notes a mark if there is such a character at an offset, beside what may be a part of a
// name or a value.
func (s *search) invisible(at int) {
	r, n := seen(s.data, at)
	if n == 0 {
		return
	}
	before, after := at > 0 && joinable(s.data[at-1]), at+n < len(s.data) && joinable(s.data[at+n])
	if r == ' ' || r == '\'' || r == '"' || r == '-' { // usual in prose
		if before = at > 0 && isSign(s.data[at-1]); !before && r == '-' {
			before = at+n < len(s.data) && s.data[at+n] >= '0' && s.data[at+n] <= '9' || at > 0 && s.data[at-1] >= '0' && s.data[at-1] <= '9'
		}
		after = at+n < len(s.data) && isSign(s.data[at+n])
	}
	if before || after {
		s.mark(Invisible, at, at+n)
	}
}

func isSign(b byte) bool { return b == '=' || b == ':' || b == '_' || b == '-' }

// isLead has the first bytes of the characters above ASCII that seen knows.
var isLead = func() (t [256]bool) {
	for _, r := range [...]rune{0x85, 0xad, 0x200b, 0x3000, 0xfe58, 0xff01, 0xa789, 0x2060} {
		t[utf8.AppendRune(nil, r)[0]] = true
	}
	return t
}()

// skipASCII returns the offset of the first byte that is not ASCII, or to.
func skipASCII(data []byte, from, to int) int {
	const high = 0x8080808080808080
	for ; from+32 <= to; from += 32 {
		b := data[from : from+32]
		if (binary.LittleEndian.Uint64(b)|binary.LittleEndian.Uint64(b[8:])|binary.LittleEndian.Uint64(b[16:])|binary.LittleEndian.Uint64(b[24:]))&high != 0 {
			break
		}
	}
	for from < to && data[from] < utf8.RuneSelf {
		from++
	}
	return from
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
	}
	r, n = utf8.DecodeRune(data[at:min(len(data), at+utf8.UTFMax)])
	switch {
	case r == 0x9b: // the beginning of a control sequence in one character
		return -1, n - 2 + sequence(append([]byte{0x1b, '['}, data[at+n:min(len(data), at+n+longestSequence)]...))
	case 0x80 <= r && r < 0xa0 && n == 2, r == 0xad, r == 0x34f, r == 0xfeff, r == 0x180e,
		0x200b <= r && r <= 0x200f, 0x202a <= r && r <= 0x202e, 0x2060 <= r && r <= 0x206f, 0xfe00 <= r && r <= 0xfe0f:
		return -1, n
	case 0xff01 <= r && r <= 0xff5e:
		return r - 0xff01 + '!', n
	}
	if like := looksLike(r); like != 0 {
		return like, n
	}
	return 0, 0
}

// looksLike returns the separator of ASCII that a character looks like, 0 for none.
func looksLike(r rune) rune {
	switch r {
	case 0xa0, 0x2007, 0x202f, 0x3000:
		return ' '
	case 0x2010, 0x2011, 0x2012, 0x2013, 0x2212, 0xfe58, 0xfe63:
		return '-'
	case 0x2236, 0xa789, 0xfe55:
		return ':'
	case 0x2215, 0x2044:
		return '/'
	case 0x2024, 0xfe52:
		return '.'
	case 0xfe66, 0xa78a:
		return '='
	case 0xfe4d, 0xfe4e, 0xfe4f:
		return '_'
	case 0x201c, 0x201d:
		return '"'
	case 0x2018, 0x2019:
		return '\''
	}
	return 0
}

// longestSequence bounds the control sequences of terminals, in bytes.
const longestSequence = Margin / 4

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
	case ']':
		for i := 2; i < len(text); i++ {
			if text[i] == '\a' || text[i] == '\\' && text[i-1] == 0x1b {
				return i + 1
			}
		}
	case '(', ')', '#':
		if len(text) > 2 {
			return 3
		}
	}
	return 2
}
