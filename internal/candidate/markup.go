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
// <key>password</key><string>x</string>, "- name: PASSWORD" before "value: x".
func (s *scanner) sibling() bool {
	from := s.at
	if s.peek(0) == '/' && s.peek(1) != '>' {
		return false
	}
	if s.peek(0) == ',' || s.peek(0) == ';' {
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
	case s.peek(0) == '"' || s.peek(0) == '\'' || broken:
		quote := s.peek(0)
		if quote == '"' || quote == '\'' {
			s.at++
		}
		if s.take("value") || s.take("default") || s.take("content") {
			if s.peek(0) == quote {
				s.at++
			}
			s.spaces()
			if b := s.peek(0); b == ':' || b == '=' {
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
		}
	}
	s.at = from
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
	if !s.take("key>") && !s.take("name>") && !s.take("string>") && !s.take("param-name>") && !s.take("env-entry-name>") {
		return false
	}
	s.spaces()
	s.lines()
	if !s.take("<string>") && !s.take("<value>") && !s.take("<param-value>") && !s.take("<env-entry-value>") {
		return false
	}
	s.spaces()
	s.lines()
	s.cdata()
	return s.peek(0) != '<' && s.peek(0) != 0
}
