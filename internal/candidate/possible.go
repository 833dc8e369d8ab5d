package candidate

import "bytes"

// Possible reports whether a candidate can follow a keyword that ends at an offset
// of some text, by what comes right behind it. It is a quick look: of most keywords
// in source code it says no.
func Possible(text []byte, end int) bool {
	for end > 0 && !isNameByte(text[end-1]) {
		end-- // pw= and its kin
	}
	behind := text[end:]
	i := 0
	for i < len(behind) && isNameByte(behind[i]) {
		if i++; i > maxNameSide {
			return false
		}
	}
	if i == len(behind) {
		return true
	}
	if holdsKeyword(behind[:i]) {
		return false
	}
	if i > 0 && behind[i-1] == '-' && behind[i] == '>' {
		return true
	}
	from := i
closing:
	for i < len(behind) && i-from < 8 {
		switch behind[i] {
		case '"', '\'', '`', '\\', ']', ')', '*':
			i++
		default:
			break closing
		}
	}
	spaced := i < len(behind) && isBlank(behind[i])
	i += blanks(behind[i:])
	if i == len(behind) {
		return true
	}
	switch b := behind[i]; b {
	case ':', '=':
		s := scanner{text: behind, at: i, c: &Candidate{}}
		s.operator()
		if s.c.Sep != Colon && s.c.Sep != Equals {
			return true
		}
		i = s.at
		apart := i < len(behind) && isBlank(behind[i])
		i += blanks(behind[i:])
		return !isCode(behind[min(i, len(behind)):], apart)
	case '?', '|', '>', '<', ',', '(', '-', '&', '%', '+', '.', '!', '[', ';', '/':
		return true
	case '\n', '\r':
		return i > from || beginsValue(behind[i:])
	default:
		return spaced
	}
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' }

// blanks returns how many spaces and tabs b begins with.
func blanks(b []byte) int {
	n := 0
	for n < len(b) && isBlank(b[n]) {
		n++
	}
	return n
}

// beginsValue reports whether the next line may give the value of a name that is a
// value itself: "value: x" below "name: PASSWORD".
func beginsValue(lines []byte) bool {
	lines = bytes.TrimLeft(lines, " \t\r\n")
	return len(lines) == 0 || bytes.IndexByte([]byte("vVdDcC\"'<"), lines[0]) >= 0
}

// isCode reports whether what stands for a value without quotes is surely code, by
// how it begins: a variable, a member, a call, an index. apart says that there is
// a space before it. It is false if the text ends too early to say.
func isCode(text []byte, apart bool) bool {
	if len(text) > 1 && text[0] == '$' {
		return isLetter(text[1]) || text[1] == '_' || text[1] == '('
	}
	i, dots := 0, 0
	for i < len(text) && (isLetter(text[i]) || text[i] == '_' || text[i] == '.') {
		if text[i] == '.' {
			dots++
		}
		i++
	}
	if i < 2 || i == len(text) || text[0] == '.' || text[i-1] == '.' {
		return false
	}
	switch text[i] {
	case '(', '[':
		rest := bytes.TrimLeft(text[i+1:], " [(")
		if len(rest) == 0 || isQuote(rest[0]) || rest[0] == '\\' || isLetter(rest[0]) && mayQuote(rest) {
			return false // a call around a quoted value
		}
		return text[i] == '[' || apart || dots > 0
	case ' ', '\t', ',', ';', ')', '}', '\n', '\r':
		rest := text[i+blanks(text[i:]):]
		return dots > 0 && len(rest) > 0 && rest[0] != '=' && rest[0] != '<'
	}
	return false
}

// mayQuote reports whether a second call may open a quote: f(g("...
func mayQuote(text []byte) bool {
	for i, b := range text {
		if isQuote(b) {
			return true
		}
		if i > 40 || !isNameByte(b) && b != '(' && b != '[' && b != ' ' {
			return false
		}
	}
	return true
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }
