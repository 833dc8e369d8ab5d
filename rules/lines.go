package rules

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// lines gives the line of a TOML document on which a table or a key is written.
// What is in an array is named with its index: "rules[2].allowlists[0].paths".
// Names are in lower case.
type lines map[string]int

// line returns the line of what is named, or of the nearest thing around it.
func (at lines) line(path string) int {
	for path != "" {
		if n, ok := at[path]; ok {
			return n
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return 1
}

// maxNesting bounds the arrays and tables within each other: a decoder that
// calls itself for each must not run out of stack, nor of time with a key of a
// million parts.
const maxNesting = 100

var errNesting = errors.New("arrays or tables are nested too deeply")

// findLines finds the tables and keys of a document. A document that is not
// TOML has the lines of what comes before the mistake; the only error is for
// nesting, and names the line.
func findLines(data []byte) (lines, error) {
	text := string(data)
	for _, mark := range []string{"\xff\xfe", "\xfe\xff", "\ufeff"} { // the decoder reads over one
		if rest, ok := strings.CutPrefix(text, mark); ok {
			text = rest
			break
		}
	}
	f := &lineFinder{text: text, at: lines{}, elements: map[string]int{}}
	if deep := f.document(); deep != nil {
		return nil, fmt.Errorf("%d: %w", f.line(), deep)
	}
	return f.at, nil
}

// A lineFinder reads TOML 1.1 (https://toml.io/en/v1.1.0), as far as it takes
// to separate keys from the text of strings and comments.
type lineFinder struct {
	text     string
	pos      int
	depth    int
	at       lines
	elements map[string]int   // so far, by the path of the array of tables
	places   map[string]Place // filled if it is not nil

	counted, newlines int // newlines before text[counted]
}

func (f *lineFinder) document() error {
	table := ""
	for f.skip(" \t\r\n"); f.pos < len(f.text); f.skip(" \t\r\n") {
		var err error
		if f.text[f.pos] == '[' {
			table, err = f.header()
		} else {
			err = f.keyValue(table)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// header reads [a.b] or [[a.b]], and gives the path of what follows it.
func (f *lineFinder) header() (path string, err error) {
	start := f.pos
	f.pos++
	isArray := f.take("[")
	parts, line := f.key()
	if len(parts) > maxNesting {
		return "", errNesting
	}
	for i, part := range parts {
		path = join(path, part)
		if isArray && i == len(parts)-1 {
			f.elements[path]++
		}
		if n := f.elements[path]; n > 0 {
			path = fmt.Sprintf("%s[%d]", path, n-1)
		}
	}
	f.add(path, line)
	for f.take("]") {
	}
	f.place(path, Place{Line: line, Start: start, Value: f.pos, End: f.pos, Table: true})
	return path, nil
}

// keyValue reads a.b = value in the table with the given path.
func (f *lineFinder) keyValue(path string) error {
	start := f.pos
	parts, line := f.key()
	if len(parts) > maxNesting {
		return errNesting
	}
	for _, part := range parts {
		path = join(path, part)
	}
	f.add(path, line)
	f.skip(" \t\r\n")
	f.take("=")
	f.skip(" \t\r\n")
	value := f.pos
	err := f.value(path)
	f.place(path, Place{Line: line, Start: start, Value: value, End: f.pos})
	if f.pos == start { // what is no TOML must not be read for ever
		f.pos++
	}
	return err
}

// key reads a dotted key, and gives the line that it begins on.
func (f *lineFinder) key() (parts []string, line int) {
	f.skip(" \t\r\n")
	line = f.line()
	for {
		start := f.pos
		if quote := f.rest(); strings.HasPrefix(quote, `"`) || strings.HasPrefix(quote, `'`) {
			f.quoted()
			parts = append(parts, unquote(f.text[start:f.pos]))
		} else {
			f.until(" \t\r\n.=]\"'#")
			parts = append(parts, f.text[start:f.pos])
		}
		f.skip(" \t")
		if !f.take(".") {
			return parts, line
		}
		f.skip(" \t")
	}
}

func (f *lineFinder) value(path string) error {
	switch first := f.rest(); {
	case first == "":
	case strings.HasPrefix(first, `"`), strings.HasPrefix(first, `'`):
		f.quoted()
	case first[0] == '[':
		n := 0
		return f.nested("]", func() error {
			element := fmt.Sprintf("%s[%d]", path, n)
			n++
			start := f.pos
			err := f.value(element)
			if f.places != nil {
				f.place(element, Place{Line: f.lineAt(start), Start: start, Value: start, End: f.pos})
			}
			return err
		})
	case first[0] == '{':
		return f.nested("}", func() error { return f.keyValue(path) })
	default:
		f.until(",]}\r\n#")
	}
	return nil
}

// nested reads an array or an inline table, and has each element read by read.
func (f *lineFinder) nested(end string, read func() error) error {
	if f.depth++; f.depth > maxNesting {
		return errNesting
	}
	defer func() { f.depth-- }()
	f.pos++
	for {
		f.skip(" \t\r\n,")
		if f.pos == len(f.text) || f.take(end) {
			return nil
		}
		start := f.pos
		if err := read(); err != nil {
			return err
		}
		if f.pos == start {
			f.pos++
		}
	}
}

// quoted reads a string of any of the four kinds.
func (f *lineFinder) quoted() {
	quote := f.text[f.pos : f.pos+1]
	if long := strings.Repeat(quote, 3); strings.HasPrefix(f.rest(), long) {
		quote = long
	}
	f.pos += len(quote)
	for f.pos < len(f.text) {
		switch {
		case f.take(quote):
			for range 2 { // up to two quotes may stand right before the closing three
				if len(quote) == 3 {
					f.take(quote[:1])
				}
			}
			return
		case f.text[f.pos] == '\\' && quote[0] == '"':
			f.pos = min(f.pos+2, len(f.text))
		case f.text[f.pos] == '\n' && len(quote) == 1: // a mistake; what follows is no string
			return
		default:
			f.pos++
			f.until(quote[:1] + "\\\n")
		}
	}
}

// unquote gives what a quoted key says.
func unquote(s string) string {
	if s[0] == '"' {
		if said, err := strconv.Unquote(s); err == nil {
			return said
		}
	}
	return strings.Trim(s, s[:1])
}

func (f *lineFinder) rest() string { return f.text[f.pos:] }

// take steps over a token, if it stands here.
func (f *lineFinder) take(token string) bool {
	if strings.HasPrefix(f.rest(), token) {
		f.pos += len(token)
		return true
	}
	return false
}

// skip steps over white space and comments.
func (f *lineFinder) skip(space string) {
	for f.pos < len(f.text) {
		switch c := f.text[f.pos]; {
		case strings.IndexByte(space, c) >= 0:
			f.pos++
		case c == '#':
			f.until("\n")
		default:
			return
		}
	}
}

// until steps to the next of some bytes.
func (f *lineFinder) until(stop string) {
	if n := strings.IndexAny(f.rest(), stop); n >= 0 {
		f.pos += n
	} else {
		f.pos = len(f.text)
	}
}

func (f *lineFinder) add(path string, line int) {
	if _, ok := f.at[path]; !ok {
		f.at[path] = line
	}
}

func (f *lineFinder) line() int {
	f.newlines += strings.Count(f.text[f.counted:f.pos], "\n")
	f.counted = f.pos
	return f.newlines + 1
}

// join adds a key to a path.
func join(path, key string) string {
	if path == "" {
		return strings.ToLower(key)
	}
	return path + "." + strings.ToLower(key)
}
