package candidate

import "bytes"

// A scanner goes from the end of a name to the end of its value.
type scanner struct {
	text []byte
	at   int
	c    *Candidate
	seen Span // what was looked at
}

// see notes that the text was looked at up to an offset.
func (s *scanner) see(end int) { s.seen.End = max(s.seen.End, end) }

// peek returns the byte n bytes ahead, 0 behind the end.
func (s *scanner) peek(n int) byte {
	s.see(s.at + n + 1)
	if s.at+n < len(s.text) {
		return s.text[s.at+n]
	}
	return 0
}

func (s *scanner) rest() []byte { return s.text[min(s.at, len(s.text)):] }

// take skips a word if it comes next, in either case.
func (s *scanner) take(word string) bool {
	s.see(s.at + len(word))
	if !foldPrefix(s.rest(), word) {
		return false
	}
	s.at += len(word)
	return true
}

// spaces skips at most 32 spaces and tabs, and reports whether there were any.
func (s *scanner) spaces() bool {
	n := 0
	for n < 32 && (s.peek(n) == ' ' || s.peek(n) == '\t') {
		n++
	}
	s.at += n
	return n > 0
}

// lines skips white space with line ends in it, and reports whether there were any.
func (s *scanner) lines() bool {
	from, ends := s.at, 0
	for s.at-from < 80 {
		switch s.peek(0) {
		case '\n', '\r':
			ends++
		case ' ', '\t':
		default:
			return ends > 0
		}
		s.at++
	}
	return ends > 0
}

// gap goes from the end of the name to the first byte of what stands around the
// value, and reports whether a value can be there.
func (s *scanner) gap() bool {
	if s.tag() {
		return true
	}
	option := s.c.Name.Start >= 2 && s.text[s.c.Name.Start-1] == '-' && s.text[s.c.Name.Start-2] == '-' ||
		s.c.Name.Start >= 2 && s.text[s.c.Name.Start-1] == '-' && isSpace(s.text[s.c.Name.Start-2])
	s.close()
	closed := s.at
	spaced := s.spaces()
	if s.sibling() {
		s.c.Form = Sibling
		s.c.Sep = Colon
		return true
	}
	if s.valueBefore() {
		s.c.Form, s.c.Sep = Sibling, Colon
		return true
	}
	if s.fallbackBehind(closed) {
		s.c.Sep = Default
		if s.namesSetting() {
			s.c.Sep, s.c.Form = Equals, Fallback
		}
		return true
	}
	s.typed()
	switch {
	case s.c.Quoted && s.serialized():
		s.c.Sep = Colon
	case s.operator():
	case spaced && s.takeWord("or"):
		s.c.Sep = Default
	case spaced && s.takeAttribute():
		s.c.Sep, s.c.Form = Equals, Attribute
	case spaced && s.takeInitial():
		s.c.Sep = Equals
	case spaced && s.peek(0) != 0 && s.peek(0) != '\n' && s.peek(0) != '\r' && closed-s.c.Name.End <= 1:
		s.c.Sep = NoSep
	default:
		return false
	}
	if option {
		s.c.Form = Option
	}
	if s.c.Sep == Colon && s.take("** ") {
		s.spaces() // **Password:** value
	}
	s.spaces()
	return s.nextLine()
}

// close skips what closes around a name: quotes, brackets, emphasis.
func (s *scanner) close() {
	for range 5 {
		switch b := s.peek(0); {
		case b == '"' || b == '\'' || b == '`':
			s.c.Quoted = true
			s.at++
		case b == '\\' && (s.peek(1) == '"' || s.peek(1) == '\'' || s.peek(1) == '\\'):
			s.at++
		case b == '}' && s.isHashKey():
			s.at++
		case b == ']' || b == ')' || b == '*':
			s.at++
			s.index()
		case b == '&' && (s.take("&quot;") || s.take("&#34;") || s.take("&#39;")):
			s.c.Quoted = true
		case b == '%' && (s.take("%22") || s.take("%27")):
			s.c.Quoted = true
		default:
			return
		}
	}
}

// isHashKey reports whether the name is the key of a hash or of an environment in
// braces that end here: $self->{password}, $h{'password'}, ENV{PASSWORD}.
func (s *scanner) isHashKey() bool {
	at := s.c.Name.Start
	if bytes.IndexByte(behindHashKey, s.peek(1)) < 0 {
		return false
	}
	if at > 0 && isQuote(s.text[at-1]) {
		at--
	}
	return at > 1 && s.text[at-1] == '{' && (isLetter(s.text[at-2]) || isDigit(s.text[at-2]) || s.text[at-2] == '_' || s.text[at-2] == '>')
}

// behindHashKey are the bytes that may stand behind the brace of a key.
var behindHashKey = []byte(" \t=|/?.")

