package candidate

import (
	"bytes"
	"iter"
)

// How many bytes around the head of a column decide about what is in it.
const (
	TableBefore = 1 << 10
	TableAfter  = 8 << 10
)

// maxHead is how long the head of a table can be, in bytes. To split a longer line for
// each of the words in it would take time in proportion to its square.
const maxHead = 2 << 10

// maxTableRows is how many rows behind a head belong to it, at most.
const maxTableRows = 200

// TableWords are words, in lower case, of which the head of a column of passwords holds
// one. They stand for any case.
func TableWords() []string {
	return []string{"password", "passwd", "passwort", "passphrase", "kennwort", "pwd", "senha", "contrase", "mot de passe", "wachtwoord"}
}

// MayBeHead reports whether a word of TableWords, text[at:end], may be in the head of a
// column, by the bytes around it. Columns have one of marks between them.
func MayBeHead(text []byte, at, end int, marks string) bool {
	if at > 0 && bytes.IndexByte([]byte(marks+"\"_-*` \n"), text[at-1]) < 0 && !isLetter(text[at-1]) {
		return false
	}
	for n := end; n < len(text) && n < end+24; n++ {
		switch b := text[n]; {
		case bytes.IndexByte([]byte(marks), b) >= 0 || b == '\n' || b == '\r':
			return true
		case !isNameByte(b) && bytes.IndexByte([]byte(" \"*`()'"), b) < 0:
			return false
		}
	}
	return end+24 > len(text)
}

// Marks between the columns of a table: of markup, and of a file of values.
const (
	MarkupMarks = "|!"
	ValueMarks  = ",;\t|"
)

// MarkupRows returns the passwords in a table of Markdown, AsciiDoc, or the like, of
// which text[at:end] is in the head of a column, or in the first cell of a row that gives
// the password in its second. They have a digit and a letter: a table of settings may
// say what a password is for, or of what kind.
func MarkupRows(text []byte, at, end int) iter.Seq[Candidate] {
	return func(yield func(Candidate) bool) {
		line := lineAround(text, at)
		head := line.Of(text)
		name := trimmedName(text, at, end)
		switch {
		case len(head) == 0 || len(head) > maxHead:
		case head[0] == '!': // of MediaWiki, whose rows begin with a bar
			wikiRows(text, line, at, yield)
		case head[0] == '|' || bytes.Contains(head, []byte(" | ")):
			cells := split(text, line, '|')
			column := holding(cells, at)
			if column < 0 || !isHead(plainCell(text, cells[column]).Of(text)) {
				return
			}
			if column == 0 && head[0] == '|' && len(cells) >= 2 && len(cells) <= 3 {
				if v := plainCell(text, cells[1]); isMixed(v.Of(text)) {
					yield(Candidate{Name: name, Keyword: name, Value: v, Sep: Pipe})
					return
				}
			}
			next := line.End + 1
			if next < len(text) && isRule(firstLine(text[next:])) {
				next += len(firstLine(text[next:])) + 1
			} else if before := lineAround(text, max(0, line.Start-1)); !bytes.HasPrefix(before.Of(text), []byte("|===")) && !bytes.HasPrefix(head, []byte("||")) && !isFeature(text, line) {
				return
			}
			flowRows(text, next, column, len(cells), name, yield)
		}
	}
}

// flowRows takes the cells behind a head, as many in each row as it has columns. Rows
// may be cut into lines anywhere.
func flowRows(text []byte, at, column, count int, name Span, yield func(Candidate) bool) {
	n := 0
	for range maxTableRows {
		if at >= len(text) {
			return
		}
		line := Span{at, at + len(firstLine(text[at:]))}
		at = line.End + 1
		trimmed := bytes.TrimSpace(line.Of(text))
		if len(trimmed) == 0 && n%count == 0 && n == 0 {
			continue
		}
		if len(trimmed) == 0 {
			if n%count != 0 {
				return
			}
			continue
		}
		if bytes.HasPrefix(trimmed, []byte("|=")) || trimmed[0] != '|' && bytes.IndexByte(trimmed, '|') < 0 {
			return
		}
		cells := split(text, line, '|')
		if len(cells) > 1 && len(cells) != count {
			n = 0
			continue
		}
		for _, cell := range cells {
			if n%count == column {
				if v := plainCell(text, cell); isMixed(v.Of(text)) && !yield(Candidate{Name: name, Keyword: name, Value: v, Sep: Pipe}) {
					return
				}
			}
			n++
		}
	}
}

