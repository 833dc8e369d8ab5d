package candidate

import "bytes"

// Possible reports whether a candidate can follow the keyword text[at:end], by the
// byte before it and what comes right behind it. It is a quick look: of most
// keywords in source code it says no.
func Possible(text []byte, at, end int) bool {
	for end > at && !isNameByte(text[end-1]) {
		end-- // pw= and its kin
	}
	for at+1 < end && !isLetter(text[at]) {
		at++ // _pw and its kin
	}
	behind := text[end:]
	i := 0
	for i < len(behind) && isNameByte(behind[i]) && !isWide(behind[i:]) {
		if i++; i > maxNameTail {
			return false
		}
	}
	if i == len(behind) {
		return true
	}
	if holdsKeyword(behind[:i]) {
		return false
	}
	if isWide(behind[i:]) || i > 0 && (behind[i-1] == '-' && behind[i] == '>' || behind[i-1] == '.' && behind[i] == '=') {
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
	closed := i > from
	spaced := i < len(behind) && isBlank(behind[i])
	i += blanks(behind[i:])
	if i == len(behind) {
		return true
	}
	switch b := behind[i]; b {
	case ':', '=', ',', '(':
		s := scanner{text: behind, at: i, c: &Candidate{}}
		s.operator()
		rest := behind[min(s.at, len(behind)):]
		apart := len(rest) > 0 && isBlank(rest[0])
		rest = rest[blanks(rest):]
		switch {
		case len(rest) == 0:
			return true
		case rest[0] == '\n' || rest[0] == '\r':
			return beginsQuoted(rest) || (b == ',' || b == ':') && beginsValue(rest) || b == ':' && beginsScalar(rest)
		case isQuote(rest[0]):
			return !isTiny(rest) && (closed || !isLabel(rest, s.c.Sep))
		case s.c.Sep == Colon || s.c.Sep == Equals:
			return (!isCode(rest, apart) || mayRead(rest)) && !isDull(rest)
		case s.c.Sep == Comma || s.c.Sep == Call || s.c.Sep == Compare:
			return !isPlain(rest)
		}
		return true
	case '|', '>', '-', '.', ';':
		return true
	case '[':
		return closed || spaced || i+1 == len(behind) || !isQuote(behind[i+1]) || bytes.IndexByte(behind[i:min(len(behind), i+maxIndex)], ']') > 0
	case '?', '<', '&', '%', '+', '!', '/':
		return i+1 == len(behind) || isOperator(b, behind[i+1], spaced)
	case '\n', '\r':
		return beginsValue(behind[i:]) || mayBeNamed(text, at)
	case '}':
		next := behind[i+1:]
		return len(next) == 0 || bytes.IndexByte(behindHashKey, next[0]) >= 0 || next[0] == '}' && mayHaveDefault(text, at) || mayBeNamed(text, at)
	default:
		if isWide(behind[i:]) {
			return true
		}
		option := at > 0 && text[at-1] == '-'
		if !spaced {
			return false
		}
		// Attributes of an XML tag end near by.
		if bytes.HasPrefix(behind[i:], []byte("``")) && i+2 < len(behind) && behind[i+2] != '`' {
			return false // nothing is in these quotes
		}
		attributes := behind[i:min(len(behind), i+maxAttributes)]
		return bytes.IndexByte(attributes, '>') >= 0 || bytes.IndexByte(attributes, '=') >= 0 || isInitial(attributes) || !isShort(behind[i:]) && (option || !isPlain(behind[i:]))
	}
}

// isOperator reports whether a sign and the byte behind it may be an operator behind a
// name, or with a space before them the beginning of a value.
func isOperator(sign, next byte, spaced bool) bool {
	if spaced {
		return sign != '%' || next != '('
	}
	switch sign {
	case '?':
		return next == ':' || next == '?' || next == '='
	case '<':
		return next == '-' || next == '/'
	case '&':
		return next == '#' || next|0x20 == 'q'
	case '%':
		return next == '2' || next == '3'
	case '+', '!':
		return next == '='
	case '/':
		return next == '>'
	}
	return true
}

// isTiny reports whether what follows is a value in quotes that is too short, or none.
func isTiny(text []byte) bool {
	for i := 1; i <= MinValue && i < len(text); i++ {
		switch text[i] {
		case text[0]:
			return i > 1 || i+1 < len(text) && text[i+1] != text[0] // """ is another quote
		case '\\', ' ', '\t', '\r', '\n':
			return false // the value may begin behind it
		}
	}
	return false
}

// isLabel reports whether the quote that follows ends the line, as that of "Password:"
// does.
func isLabel(text []byte, sep Sep) bool {
	return sep == Colon && len(text) > 1 && (text[1] == '\n' || text[1] == '\r')
}

// isPlain reports whether what follows is a word without digits, and no call around
// something in quotes: as an argument or in a comparison it is a variable.
func isPlain(text []byte) bool {
	if text[0] == ')' {
		return true
	}
	i := 0
	for i < len(text) && (isLetter(text[i]) || text[i] == '_' || text[i] == '.' || text[i] == '=') {
		i++
	}
	if i == 0 || i == len(text) {
		return false
	}
	switch text[i] {
	case ' ', '\t', '\n', '\r':
		next := text[i+blanks(text[i:]):]
		return len(next) > 0 && next[0] != '=' && next[0] != ':' && !foldPrefix(text, "or") && !foldPrefix(text, "new")
	case ')', ']', '}':
		return i+1 == len(text) || !isLetter(text[i+1]) && !isDigit(text[i+1])
	case ',', ';':
		return i+1 < len(text) && isSpace(text[i+1])
	case '"', '\'':
		return i > 2
	}
	return false
}

// isDull reports whether what follows an operator is a word or a number that is too
// short for a value, or a word that means nothing: "key=True,".
func isDull(text []byte) bool {
	i := 0
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	if i > 0 {
		return i < MinValue && i < len(text) && (text[i] == '\n' || text[i] == '\r')
	}
	for i < len(text) && isLetter(text[i]) {
		i++
	}
	if i == 0 || i == len(text) {
		return false
	}
	switch text[i] {
	case '\n', '\r':
		return i < MinValue || boring(text[:i])
	case ' ':
		next := text[i+blanks(text[i:]):]
		return (i < MinValue || boring(text[:i])) && len(next) > 0 && next[0] != '=' && !foldPrefix(text, "new")
	case ')', ']', '}':
		return (i < MinValue || boring(text[:i])) && i+1 < len(text) && !isLetter(text[i+1]) && !isDigit(text[i+1])
	case '<':
		return i < MinValue || boring(text[:i])
	case ';', ',':
		return i+1 < len(text) && isSpace(text[i+1]) && (i < MinValue || boring(text[:i]))
	}
	return false
}

// isShort reports whether what follows a space is a word that is too short for a
// value: "key in", "pass the".
func isShort(text []byte) bool {
	i := 0
	for i < len(text) && isLetter(text[i]) {
		i++
	}
	return 0 < i && i < MinValue && i < len(text) && (isBlank(text[i]) || text[i] == '\n') && !foldPrefix(text, "or") && !foldPrefix(text, "do ")
}

// isInitial reports whether what follows may be the type of a variable with its value,
// see takeInitial.
func isInitial(text []byte) bool { return foldPrefix(text, "type ") || foldPrefix(text, "pic ") }

// beginsQuoted reports whether the next line begins with a quote.
func beginsQuoted(lines []byte) bool {
	lines = bytes.TrimLeft(lines, " \t\r\n")
	return len(lines) == 0 || isQuote(lines[0])
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
	return len(lines) < 24 || isValueWord(lines[:wordLen(lines)]) || lines[0] == '"' || lines[0] == '\''
}

// beginsScalar reports whether the next line may be a plain scalar, see plainScalar.
func beginsScalar(lines []byte) bool {
	word := bytes.TrimLeft(lines, "\r\n")
	n := blanks(word)
	if n == 0 || n == len(word) {
		return n > 0
	}
	word = word[n:]
	end := bytes.IndexAny(word, " \t\r\n")
	if end < 0 {
		return true
	}
	return isLineEnd(word[end]) && mayBeScalar(word[:end])
}

// isCode reports whether what stands for a value without quotes is surely code, by
// how it begins: a variable, a member, a call, an index. apart says that there is
// a space before it. It is false if the text ends too early to say.
func isCode(text []byte, apart bool) bool {
	if len(text) > 1 && text[0] == '$' {
		return isLetter(text[1]) || text[1] == '_' || text[1] == '(' && !bytes.HasPrefix(text[2:], []byte("echo ")) && !bytes.HasPrefix(text[2:], []byte("printf "))
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
	text = text[:min(len(text), i+codeAhead)]
	switch text[i] {
	case '(', '[':
		rest := bytes.TrimLeft(text[i+1:], " \t[(")
		if len(rest) == 0 || isQuote(rest[0]) || rest[0] == '\\' || mayQuote(rest) {
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
		if i > 44 || !isNameByte(b) && b != '(' && b != '[' && b != ']' && b != '\\' && b != ' ' {
			return false
		}
	}
	return true
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