// index skips a second index, as in node[:password][:postgres].
func (s *scanner) index() {
	if s.peek(0) != '[' || s.peek(1) != ':' && !isQuote(s.peek(1)) || s.text[s.c.Keyword.Start]|0x20 != 'p' {
		return
	}
	for n := 2; n < 40; n++ {
		switch b := s.peek(n); {
		case b == ']':
			s.at += n + 1
			return
		case !isNameByte(b) && !isQuote(b):
			return
		}
	}
}

// maxIndex is the length of the index of an array, or of its size, with its brackets.
const maxIndex = 8

// typed skips the type of a variable: "password: string =", "key [32] =".
func (s *scanner) typed() {
	from, array := s.at, false
	if s.c.Name.Start > 0 && s.text[s.c.Name.Start-1] == '<' {
		return // <trusted-key id="...": an element and an attribute
	}
	if s.peek(0) == '[' {
		for n := 1; n < maxIndex; n++ {
			if s.peek(n) == ']' {
				s.at += n + 1
				s.spaces()
				from, array = s.at, true
				break
			}
		}
	}
	colon := s.peek(0) == ':' && s.peek(1) != ':' && s.peek(1) != '='
	if colon {
		s.at++
	}
	s.spaces()
	if s.take("constant ") || s.take("as ") || s.take("[]const ") {
		s.spaces()
	}
	n := 0
	for n < 40 && isTypeByte(s.peek(n)) {
		n++
	}
	word := s.text[s.at : s.at+n]
	s.at += n
	s.typeLength()
	spaced := s.spaces()
	if s.peek(0) == ':' && s.peek(1) == '=' && n > 0 && !colon && !s.c.Quoted && isBlank(s.text[from-1]) {
		return // v_password VARCHAR2(30) :=
	}
	apart := colon && spaced || from > 0 && (s.text[from-1] == ' ' || s.text[from-1] == '\t') || array
	if n == 0 || !apart || !colon && 'a' <= word[0] && word[0] <= 'z' && holdsKeyword(word) || s.c.Quoted && !colon || s.peek(0) != '=' || s.peek(1) == '=' || s.peek(1) == '>' {
		s.at = from
	}
}

// typeLength skips the length of a type: VARCHAR2(30).
func (s *scanner) typeLength() {
	if s.peek(0) != '(' {
		return
	}
	n := 1
	for n < 6 && isDigit(s.peek(n)) {
		n++
	}
	if n > 1 && s.peek(n) == ')' {
		s.at += n + 1
	}
}

func isTypeByte(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' ||
		b == '_' || b == '.' || b == '[' || b == ']' || b == '<' || b == '>' || b == '?' || b == '*' || b == '&'
}

// operator skips an operator.
func (s *scanner) operator() bool {
	for _, o := range operators {
		if o.text[0] == s.peek(0) && s.take(o.text) {
			s.c.Sep = o.sep
			return true
		}
	}
	return false
}

// serialized skips what PHP's serialize writes between two strings: ;s:17: of
// "password";s:17:"value".
func (s *scanner) serialized() bool {
	if s.peek(0) != ';' || s.peek(1) != 's' || s.peek(2) != ':' {
		return false
	}
	n := len(";s:")
	for n < len(";s:9999") && isDigit(s.peek(n)) {
		n++
	}
	if s.peek(n) != ':' || !isQuote(s.peek(n+1)) && s.peek(n+1) != '\\' {
		return false
	}
	s.at += n + 1
	return true
}

var operators = [...]struct {
	text string
	sep  Sep
}{
	{":::=", Define}, {"::=", Define}, {":=", Define}, {"::", Scope}, {":-", Default}, {":", Colon},
	{"===", Compare}, {"=>", Arrow}, {"==", Compare}, {"=~", Compare}, {"=", Equals},
	{"!==", Compare}, {"!=", Compare},
	{"?:", Default}, {"??=", Default}, {"??", Default}, {"?=", Default},
	{"||=", Append}, {"||", Default}, {"|", Pipe}, {".=", Append}, {"+=", Append},
	{"->", Pointer}, {"<-", Pointer}, {",", Comma}, {"(", Call}, {"%3d", Percent}, {"&#x3d;", Equals},
	{"\uff1a", Colon}, {"\uff1d", Equals}, // wide ones
}

// takeWord skips a word and the spaces behind it.
func (s *scanner) takeWord(word string) bool {
	s.see(s.at + len(word))
	if !foldPrefix(s.rest(), word) || isNameByte(s.peek(len(word))) {
		return false
	}
	s.at += len(word)
	s.spaces()
	return true
}

// takeAttribute skips "value=" of an XML tag whose other attribute is the name.
func (s *scanner) takeAttribute() bool {
	from := s.at
	if (s.takeWord("value") || s.takeWord("content")) && s.peek(0) == '=' {
		s.at++
		return true
	}
	s.at = from
	return false
}