// wikiRows takes the rows behind a head of MediaWiki: ! a !! b, then |- and | a || b.
func wikiRows(text []byte, line Span, at int, yield func(Candidate) bool) {
	cells := split(text, line, '!')
	column := holding(cells, at)
	if column < 0 || !isHead(plainCell(text, cells[column]).Of(text)) {
		return
	}
	for next := line.End + 1; next < len(text); {
		row := Span{next, next + len(firstLine(text[next:]))}
		next = row.End + 1
		b := row.Of(text)
		if len(b) == 0 || b[0] != '|' || bytes.HasPrefix(b, []byte("|}")) {
			return
		}
		if cells := split(text, row, '|'); column < len(cells) {
			if v := plainCell(text, cells[column]); isMixed(v.Of(text)) && !yield(Candidate{Name: cells[column], Keyword: cells[column], Value: v, Sep: Pipe}) {
				return
			}
		}
	}
}

// ValueRows returns the passwords in the lines of a file of values, such as CSV, of
// which text[at:end] is in the head: a line of names, with as many values in each line
// behind it.
func ValueRows(text []byte, at, end int) iter.Seq[Candidate] {
	return func(yield func(Candidate) bool) {
		line := lineAround(text, at)
		if line.End-line.Start > maxHead {
			return
		}
		mark, ok := markOf(text, line)
		if !ok || !isFirst(text, line) {
			return
		}
		cells := values(text, line, mark)
		column := holding(cells, at)
		if column < 0 || len(cells) < 2 || !isPasswordColumn(cells[column].Of(text)) {
			return
		}
		name := cells[column]
		next := line.End + 1
		for range maxTableRows {
			if next >= len(text) {
				return
			}
			row := Span{next, next + len(firstLine(text[next:]))}
			next = row.End + 1
			got := values(text, row, mark)
			if len(got) != len(cells) {
				return
			}
			if v := got[column]; isCell(name.Of(text), v.Of(text)) && !yield(Candidate{Name: name, Keyword: name, Value: v, Sep: Comma}) {
				return
			}
		}
	}
}

// isFirst reports whether a line is the first of a text, or the first behind an empty
// line or a comment.
func isFirst(text []byte, line Span) bool {
	if line.Start == 0 {
		return true
	}
	before := bytes.TrimSpace(lineAround(text, line.Start-1).Of(text))
	return len(before) == 0 || before[0] == '#'
}

// markOf returns what stands between the names of a head. It is not ok if there is
// anything else than names.
func markOf(text []byte, line Span) (mark byte, ok bool) {
	for _, b := range line.Of(text) {
		switch {
		case isNameByte(b) || b == ' ' || b == '"' || b == '\r' || b == '/' || b == '#':
		case bytes.IndexByte([]byte(ValueMarks), b) >= 0 && (mark == 0 || mark == b):
			mark = b
		default:
			return 0, false
		}
	}
	return mark, mark != 0
}

// values splits a line of values, which may be in double quotes.
func values(text []byte, line Span, mark byte) []Span {
	var list []Span
	end := line.End
	for end > line.Start && text[end-1] == '\r' {
		end--
	}
	for at := line.Start; at <= end; {
		cell := Span{at, end}
		if at < end && text[at] == '"' {
			cell.Start++
			n := bytes.IndexByte(text[cell.Start:end], '"')
			for n >= 0 && cell.Start+n+1 < end && text[cell.Start+n+1] == '"' { // "" is a quote
				more := bytes.IndexByte(text[cell.Start+n+2:end], '"')
				if more < 0 {
					return nil
				}
				n += 2 + more
			}
			if n < 0 {
				return nil
			}
			cell.End = cell.Start + n
			at = cell.End + 2
		} else {
			if n := bytes.IndexByte(text[at:end], mark); n >= 0 {
				cell.End = at + n
			}
			at = cell.End + 1
		}
		list = append(list, cell)
	}
	return list
}

