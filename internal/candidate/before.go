package candidate

import "bytes"

// keyReach is how far before a name the key is whose value it is, in bytes.
const keyReach = 96

// maxBlanks is how many spaces scanner.spaces skips, and others that do not move it.
const maxBlanks = 32

// isNamed reports whether what begins at an offset of some text is the value of a key
// that gives a pair its name: "key": "..., name: ..., ParameterKey=....
func isNamed(text []byte, at int) bool {
	_, ok := keyBefore(text, at, "key", "name")
	return ok
}

// mayBeNamed is isNamed for the name that holds a keyword. It is true if the text begins
// too late to say.
func mayBeNamed(text []byte, at int) bool {
	for at > 0 && isNameByte(text[at-1]) {
		at--
	}
	key, ok := keyBefore(text, at, "key", "name")
	return ok || key == 0
}

// mayHaveDefault reports whether a quoted value may stand before the name that holds a
// keyword, see defaultBefore.
func mayHaveDefault(text []byte, at int) bool {
	for at > 0 && isNameByte(text[at-1]) {
		at--
	}
	return at < 2 || text[at-1] == ' ' && isQuote(text[at-2])
}

// keyBefore returns where the key of a pair begins, with its quote, whose value begins at
// an offset of some text. It is ok if the key ends with one of some words, or any word if
// there is none. If it is not, the offset is how far it looked.
func keyBefore(text []byte, at int, ends ...string) (int, bool) {
	least := max(0, at-keyReach)
	i := at
	for i > least && text[i-1] == '/' { // of a path: /shop/db_password
		for i--; i > least && isNameByte(text[i-1]); i-- {
		}
	}
	if i > least && isQuote(text[i-1]) {
		i--
	}
	i = trimBlanks(text, i, least)
	if i == least || text[i-1] != ':' && text[i-1] != '=' {
		return i, false
	}
	i = trimBlanks(text, i-1, least)
	quoted := i > least && isQuote(text[i-1])
	if quoted {
		i--
	}
	end := i
	for i > least && end-i < 24 && (isLetter(text[i-1]) || text[i-1] == '_') {
		i--
	}
	word := text[i:end]
	if i == least && i > 0 {
		return i, false
	}
	if quoted && (i == 0 || !isQuote(text[i-1])) {
		return i, false
	}
	if quoted {
		i--
	}
	if len(ends) == 0 {
		return i, end > i
	}
	for _, w := range ends {
		if n := len(word) - len(w); n >= 0 && foldPrefix(word[n:], w) {
			return i, true
		}
	}
	return i, false
}

// trimBlanks returns the offset before the spaces and tabs that end at an offset. It is
// not less than least.
func trimBlanks(text []byte, at, least int) int {
	for at > least && isBlank(text[at-1]) {
		at--
	}
	return at
}

// valueBefore sets the value if it stands before the name: {"value": "x", "key":
// "password"}, and "- value: x" above "name: PASSWORD". One more pair may be between.
func (s *scanner) valueBefore() bool {
	s.seen.Start = min(s.seen.Start, s.c.Name.Start-keyReach)
	start := max(0, s.c.Name.Start-contextBefore)
	text := s.text[start:]
	at, ok := keyBefore(text, s.c.Name.Start-start, "key", "name")
	if !ok {
		return s.defaultBefore()
	}
	switch s.peek(0) {
	case '\n', '\r', '}':
	case 0:
		if s.at < len(s.text) {
			return false
		}
	case ',':
		s.see(s.at + 1 + maxBlanks + MinValue + 2)
		rest := s.rest()[1:]
		rest = rest[blanks(rest[:min(len(rest), maxBlanks)]):]
		if !s.c.Quoted || len(rest) == 0 || !isQuote(rest[0]) || isTiny(rest) {
			return false
		}
	default:
		return false
	}
	s.seen.Start = min(s.seen.Start, s.c.Name.Start-contextBefore)
	for range 2 {
		end := at
		for end > 0 && isSpace(text[end-1]) {
			end--
		}
		apart := bytes.IndexByte(text[end:at], '\n') >= 0
		if end > 0 && text[end-1] == ',' {
			end = trimBlanks(text, end-1, 0)
			apart = true
		}
		if !apart {
			return false
		}
		value, quote := valueThatEnds(text, end)
		if _, ok = keyBefore(text, value.Start, "value"); ok {
			if value.End-value.Start > 0 {
				s.c.Value, s.c.Quote = Span{value.Start + start, value.End + start}, quote
			}
			return value.End > value.Start
		}
		if at, ok = keyBefore(text, value.Start); !ok {
			return false
		}
	}
	return false
}

// valueThatEnds returns the value that ends at an offset, in quotes or up to the colon
// or the equals sign on its line.
func valueThatEnds(text []byte, end int) (Span, Quote) {
	line := bytes.LastIndexByte(text[:end], '\n') + 1
	if end-line > 1 && isQuote(text[end-1]) {
		if i := bytes.LastIndexByte(text[line:end-1], text[end-1]); i >= 0 {
			return Span{line + i + 1, end - 1}, quoteOf(text[end-1], 0)
		}
		return Span{}, Bare
	}
	i := max(bytes.LastIndex(text[line:end], []byte(": ")), bytes.LastIndexByte(text[line:end], '='))
	if i < 0 {
		return Span{}, Bare
	}
	value := Span{line + i + 1, end}
	for value.Start < value.End && isBlank(text[value.Start]) {
		value.Start++
	}
	if bytes.ContainsAny(text[value.Start:value.End], " \t{}\"'") {
		return Span{}, Bare
	}
	return value, Bare
}

// defaultBefore sets the value if it is the default before the name, as in a template:
// {{ default "value" .Values.password }}.
func (s *scanner) defaultBefore() bool {
	end := s.c.Name.Start
	if s.peek(0) != '}' || s.peek(1) != '}' || end < 3 || s.text[end-1] != '.' || s.text[end-2] != ' ' || !isQuote(s.text[end-3]) {
		return false
	}
	start := max(0, end-contextBefore)
	s.seen.Start = min(s.seen.Start, start)
	value, quote := valueThatEnds(s.text[start:], end-2-start)
	if before := s.text[start : start+value.Start]; value.End == 0 || !bytes.HasSuffix(before[:len(before)-1], []byte("default ")) {
		return false
	}
	s.c.Value, s.c.Quote = Span{value.Start + start, value.End + start}, quote
	return true
}
