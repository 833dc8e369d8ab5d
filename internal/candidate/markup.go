package candidate

import "bytes"

// maxAttributes is how long the attributes of an element can be whose text is a
// value, in bytes.
const maxAttributes = 64

// tagBehind is how far before a name the tag that it is in begins, in bytes.
const tagBehind = 120

// tag goes to the text of an element if the name is that of an XML tag:
// <password>value, with attributes, with CDATA, and on the next line.
func (s *scanner) tag() bool {
	before := s.c.Name.Start - 1
	for before >= 0 && (isNameByte(s.text[before]) || s.text[before] == ':') {
		before--
	}
	s.seen.Start = min(s.seen.Start, before)
	if before < 0 || s.text[before] != '<' {
		return false
	}
	at := s.c.Name.End
	s.see(at + maxAttributes)
	if at < len(s.text) && isBlank(s.text[at]) {
		if first := at + blanks(s.text[at:]); first == len(s.text) || !isLetter(s.text[first]) {
			return false
		}
		end := bytes.IndexAny(s.text[at:min(len(s.text), at+maxAttributes)], "<>")
		if end < 0 || s.text[at+end] != '>' || s.text[at+end-1] == '/' || bytes.IndexByte(s.text[at:at+end], '=') < 0 {
			return false
		}
		at += end
	}
	if at >= len(s.text) || s.text[at] != '>' {
		return false
	}
	s.at = at + 1
	s.spaces()
	s.lines()
	s.cdata()
	if s.peek(0) == '<' {
		s.at = s.c.Name.End
		return false
	}
	s.c.Sep, s.c.Form = Element, Text
	return true
}

func (s *scanner) cdata() {
	if s.take("<![cdata[") {
		s.spaces()
	}
}

// sibling goes to the value if the name is itself a value, and the value is its
// sibling: {"key": "password", "value": "x"}, <entry key="password">x</entry>,
// <key>password</key><string>x</string>, "- name: PASSWORD" before "value: x",
// variable "password" { default = "x" }.
func (s *scanner) sibling() bool {
	from := s.at
	if s.peek(0) == '/' && s.peek(1) != '>' {
		return false
	}
	listed := s.peek(0) == ',' || s.peek(0) == ';'
	if listed {
		s.seen.Start = min(s.seen.Start, s.c.Name.Start-keyReach)
		s.at++
	}
	s.spaces()
	broken := s.lines()
	switch {
	case s.peek(0) == '>' && !broken: // <entry key="password">x
		s.at++
		if s.inTag() && s.attributeText() {
			return true
		}
	case s.take("</"):
		if s.closedBy() {
			return true
		}
	case s.peek(0) == '{' && !broken && !listed:
		if s.declared() && s.others(from) && s.keyOfValue() {
			return true
		}
	case isQuote(s.peek(0)) || broken || listed && (s.c.Quoted || isNamed(s.text, s.c.Name.Start)):
		if listed && s.c.Quoted && !s.others(from) {
			break
		}
		if s.keyOfValue() {
			return true
		}
	}
	s.at = from
	return false
}

// keyOfValue skips "value": and its kin, up to the value.
func (s *scanner) keyOfValue() bool {
	quote := s.peek(0)
	if quote == '"' || quote == '\'' {
		s.at++
	} else {
		quote = 0
	}
	n := wordLen(s.rest())
	s.see(s.at + n + 1)
	if !isValueWord(s.rest()[:n]) {
		return false
	}
	s.at += n
	if quote != 0 && s.peek(0) == quote {
		s.at++
	}
	s.spaces()
	if b := s.peek(0); b != ':' && b != '=' {
		return false
	}
	s.at++
	if s.peek(0) == '>' {
		s.at++
	}
	s.spaces()
	if b := s.peek(0); b == '|' || b == '>' {
		s.at++
		s.lines()
	}
	return s.peek(0) != 0 && s.peek(0) != '\n' && s.peek(0) != '\r'
}

// wordLen returns the length of the word that b begins with, 24 at most.
func wordLen(b []byte) int {
	n := 0
	for n < len(b) && n < 24 && (isLetter(b[n]) || b[n] == '_') {
		n++
	}
	return n
}

// isValueWord reports whether a word says that the value is behind it: value, default,
// content, ParameterValue.
func isValueWord(word []byte) bool {
	n := len(word) - len("value")
	return n >= 0 && foldPrefix(word[n:], "value") || len(word) == len("default") && (foldPrefix(word, "default") || foldPrefix(word, "content"))
}