// takeInitial skips the type of a variable and VALUE, as in ABAP and COBOL: TYPE string
// VALUE '...', PIC X(20) VALUE "...".
func (s *scanner) takeInitial() bool {
	from := s.at
	if s.take("type ") || s.take("pic ") {
		for n := 0; n < 40 && (isNameByte(s.peek(n)) || s.peek(n) == ' ' || s.peek(n) == '(' || s.peek(n) == ')'); n++ {
			if s.peek(n) == ' ' && foldPrefix(s.text[s.at+n:], " value ") {
				s.at += n + len(" value ")
				s.see(s.at)
				return isQuote(s.peek(0))
			}
		}
		s.see(s.at + 48)
	}
	s.at = from
	return false
}

// nextLine goes to the next line if the value is there: a block scalar, or a
// quoted value behind an operator that ends its line.
func (s *scanner) nextLine() bool {
	from := s.at
	if (s.peek(0) == '|' || s.peek(0) == '>') && s.c.Sep == Colon {
		s.at++
		if b := s.peek(0); b == '-' || b == '+' {
			s.at++
		}
		if s.lines() && s.at > 0 && s.text[s.at-1] != '\n' {
			s.c.Form = Block
			return true
		}
		s.at = from
		return true
	}
	if s.peek(0) == '<' && s.peek(1) == '<' && s.heredoc() {
		s.c.Form = Block
		return true
	}
	if s.peek(0) == '\\' && (s.peek(1) == '\n' || s.peek(1) == '\r') {
		s.at++
	}
	if b := s.peek(0); b != '\n' && b != '\r' {
		return b != 0
	}
	if s.c.Sep == NoSep || !s.lines() {
		return false
	}
	if s.c.Sep == Colon && s.plainScalar(from) {
		s.c.Form = Block
		return true
	}
	if s.c.Sep == Colon && s.take("value:") { // NAME: and value: below it
		s.spaces()
		b := s.peek(0)
		return b != 0 && b != '\n' && b != '\r'
	}
	return isQuote(s.peek(0))
}

// plainScalar reports whether a word that is alone on its line is the YAML value of the
// name, which ends at an offset and is alone on the line above, with less indentation.
func (s *scanner) plainScalar(end int) bool {
	key := s.c.Name.Start
	if key > 0 && s.c.Quoted && isQuote(s.text[key-1]) {
		key--
	}
	indent := 0
	for indent < 40 && key > indent && s.text[key-indent-1] == ' ' {
		indent++
	}
	s.seen.Start = min(s.seen.Start, key-indent-1)
	if key > indent && s.text[key-indent-1] != '\n' {
		return false
	}
	deeper := 0
	for s.at-deeper > end && s.text[s.at-deeper-1] == ' ' {
		deeper++
	}
	if deeper <= indent || bytes.Count(s.text[end:s.at], []byte{'\n'}) != 1 {
		return false
	}
	n := 0
	for n < MaxValue && s.peek(n) > ' ' {
		n++
	}
	if b := s.peek(n); b != 0 && !isLineEnd(b) || !mayBeScalar(s.rest()[:n]) {
		return false
	}
	for s.peek(n) == '\r' || s.peek(n) == '\n' {
		n++
	}
	more := 0
	for more <= indent && s.peek(n+more) == ' ' {
		more++
	}
	return more <= indent // else the value goes on
}

// mayBeScalar reports whether a word may be a plain scalar of YAML, and is no key and no
// statement of a program: https://yaml.org/spec/1.2.2/#733-plain-style
func mayBeScalar(word []byte) bool {
	return len(word) >= MinValue && bytes.IndexByte([]byte("-?:,[]{}#&*!|>'\"%@`<$"), word[0]) < 0 && bytes.IndexByte([]byte(":;),{"), word[len(word)-1]) < 0
}

func isLineEnd(b byte) bool { return b == '\r' || b == '\n' }

// heredoc goes to the only line of a here document: <<EOF, its value, EOF.
func (s *scanner) heredoc() bool {
	from := s.at
	s.at += len("<<")
	if b := s.peek(0); b == '-' || b == '~' {
		s.at++
	}
	word := s.at
	for s.at-word < 16 && isNameByte(s.peek(0)) {
		s.at++
	}
	mark := s.text[word:min(s.at, len(s.text))]
	if len(mark) > 1 && s.lines() {
		if i := bytes.IndexByte(s.rest()[:min(len(s.rest()), MaxValue)], '\n'); i > 0 {
			last := bytes.TrimLeft(s.rest()[i:], " \t\r\n")
			s.see(s.at + MaxValue + 80)
			if bytes.HasPrefix(last, mark) {
				return true
			}
		}
	}
	s.see(s.at + MaxValue + 80)
	s.at = from
	return false
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }
