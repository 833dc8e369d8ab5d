package candidate

import (
	"bytes"
	"iter"
)

// How many bytes around the words of an SQL statement decide about its rows. Rows
// behind that, as long dumps have them, are not seen.
const (
	SQLBefore = 8 << 10
	SQLAfter  = 16 << 10
)

// maxColumns is how many columns of a table count.
const maxColumns = 128

// SQLWords are literals, in lower case, of which each statement that inserts rows
// holds one. They stand for any case.
func SQLWords() []string {
	return []string{"insert into", "insert ignore into", "replace into", "insert [", "insert all", "from stdin"}
}

// SQLRows returns the secrets in the rows that the statement around text[at:end], one
// of SQLWords, inserts: the values in the columns that hold secrets by their names. If
// the statement names no columns, they are those of the CREATE TABLE before it.
func SQLRows(text []byte, at, end int) iter.Seq[Candidate] {
	return func(yield func(Candidate) bool) {
		if text[at]|0x20 == 'f' {
			copyRows(text, at, end, yield)
			return
		}
		if text[end-1] == '[' {
			end--
		}
		s := sqlScanner{text: text, at: end}
		if text[end-1]|0x20 == 'l' {
			s.all(yield)
			return
		}
		table := s.table()
		var wanted columns
		switch {
		case s.at < len(text) && text[s.at] == '(':
			wanted = s.columns()
		case foldPrefix(text[s.at:], "values"):
			wanted = createdColumns(text[:at], table)
		}
		if wanted.none() {
			return
		}
		if !s.values() {
			s.selected(&wanted, yield)
			return
		}
		for s.opens() {
			if !s.row(&wanted, yield) {
				return
			}
		}
	}
}

// all reads INSERT ALL INTO a (x) VALUES (1) INTO b (y) VALUES (2).
func (s *sqlScanner) all(yield func(Candidate) bool) {
	for s.spaces(); foldPrefix(s.text[s.at:], "into "); s.spaces() {
		s.at += len("into ")
		s.table()
		if s.peek() != '(' {
			return
		}
		if wanted := s.columns(); !s.values() || !s.opens() || !s.row(&wanted, yield) {
			return
		}
	}
}

// columns are those of a table that hold secrets: their names, by number.
type columns [maxColumns]Span

func (c *columns) none() bool { return *c == columns{} }

// yield yields the value of the i-th column if it is a secret, and reports whether more
// are wanted.
func (c *columns) yield(text []byte, i int, value Span, yield func(Candidate) bool) bool {
	if i >= maxColumns || c[i].End == 0 || !isCell(c[i].Of(text), value.Of(text)) {
		return true
	}
	return yield(Candidate{Name: c[i], Keyword: c[i], Value: value, Sep: Comma, Quote: Single})
}

// An sqlScanner goes over a statement that inserts rows. Between its parts there may be
// the quotes and operators of a program that puts it together from several strings.
type sqlScanner struct {
	text []byte
	at   int
}

func (s *sqlScanner) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

func (s *sqlScanner) spaces() {
	for s.at < len(s.text) && isSpace(s.text[s.at]) {
		s.at++
	}
}

// table skips the name of the table, and returns its last part.
func (s *sqlScanner) table() []byte {
	s.spaces()
	from := s.at
	for s.at < len(s.text) && s.at-from < 160 {
		b := s.text[s.at]
		if !isNameByte(b) && bytes.IndexByte([]byte("`\"[]\\'@#{}:"), b) < 0 {
			break
		}
		s.at++
	}
	name := bytes.Trim(s.text[from:s.at], "`\"[]\\'")
	if i := bytes.LastIndexByte(name, '.'); i >= 0 {
		name = bytes.Trim(name[i+1:], "`\"[]")
	}
	s.spaces()
	return name
}

// columns reads the names of the columns, in parentheses.
func (s *sqlScanner) columns() (c columns) {
	s.at++
	for i := 0; s.at < len(s.text) && i < maxColumns; i++ {
		from := s.at
		for s.at < len(s.text) && s.text[s.at] != ',' && s.text[s.at] != ')' {
			if s.text[s.at] == '(' || s.text[s.at] == ';' {
				return columns{}
			}
			s.at++
		}
		if name := trimmedName(s.text, from, s.at); isSecretColumn(name.Of(s.text)) {
			c[i] = name
		}
		if s.peek() == ')' {
			s.at++
			return c
		}
		s.at++
	}
	return columns{}
}

// trimmedName returns a name without spaces and quotes around it.
func trimmedName(text []byte, start, end int) Span {
	for start < end && !isNameByte(text[start]) {
		start++
	}
	for end > start && !isNameByte(text[end-1]) {
		end--
	}
	return Span{start, end}
}

// createdColumns returns the columns of a table by the CREATE TABLE before a statement.
func createdColumns(before, table []byte) (c columns) {
	i := lastFold(before, "create table")
	if i < 0 || len(table) == 0 {
		return c
	}
	s := sqlScanner{text: before, at: i + len("create table")}
	s.spaces()
	if foldPrefix(before[s.at:], "if not exists") {
		s.at += len("if not exists")
	}
	if !bytes.EqualFold(s.table(), table) || s.peek() != '(' {
		return c
	}
	s.at++
	for i := 0; i < maxColumns; i++ {
		s.spaces()
		from := s.at
		for s.at < len(before) && !isSpace(before[s.at]) && before[s.at] != ',' && before[s.at] != ')' {
			s.at++
		}
		name := trimmedName(before, from, s.at)
		_, end := s.expression()
		if end == 0 {
			return columns{}
		}
		if isSecretColumn(name.Of(before)) {
			c[i] = name
		}
		if end == ')' {
			return c
		}
		s.at++
	}
	return columns{}
}

// lastFold returns where a word in lower case is last in some text, in either case, or
// -1.
func lastFold(text []byte, word string) int {
	for i := len(text) - len(word); i >= 0; i-- {
		if text[i]|0x20 == word[0] && foldPrefix(text[i:], word) {
			return i
		}
	}
	return -1
}

// values goes behind the word VALUES, which has to be near.
func (s *sqlScanner) values() bool {
	rest := s.text[s.at:min(len(s.text), s.at+96)]
	for i, b := range rest {
		switch {
		case b == '(' || b == ';':
			return false
		case b|0x20 == 'v' && foldPrefix(rest[i:], "values"):
			s.at += i + len("values")
			return true
		case b|0x20 == 's' && foldPrefix(rest[i:], "select"):
			return false
		}
	}
	return false
}

// opens goes behind the parenthesis that opens the next row.
func (s *sqlScanner) opens() bool {
	for n := 0; n < 80 && s.at < len(s.text); n++ {
		switch b := s.text[s.at]; {
		case b == '(':
			s.at++
			return true
		case !isSpace(b) && b != ',' && b != '"' && b != '\'' && b != '+' && b != '.' && b != '\\' && b != 'n':
			return false
		}
		s.at++
	}
	return false
}

// row reads a row up to the parenthesis that closes it, and reports whether there may
// be more.
func (s *sqlScanner) row(wanted *columns, yield func(Candidate) bool) bool {
	for i := 0; ; i++ {
		value, end := s.expression()
		if end == 0 {
			return false
		}
		if !wanted.yield(s.text, i, value, yield) {
			return false
		}
		s.at++
		if end == ')' {
			return true
		}
	}
}

// selected reads the row of INSERT INTO t (a, b) SELECT 'x', 'y', as far as it consists
// of constants.
func (s *sqlScanner) selected(wanted *columns, yield func(Candidate) bool) {
	s.spaces()
	if !foldPrefix(s.text[s.at:], "select ") {
		return
	}
	s.at += len("select ")
	for i := 0; ; i++ {
		s.spaces()
		constant := s.peek() == '\'' || (s.peek()|0x20 == 'n') && s.at+1 < len(s.text) && s.text[s.at+1] == '\''
		value, end := s.expression()
		if constant && !wanted.yield(s.text, i, value, yield) {
			return
		}
		if end != ',' {
			return
		}
		s.at++
	}
}

// expression goes to the comma or the parenthesis that ends an expression, and
// returns that, or 0 if there is none. The span is that of the string in it: of
// 'x', N'x', MD5('x') and ENCRYPT('x', 'aes').
func (s *sqlScanner) expression() (value Span, end byte) {
	depth := 0
	for ; s.at < len(s.text); s.at++ {
		switch b := s.text[s.at]; b {
		case '\'', '"':
			str, ok := s.str(b)
			if !ok {
				return value, 0
			}
			if value.End == 0 || isAlgorithm(value.Of(s.text)) {
				value = str
			}
		case '(':
			depth++
		case ')':
			if depth == 0 {
				return value, b
			}
			depth--
		case ',':
			if depth == 0 {
				return value, b
			}
		case ';':
			return value, 0
		}
	}
	return value, 0
}

// str goes to the quote that closes a string. In the string of a program the quotes of
// SQL may have a backslash before them.
func (s *sqlScanner) str(quote byte) (Span, bool) {
	escaped := s.at > 0 && s.text[s.at-1] == '\\'
	start := s.at + 1
	for s.at++; s.at < len(s.text); s.at++ {
		switch b := s.text[s.at]; {
		case b == '\\' && escaped && s.at+1 < len(s.text) && s.text[s.at+1] == quote:
			s.at++
			return Span{start, s.at - 1}, true
		case b == '\\' && !escaped:
			s.at++
		case b == quote && s.at+1 < len(s.text) && s.text[s.at+1] == quote && !escaped:
			s.at++
		case b == quote:
			return Span{start, s.at}, true
		}
	}
	return Span{}, false
}

// isAlgorithm reports whether a string is the first argument of a hash function.
func isAlgorithm(b []byte) bool {
	return len(b) < 12 && (foldPrefix(b, "sha") || foldPrefix(b, "md5") || foldPrefix(b, "aes") || foldPrefix(b, "bf") || foldPrefix(b, "des"))
}

// copyRows reads the rows of COPY t (a, b) FROM stdin: a line each, with tabs between
// the values, up to a line that has not as many.
func copyRows(text []byte, at, end int, yield func(Candidate) bool) {
	start := bytes.LastIndexByte(text[:at], '\n') + 1
	open := bytes.IndexByte(text[start:at], '(')
	if open < 0 || !foldPrefix(text[start:at], "copy ") {
		return
	}
	s := sqlScanner{text: text[:at], at: start + open}
	from := s.at
	wanted := s.columns()
	if wanted.none() {
		return
	}
	count := bytes.Count(text[from:s.at], []byte(","))
	next := bytes.IndexByte(text[end:], '\n')
	if next < 0 {
		return
	}
	for line := end + next + 1; line < len(text); {
		stop := line + len(firstLine(text[line:]))
		if stop == len(text) || bytes.Count(text[line:stop], []byte("\t")) != count {
			return
		}
		for i, cell := 0, line; cell <= stop; i++ {
			value := Span{cell, stop}
			if n := bytes.IndexByte(text[cell:stop], '\t'); n >= 0 {
				value.End = cell + n
			}
			if !wanted.yield(text, i, value, yield) {
				return
			}
			cell = value.End + 1
		}
		line = stop + 1
	}
}
