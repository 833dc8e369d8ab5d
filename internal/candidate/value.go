package candidate

import (
	"bytes"
	"strings"
)

// value takes the value: what stands around it, and then all of it.
func (s *scanner) value() bool {
	if s.c.Form == Text || s.c.Sep == Element {
		return s.elementText()
	}
	s.fallbackOf()
	if !s.wrap() {
		return false
	}
	s.tagged()
	if b := s.peek(0); b == '$' && s.peek(1) == '{' && s.fallback() {
		return true
	}
	if s.decoded() {
		return true
	}
	if s.peek(0) == '"' && s.peek(1) == '\\' && s.peek(2) == '"' {
		s.at++ // "\"...\"", a string of a program in that of another
	}
	quotes := s.at
	for s.peek(0) == '\\' && s.at-quotes < 3 && (s.peek(1) == '\\' || isQuote(s.peek(1))) {
		s.at++
	}
	slashes := s.at - quotes
	switch b := s.peek(0); {
	case isQuote(b):
		s.c.Quote = quoteOf(b, slashes)
		return s.quoted(b, slashes)
	case b == '&' && (s.take("&quot;") || s.take("&#34;") || s.take("&#39;")):
		s.c.Quote = Entity
		return s.until("&quot;", "&#34;", "&#39;")
	case b == '%' && (s.take("%22") || s.take("%27")):
		s.c.Quote = Entity
		return s.until("%22", "%27")
	}
	s.at = quotes
	return s.bare()
}

func isQuote(b byte) bool { return b == '"' || b == '\'' || b == '`' }

func quoteOf(b byte, slashes int) Quote {
	switch {
	case slashes > 0:
		return Escaped
	case b == '"':
		return Double
	case b == '`':
		return Backtick
	}
	return Single
}

// wrap skips calls and indexes that open before a quote: []byte("...",
// Buffer.from('...', new String("...", and the letters of r"...", b'...', N'...'.
// It reports whether a value can follow: in conf['...' it is a key.
func (s *scanner) wrap() bool {
	for range 2 {
		from := s.at
		if s.c.Sep != NoSep {
			s.take("new ")
		}
		if s.peek(0) == '<' && s.peek(1) == '<' && isQuote(s.peek(2)) { // <<"..."> of Erlang
			s.at += 2
			return true
		}
		for s.peek(0) == '[' && s.peek(1) == ']' {
			s.at += 2
		}
		if s.characters() {
			s.at++
			return true
		}
		if s.peek(0) == '@' || s.peek(0) == '$' && isQuote(s.peek(1)) {
			s.at++
		}
		if s.peek(0) == '$' {
			return true // a variable, or the output of a command
		}
		n := 0
		for n < 40 && (isNameByte(s.peek(n)) || s.peek(n) == ':') {
			n++
		}
		s.at += n
		b := s.peek(0)
		switch {
		case b == '(' || b == '[':
			s.at++
			s.spaces()
			if !s.opensQuote() {
				s.at = from
				return true
			}
			if b == '[' && n > 0 && isQuote(s.peek(0)) {
				return false
			}
			s.c.Wrapped = true
		case 0 < n && n <= 2 && isQuote(b) && isLetter(s.text[s.at-n]):
			return true
		default:
			if n > 0 || !isQuote(b) {
				s.at = from
			}
			return true
		}
	}
	return true
}

// characters reports whether there is an array of characters that were joined: {'...'}.
func (s *scanner) characters() bool {
	if s.peek(0) != '{' || s.peek(1) != '\'' || s.c.Sep != Equals {
		return false
	}
	rest := s.rest()[2:]
	rest = rest[:min(len(rest), MaxValue)]
	end := bytes.IndexAny(rest, "'\n")
	s.see(s.at + 2 + len(rest))
	return end > 0 && bytes.HasPrefix(rest[end:], []byte("'}"))
}

// decoded takes what a command of a shell decodes: $(echo value | base64 -d).
func (s *scanner) decoded() bool {
	n := 0
	if s.peek(0) == '"' {
		n = 1
	}
	if s.peek(n) != '$' || s.peek(n+1) != '(' {
		return false
	}
	const longest = 512
	line := s.rest()[n+2:]
	line = line[:min(len(line), longest)]
	s.see(s.at + n + 2 + len(line))
	if end := bytes.IndexAny(line, ")\n"); end >= 0 {
		line = line[:end]
	}
	for _, command := range [...]string{"echo -n ", "echo ", "printf %s ", "printf '%s' ", "printf "} {
		if !bytes.HasPrefix(line, []byte(command)) {
			continue
		}
		from := len(command)
		if from < len(line) && isQuote(line[from]) {
			from++
		}
		end := from
		for end < len(line) && (isNameByte(line[end]) || bytes.IndexByte([]byte("+/="), line[end]) >= 0) {
			end++
		}
		behind := string(line[end:])
		if end == from || !strings.Contains(behind, "| base64 -d") && !strings.Contains(behind, "| base64 --d") && !strings.Contains(behind, "|base64 -d") && !strings.Contains(behind, "| base64 -D") {
			return false
		}
		s.c.Value = Span{s.at + n + 2 + from, s.at + n + 2 + end}
		return true
	}
	return false
}

// opensQuote reports whether a quote is near enough to be that of the value.
func (s *scanner) opensQuote() bool {
	for n := range 44 {
		switch b := s.peek(n); {
		case isQuote(b):
			return true
		case !isNameByte(b) && b != '(' && b != '[' && b != ']' && b != '\\' && b != ' ':
			return false
		}
	}
	return false
}

// tagged skips a tag, an anchor of YAML. A tag that computes the value ends the
// search: what follows is not the value.
func (s *scanner) tagged() {
	if s.peek(0) != '!' && s.peek(0) != '&' || s.c.Sep != Colon {
		return
	}
	n := 1
	for n < 32 && (isNameByte(s.peek(n)) || s.peek(n) == '!' || s.peek(n) == ':') {
		n++
	}
	if s.peek(n) != ' ' {
		return
	}
	word := s.rest()[:n]
	if word[0] == '&' || string(word) == "!!str" || string(word) == "!!binary" || string(word) == "!" {
		s.at += n
		s.spaces()
		return
	}
	if word[0] == '!' && 'A' <= word[1] && word[1] <= 'z' {
		s.at = len(s.text)
	}
}

// fallback takes the default of ${NAME:-value}.
func (s *scanner) fallback() bool {
	n := 2
	for n < 64 && isNameByte(s.peek(n)) && s.peek(n) != '-' {
		n++
	}
	if s.peek(n) != ':' && s.peek(n) != '-' {
		return false
	}
	start := n + 1
	if s.peek(n) == ':' && (s.peek(n+1) == '-' || s.peek(n+1) == '=') {
		start++
	}
	end := bytes.IndexAny(s.text[min(len(s.text), s.at+start):min(len(s.text), s.at+start+MaxValue)], "}\n")
	if end < 0 {
		s.see(s.at + start + MaxValue)
	}
	if end <= 0 || s.peek(start+end) != '}' || s.peek(start) == '$' {
		return false
	}
	s.c.Form = Fallback
	s.c.Value = Span{s.at + start, s.at + start + end}
	return true
}

// quoted takes a value up to the quote that closes it: the same, with as many
// backslashes before it.
func (s *scanner) quoted(quote byte, slashes int) bool {
	s.at++
	switch b := s.peek(0); {
	case b == quote && s.peek(1) == quote: // """
		s.at += 2
	case b == quote:
		return false
	case (b == '\n' || b == '\r') && s.c.Sep == Colon && !s.c.Quoted:
		return false // "Password:" at the end of a line is a label, and the quote closes it
	}
	if quote == '`' || s.peek(0) == '\n' {
		s.lines()
	}
	start, back := s.at, 0
	for i := start; i < len(s.text) && i-start <= MaxValue+slashes; i++ {
		s.see(i + 1)
		switch b := s.text[i]; {
		case b == '\n':
			return s.ends(start, i)
		case b == quote && (slashes == 0 && back%2 == 0 || slashes > 0 && back <= slashes):
			if slashes > 0 {
				i -= back
			}
			return s.ends(start, i)
		case b == '\\':
			back++
			continue
		}
		back = 0
	}
	return false
}

// ends ends the value, without spaces at its ends.
func (s *scanner) ends(start, end int) bool {
	for end > start && isSpace(s.text[end-1]) {
		end--
	}
	for start < end && isSpace(s.text[start]) {
		start++
	}
	s.c.Value = Span{start, end}
	return end-start <= MaxValue
}

// until takes a value up to one of several marks on the same line.
func (s *scanner) until(marks ...string) bool {
	rest := s.rest()
	rest = rest[:min(len(rest), MaxValue+8)]
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	s.see(s.at + len(rest) + 1)
	for _, m := range marks {
		if i := bytes.Index(rest, []byte(m)); i >= 0 {
			return s.ends(s.at, s.at+i)
		}
	}
	return false
}

// elementText takes the text of an XML element.
func (s *scanner) elementText() bool {
	rest := s.rest()
	rest = rest[:min(len(rest), MaxValue+8)]
	s.see(s.at + len(rest))
	end := bytes.IndexByte(rest, '<')
	if i := bytes.Index(rest, []byte("]]>")); i >= 0 && (end < 0 || i < end) {
		end = i
	}
	if end < 0 {
		return false
	}
	return s.ends(s.at, s.at+end)
}

// bare takes a value without quotes: all up to a space or a byte that closes what
// the value is in. Bytes that stand between pairs end it only where another pair
// follows.
func (s *scanner) bare() bool {
	if isLoneSign(s.text, s.at) {
		s.at++
	}
	start, round, square, curly := s.at, 0, 0, 0
	i := start
scan:
	for ; i < len(s.text); i++ {
		if i-start > MaxValue {
			return false
		}
		switch b := s.text[i]; b {
		case ' ', '\t', '\n', '\v', '\f', '\r', '"', '\'', '`', '<', 0, 0x1b:
			break scan
		case '(':
			round++
		case ')':
			if round--; round < 0 {
				if !s.isPart(i, '(') {
					break scan
				}
				round = 0
			}
		case '[':
			square++
		case ']':
			if square--; square < 0 {
				if !s.isPart(i, '[') {
					break scan
				}
				square = 0
			}
		case '{':
			curly++
		case '}':
			if curly--; curly < 0 {
				if !s.isPart(i, '{') {
					break scan
				}
				curly = 0
			}
		case ',', ';', '&', '|':
			if s.pairFollows(i + 1) {
				break scan
			}
		case '\\':
			if n := i + 1; n < len(s.text) && (isQuote(s.text[n]) || s.text[n] == 'n' || s.text[n] == 'r' || s.text[n] == 't' || s.text[n] == '\\' || s.text[n] == 'u') {
				break scan
			}
		}
	}
	s.see(i + 2 + pairAhead)
	for i > start && (s.text[i-1] == ',' || s.text[i-1] == ';' || s.text[i-1] == '>' || s.text[i-1] == ')') && (s.text[i-1] != ')' || round < 0) {
		i--
	}
	if i > start && isLoneSign(s.text, i-1) {
		i--
	}
	s.c.Value = Span{start, i}
	return true
}

// isLoneSign reports whether a sign of Latin-1 or of a Windows code page is at an offset, such
// as a quote or a space. In UTF-8, such a byte has another one before it.
func isLoneSign(text []byte, at int) bool {
	return at > 0 && at < len(text) && 0x80 <= text[at] && text[at] < 0xc0 && text[at-1] < 0x80
}

// isPart reports whether a closing bracket is in a value: more of it follows, and no
// bracket was opened before the name on its line.
func (s *scanner) isPart(at int, open byte) bool {
	if at == s.at || at+1 >= len(s.text) || !isLetter(s.text[at+1]) && !isDigit(s.text[at+1]) {
		return false
	}
	for i := s.c.Name.Start - 1; i >= max(0, s.c.Name.Start-tagBehind); i-- {
		s.seen.Start = min(s.seen.Start, i)
		if s.text[i] == '\n' {
			return true
		}
		if s.text[i] == open {
			return false
		}
	}
	return s.c.Name.Start < tagBehind
}

// pairAhead is how far behind a value the next pair is looked for, in bytes.
const pairAhead = 40

// pairFollows reports whether at an offset the value is over: a line end, a space
// or a quote, or "name=" of the next pair.
func (s *scanner) pairFollows(at int) bool {
	for n := 0; n < pairAhead && at+n < len(s.text); n++ {
		switch b := s.text[at+n]; {
		case b == '=' || b == ':':
			return n > 0
		case n == 0 && (isSpace(b) || isQuote(b) || b == '&' || b == '|' || b == '{' || b == '<' || b == '\\'):
			return true
		case !isNameByte(b) && b != ' ':
			return false
		}
	}
	return at >= len(s.text)
}
