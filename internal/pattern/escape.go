package pattern

import "github.com/sluicesec/sluice/internal/literal"

// Escape sequences. In source code, JSON, logs and mail a token may stand right
// behind one: in "\nghp_..." the bytes before the token are a backslash and an n, and
// behind a colour of a terminal there is an m, so that neither \b nor [^a-z] holds
// there. A pattern that begins with such an edge has its window begin behind the
// sequence.

const (
	// parametersLen is how many bytes of parameters a terminal sequence may have.
	parametersLen = 12
	// EscapeReach is the length in bytes of the longest escape sequence that is known,
	// \u001b[ with parameters and a letter.
	EscapeReach = len(`\u001b[`) + parametersLen + 1
)

// escapeBefore reports whether data[:at] ends with an escape sequence that stands for
// no part of a word:
//
//   - \n, \r or \t;
//   - the code of a byte that is no letter, digit or underscore, written as in %3D,
//     \x3d, \u003d, \075 or =3D, and \uXXXX of any character that is not in ASCII;
//   - a sequence that sets a colour or erases a line of a terminal, ESC [ ... m or K
//     (ECMA-48, sections 8.3.117 and 8.3.41). Its ESC is the byte itself, or an escape
//     sequence: \u001b, \x1b, \033 or \e.
func escapeBefore(data []byte, at int) bool {
	before := data[max(0, at-EscapeReach):max(0, at)]
	if len(before) < 2 {
		return false
	}
	last := before[len(before)-1]
	switch last {
	case 'n', 'r', 't':
		if before[len(before)-2] == '\\' {
			return true
		}
	case 'm', 'K':
		return terminalSequence(before[:len(before)-1])
	}
	return isHex(last) && encodesOther(before)
}

// terminalSequence reports whether text ends with what a terminal sequence has before
// its last letter.
func terminalSequence(text []byte) bool {
	for n := 0; n < parametersLen && len(text) > 0; n++ {
		b := text[len(text)-1]
		if (b < '0' || b > '9') && b != ';' {
			break
		}
		text = text[:len(text)-1]
	}
	if len(text) < 2 || text[len(text)-1] != '[' {
		return false
	}
	text = text[:len(text)-1]
	if text[len(text)-1] == 0x1b {
		return true
	}
	for _, esc := range [...]string{`\u001b`, `\u001B`, `\x1b`, `\x1B`, `\033`, `\e`} {
		if endsWith(text, esc) {
			return true
		}
	}
	return false
}

// encodesOther reports whether text ends with the code of what is no part of a word.
func encodesOther(text []byte) bool {
	n := len(text)
	if n >= 4 && text[n-4] == '\\' && isOctal(text[n-3]) && isOctal(text[n-2]) && isOctal(text[n-1]) && text[n-3] < '4' {
		return !isWordByte((text[n-3]-'0')<<6 | (text[n-2]-'0')<<3 | text[n-1] - '0')
	}
	if n < 3 || !isHex(text[n-2]) {
		return false
	}
	b := hexValue(text[n-2])<<4 | hexValue(text[n-1])
	switch lead := text[:n-2]; {
	case lead[len(lead)-1] == '%', endsWith(lead, `\x`):
		return !isWordByte(b)
	case lead[len(lead)-1] == '=':
		return !isWordByte(b) && !isLower(text[n-2]) && !isLower(text[n-1])
	case len(lead) >= 4 && endsWith(lead[:len(lead)-2], `\u`) && isHex(lead[len(lead)-2]) && isHex(lead[len(lead)-1]):
		return string(lead[len(lead)-2:]) != "00" || !isWordByte(b)
	}
	return false
}

func endsWith(text []byte, end string) bool {
	return len(text) >= len(end) && string(text[len(text)-len(end):]) == end
}

func isOctal(b byte) bool { return '0' <= b && b <= '7' }

func isLower(b byte) bool { return 'a' <= b && b <= 'z' }

func isHex(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'f'
}

// hexValue is the value of a hexadecimal digit.
func hexValue(b byte) byte {
	if b <= '9' {
		return b - '0'
	}
	return b | 0x20 - 'a' + 10
}

// withEscapes adds the bytes that an escape sequence can end with to a set of
// bytes; nil stands for any byte.
func withEscapes(before *literal.ByteSet) *literal.ByteSet {
	if before == nil {
		return nil
	}
	all := *before
	for _, b := range []byte("nrtmK0123456789abcdefABCDEF") {
		all.Add(b)
	}
	return &all
}
