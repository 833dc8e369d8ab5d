package decode

import "strings"

// seamAt notes a mark if two literals are joined at an offset.
func (s *search) seamAt(i int) {
	for next := seam(s.data, i); next > 0; next = seam(s.data, i) {
		s.mark(Joined, i, next)
		if i = next + 1; next+1 >= len(s.data) || joinable(s.data[next]) || !isCharacter(s.data, i) {
			break // the pass over quotes finds what follows
		}
	}
}

// isCharacter reports whether the quote at an offset ends a literal of one character that is
// in a list, as '&' is.
func isCharacter(data []byte, quote int) bool {
	if quote < 2 || data[quote] != '\'' || data[quote-2] != '\'' || quote+1 >= len(data) {
		return false
	}
	b := data[quote-1]
	return ' ' <= b && b < 0x7f && b != '\'' && b != '\\' && b != ',' && (data[quote+1] == ',' || data[quote+1] == '}')
}

// caretAt looks at what may be the end of a line of cmd that goes on.
func (s *search) caretAt(i int) {
	if i+1 < len(s.data) && (s.data[i+1] == '\n' || s.data[i+1] == '\r') {
		s.seamAt(i)
	}
}

// pipeAt looks at what may be "||" that joins two literals without a space between.
func (s *search) pipeAt(i int) {
	if i > 1 && (s.data[i-1] == '\'' || s.data[i-1] == '"') {
		s.seamAt(i - 1)
	}
}

// inSeam has the bytes that can be between two joined literals.
var inSeam = func() (t [256]bool) {
	for _, b := range []byte(" \t\r\n+.~&|<>^,\\_\"'`()/*") {
		t[b] = true
	}
	return t
}()

// widestSeam is the most bytes between two literals.
const widestSeam = 64

// seam returns where the second of two literals goes on, if the first ends at an
// offset with a quote, and 0 if no two literals are joined there. A backslash at
// the end of a line is a seam, too.
func seam(data []byte, at int) (next int) {
	quote := data[at]
	if at == 0 || at+1 >= len(data) || !joinable(data[at-1]) && !isCharacter(data, at) {
		return 0
	}
	if quote == '\\' || quote == '^' {
		return continued(data, at)
	}
	if data[at+1] == ',' && (at < 2 || data[at-2] != quote) {
		return listed(data, at) // not of characters
	}
	i, blank := at+1, false
	var sign byte
	signs, opened, closed, lines := 0, 0, 0, 0
	for end := min(len(data), at+widestSeam); i < end && inSeam[data[i]] && !isQuote(data, i); i++ {
		switch b := data[i]; b {
		case '/':
			if end := commentEnd(data[:end], i); end > 0 {
				i, blank = end-1, true
			} else if signs++; sign == 0 {
				sign = b
			}
		case '\n':
			lines++
			blank = true
		case ' ', '\t', '\r', '\\', '_', '`':
			blank = true
		case '(':
			opened++
		case ')':
			if closed++; signs > 0 {
				return 0
			}
		default:
			if signs++; sign == 0 {
				sign = b
			}
		}
	}
	if i+1 < len(data) && strings.IndexByte("fbruLN@$", data[i]) >= 0 && i > at+1 { // f"..." and similar
		i++
	}
	if i+1 >= len(data) || !isQuote(data, i) {
		return called(data, at)
	}
	if behindCall := closed == 1 && opened == 0 && sign == '+' && signs == 1 && lines == 0 && isRandom(data, at, -1) && isRandom(data, i, 1); behindCall {
		opened = closed // std::string("a") + "b"
	}
	if !joinable(data[i+1]) && !(sign == ',' && i+2 < len(data) && isCharacter(data, i+2)) || signs > 2 || opened != closed || opened > 0 && signs == 0 {
		return 0
	}
	single := at > 1 && data[at-2] == quote && i+2 < len(data) && data[i+2] == quote // both are one character
	switch {
	case signs == 0 && !(isRandom(data, at, -1) && isRandom(data, i, 1)) && (blank || data[i] != quote) && data[i+1] != '_': // as in lists of names
		return 0
	case signs == 0 && !blank && (at < 2 || !isRandom(data, at, -1) && !isRandom(data, i, 1)): // "" in a text is a quote; 'a'"b" is a word of shells
		return 0
	case signs == 0 && blank && data[i] != quote:
		return 0
	case sign == ',' && (!single || signs > 1 || data[i] != quote), (sign == '<' || sign == '|') && signs == 1, sign == '>' && signs == 1:
		return 0 // a list, unless of characters; a comparison
	case sign == '/' && signs == 1, sign == '*' && signs == 2:
		return 0
	case lines > 0 && (opened > 0 || sign == '/' || sign == '*'): // most lines that end so go on with something else
		return 0
	}
	return i + 1
}

// isQuote reports whether there is a quote at an offset. A backquote at the end of a line
// of PowerShell is none.
func isQuote(data []byte, at int) bool {
	switch data[at] {
	case '"', '\'':
		return true
	case '`':
		return at+1 < len(data) && data[at+1] != '\n' && data[at+1] != '\r'
	}
	return false
}

// isRandom reports whether there is what words do not have in a literal, beside the
// quote at an offset that ends it or, with a step of 1, begins it.
func isRandom(data []byte, quote, step int) bool {
	for i, n := quote+step, 0; i >= 0 && i < len(data) && n < nearRandom && isJoinable[data[i]]; i, n = i+step, n+1 {
		if b := data[i]; isDigit(b) || 'A' <= b && b <= 'Z' || b == '_' || b == '=' {
			return true
		}
	}
	return false
}

// continued returns where the next line begins, behind its indentation, if the backslash
// at an offset ends a line within a word, and 0 otherwise.
func continued(data []byte, at int) int {
	next := at + 1
	if next < len(data) && data[next] == '\r' {
		next++
	}
	if next >= len(data) || data[next] != '\n' {
		return 0
	}
	if next = skipBlanks(data, next+1); next+1 < len(data) && data[next] == '\\' && data[at] == '\\' && isAlnum(data[next+1]) {
		return next + 1 // a gap in a string of Haskell, or a blank of YAML
	}
	if next < len(data) && joinable(data[next]) && data[next] != '-' {
		return next
	}
	return 0
}

// joinable reports whether a byte can be next to the place where a secret was cut.
func joinable(b byte) bool { return isJoinable[b] }

var isJoinable = func() (t [256]bool) {
	for b := range t {
		t[b] = isAlnum(byte(b)) || strings.IndexByte("_-+/.=:@", byte(b)) >= 0
	}
	return t
}()

// seamAcross reports whether two literals are joined across a newline.
func seamAcross(data []byte, newline int) bool {
	for i := newline - 1; i >= 0 && newline-i < widestSeam; i-- {
		switch b := data[i]; {
		case b == '"', b == '\'', b == '\\', b == '^', b == '`':
			if seam(data, i) > newline {
				return true
			}
			if b == '"' || b == '\'' {
				return false
			}
		case !inSeam[b] && b != ';':
			return false
		}
	}
	return false
}
