package candidate

import "bytes"

// Around returns the candidate of a value that is already known: the name is the
// nearest one before it on its line. A name without any of [Keywords], and no name at
// all, stand for the word "secret": the value was found as one.
func Around(text []byte, value Span) Candidate {
	c := Candidate{Value: value, Sep: Equals}
	end := value.Start
	for end > 0 && text[end-1] != '\n' && !isNameByte(text[end-1]) {
		switch text[end-1] {
		case ':':
			c.Sep = Colon
		case '(':
			c.Sep = Call
		case ',':
			c.Sep = Comma
		case '"', '\'', '`':
			if end == value.Start {
				c.Quote = quoteOf(text[end-1], 0)
			} else {
				c.Quoted = true
			}
		}
		end--
	}
	start := end
	for start > 0 && end-start < maxNameSide && isNameByte(text[start-1]) {
		start--
	}
	if start == end {
		start, end = value.Start, value.Start
	}
	c.Name = Span{start, end}
	c.Keyword, c.Own = c.Name, !holdsKeyword(c.Name.Of(text))
	return c
}

// beside is how far from a value the user that it belongs to may be, in bytes.
const beside = 160

// SameAsUser reports whether the value is also that of a user, a database or an
// account beside it: POSTGRES_USER=shop before POSTGRES_PASSWORD=shop.
func (c *Candidate) SameAsUser(text []byte) bool {
	value := c.Value.Of(text)
	start, end := min(c.Name.Start, c.Value.Start), max(c.Name.End, c.Value.End)
	before := text[max(0, start-beside):start]
	after := text[end:min(len(text), end+beside)]
	return givesUser(before, value) || givesUser(after, value)
}

// givesUser reports whether a value stands in some text as that of a user.
func givesUser(text, value []byte) bool {
	for from := 0; ; {
		i := bytes.Index(text[from:], value)
		if i < 0 {
			return false
		}
		at := from + i
		from = at + 1
		end := at + len(value)
		if end < len(text) && isNameByte(text[end]) {
			continue
		}
		line := text[bytes.LastIndexByte(text[:at], '\n')+1 : at]
		line = bytes.TrimRight(line, `"' `)
		if len(line) == 0 || line[len(line)-1] != '=' && line[len(line)-1] != ':' && line[len(line)-1] != ',' && line[len(line)-1] != '(' && line[len(line)-1] != '>' {
			continue
		}
		line = line[max(0, len(line)-24):]
		for _, word := range [...]string{"user", "login", "name", "db", "database", "account"} {
			for k := range line {
				if foldPrefix(line[k:], word) {
					return true
				}
			}
		}
	}
}