// lineAround returns the line around an offset.
func lineAround(text []byte, at int) Span {
	return Span{bytes.LastIndexByte(text[:at], '\n') + 1, at + len(firstLine(text[at:]))}
}

// split splits a row at a mark. Those at its ends stand between nothing, and two of
// them are one.
func split(text []byte, line Span, mark byte) []Span {
	var list []Span
	start, end := line.Start, line.End
	for start < end && isSpace(text[start]) {
		start++
	}
	for n := 0; n < 2 && start < end && text[start] == mark; n++ {
		start++
	}
	for end > start && isSpace(text[end-1]) {
		end--
	}
	for n := 0; n < 2 && end > start+1 && text[end-1] == mark && text[end-2] != '\\'; n++ {
		end--
	}
	for at := start; at <= end; {
		n := at
		for n < end && (text[n] != mark || text[n-1] == '\\') {
			n++
		}
		list = append(list, Span{at, n})
		if n+1 < end && text[n+1] == mark {
			n++
		}
		at = n + 1
	}
	return list
}

// holding returns the number of the cell that an offset is in, or -1.
func holding(cells []Span, at int) int {
	for i, c := range cells {
		if c.Start <= at && at < c.End {
			return i
		}
	}
	return -1
}

// plainCell returns what is in a cell, without spaces and marks of code and emphasis.
func plainCell(text []byte, cell Span) Span {
	for changed := true; changed; {
		changed = false
		for cell.Start < cell.End && (isSpace(text[cell.Start]) || isMark(text[cell.Start], text[cell.End-1])) {
			cell.Start++
			changed = true
		}
		for cell.Start < cell.End && (isSpace(text[cell.End-1]) || text[cell.End-1] == '`') {
			cell.End--
			changed = true
		}
		for cell.End-cell.Start > 2 && text[cell.Start] == text[cell.End-1] && (text[cell.Start] == '*' || isQuote(text[cell.Start])) {
			cell.Start++
			cell.End--
			changed = true
		}
	}
	return cell
}

// isHead reports whether a cell is the head of a column of passwords: it has nothing but
// words.
func isHead(cell []byte) bool {
	for _, b := range cell {
		if !isNameByte(b) && bytes.IndexByte([]byte(" ()/*`"), b) < 0 || b == '$' {
			return false
		}
	}
	return isPasswordColumn(cell)
}

func isMark(first, last byte) bool { return first == '`' || first == '=' && last != '=' }

// isRule reports whether a line is that under the head of a table of Markdown.
func isRule(line []byte) bool {
	return bytes.Contains(line, []byte("--")) && len(bytes.Trim(line, "|-: \t\r")) == 0
}

// isFeature reports whether a row is the first of a table of examples in Gherkin.
func isFeature(text []byte, line Span) bool {
	before := bytes.TrimSpace(lineAround(text, max(0, line.Start-1)).Of(text))
	return bytes.HasSuffix(before, []byte("Examples:")) || bytes.HasSuffix(before, []byte("following:"))
}

// isMixed reports whether a value of a table in a text is a password: one word with a
// letter and a digit, that is no type, number with a unit, version, path or name.
func isMixed(value []byte) bool {
	letters, digits := 0, 0
	for _, b := range value {
		switch {
		case isLetter(b):
			letters++
		case '0' <= b && b <= '9':
			digits++
		case b <= ' ' || b >= 0x7f || bytes.IndexByte([]byte("<>{}()[]|\\\"`"), b) >= 0:
			return false
		}
	}
	if letters < 2 || digits == 0 || len(value) < 6 || len(value) > 128 || digest(value) || isHash(value) {
		return false
	}
	if value[0] == '/' || value[0] == '$' || value[0] == '-' || value[0] == '.' || bytes.Contains(value, []byte("://")) || bytes.Contains(value, []byte("...")) {
		return false
	}
	for _, word := range [...]string{"varchar", "char", "string", "text", "int", "sha", "md5", "aes", "utf", "base64", "oauth", "tls", "rfc", "min", "max", "http", "bcrypt", "pbkdf", "ipv", "auth.", "spring.", "env.", "config."} {
		if foldPrefix(value, word) {
			return false
		}
	}
	return true
}