// declared goes behind the brace of a block that the name is the label of, as in
// variable "password" {.
func (s *scanner) declared() bool {
	if !s.c.Quoted || !isBlank(s.text[s.at-1]) {
		return false
	}
	before := bytes.TrimRight(s.text[max(0, s.c.Name.Start-12):s.c.Name.Start], `"`)
	if !bytes.HasSuffix(before, []byte("variable ")) && !bytes.HasSuffix(before, []byte("output ")) {
		return false
	}
	s.at++
	s.spaces()
	s.lines()
	return true
}

// maxOthers is how much may stand between a name and its value, in bytes.
const maxOthers = 216

// others skips pairs that stand between a name and its value: "type": "text", and
// sensitive = true. What it looks at is not far from where the name ended.
func (s *scanner) others(from int) bool {
	for range 4 {
		at := s.at
		quoted := isQuote(s.peek(0))
		if quoted {
			s.at++
		}
		key := s.at
		for s.at-key < 24 && (isLetter(s.peek(0)) || s.peek(0) == '_') {
			s.at++
		}
		word := s.text[key:min(s.at, len(s.text))]
		if len(word) == 0 || isValueWord(word) {
			s.at = at
			return len(word) > 0
		}
		if quoted {
			s.at++
		}
		s.spaces()
		if b := s.peek(0); b != ':' && b != '=' {
			s.at = at
			return false
		}
		s.at++
		s.spaces()
		if isQuote(s.peek(0)) {
			quote := s.peek(0)
			for s.at++; s.peek(0) != quote; s.at++ {
				if s.peek(0) == '\n' || s.peek(0) == 0 {
					return false
				}
			}
			s.at++
		}
		for isNameByte(s.peek(0)) {
			s.at++
		}
		if s.peek(0) == ',' {
			s.at++
		}
		s.spaces()
		s.lines()
		if s.at-from > maxOthers {
			return false
		}
	}
	return false
}

// inTag reports whether the name is in an XML tag.
func (s *scanner) inTag() bool {
	s.seen.Start = min(s.seen.Start, s.c.Name.Start-tagBehind)
	back := s.text[max(0, s.c.Name.Start-tagBehind):s.c.Name.Start]
	open := bytes.LastIndexByte(back, '<')
	return open >= 0 && bytes.IndexByte(back[open:], '>') < 0 && bytes.IndexByte(back[open:], '\n') < 0
}

// attributeText goes to the text behind a tag, which may stand in a <value> of
// its own.
func (s *scanner) attributeText() bool {
	s.spaces()
	s.lines()
	if s.take("<value>") {
		s.spaces()
		s.lines()
	}
	s.cdata()
	return s.peek(0) != '<' && s.peek(0) != 0
}

// closedBy goes from the end of <key>password to the text of the next element.
func (s *scanner) closedBy() bool {
	s.space()
	cell := s.take("td>") || s.take("th>") || s.take("dt>")
	if !cell && !s.take("key>") && !s.take("name>") && !s.take("string>") && !s.take("param-name>") && !s.take("env-entry-name>") {
		return false
	}
	s.spaces()
	s.lines()
	if !s.take("<") {
		return false
	}
	if cell {
		return s.nextCell()
	}
	s.space()
	if !s.take("string>") && !s.take("data>") && !s.take("value>") && !s.take("param-value>") && !s.take("env-entry-value>") {
		return false
	}
	s.spaces()
	s.lines()
	s.cdata()
	return s.peek(0) != '<' && s.peek(0) != 0
}

// nextCell goes to the text of the cell of a table, or of the description in a list, whose tag
// goes on here.
func (s *scanner) nextCell() bool {
	if !s.take("td") && !s.take("dd") {
		return false
	}
	for n := 0; n < maxAttributes; n++ {
		switch b := s.peek(n); b {
		case '>':
			s.at += n + 1
			s.spaces()
			return s.peek(0) > ' ' && s.peek(0) != '<'
		case 0, '<', '\n':
			return false
		}
	}
	return false
}

// space skips the name space of a tag, as in con:name.
func (s *scanner) space() {
	for n := 0; n < 16; n++ {
		switch b := s.peek(n); {
		case b == ':' && n > 0:
			s.at += n + 1
			return
		case !isLetter(b):
			return
		}
	}
}
