package archive

import (
	"bufio"
	"bytes"
	"html"
	"io"
	"strings"

	"golang.org/x/text/encoding/unicode"
)

// office shows the text of a part of an Office Open XML or OpenDocument file, of a page in a
// book, or of an SVG. An editor
// cuts the text of a line into runs wherever its look or its history changes, so that a
// word may have tags inside. Here the runs are joined; paragraphs and rows are lines, and
// the cells of a row have tabs between. What is beside the text that a reader sees, such as
// the codes of fields and what was deleted, is a line behind its paragraph.
func (w *walker) office(in *input) error {
	_, err := w.content(&Member{Path: "text"}, &markup{r: narrowed(bufio.NewReader(in))}, -1)
	return err
}

// narrowed returns what a reader gives as UTF-8, if it is UTF-16 with a byte order mark.
func narrowed(r *bufio.Reader) *bufio.Reader {
	mark, _ := r.Peek(2) // an error comes again
	if string(mark) != "\xff\xfe" && string(mark) != "\xfe\xff" {
		return r
	}
	return bufio.NewReader(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(r))
}

// maxTag is how many bytes of a tag or an entity are looked at.
const maxTag = 256

// markup reads XML and gives its text. It is no parser: what is no XML gives some text.
type markup struct {
	r       *bufio.Reader
	out     []byte
	between string // what comes before the next text: a line end, a tab, or nothing
	begun   bool   // some text was given
	beside  bool   // the next text is none that a reader sees
	aside   []byte // that text, of a paragraph
}

// longestAside is how many bytes of a paragraph are kept that a reader does not see.
const longestAside = 64 << 10

func (m *markup) Read(p []byte) (int, error) {
	for len(m.out) == 0 {
		if err := m.step(); err != nil {
			if m.between == "" && len(m.aside) == 0 {
				return 0, err
			}
			m.end("\n") // the error comes again
			m.out, m.between = append(m.out, m.between...), ""
		}
	}
	n := copy(p, m.out)
	m.out = m.out[n:]
	return n, nil
}

// step reads a tag, or the text before the next tag.
func (m *markup) step() error {
	b, err := m.r.ReadByte()
	if err != nil {
		return err
	}
	switch b {
	case '<':
		return m.tag()
	case '&':
		m.give(m.entity())
	default:
		_ = m.r.UnreadByte() // cannot fail after ReadByte
		chunk, _ := m.r.Peek(max(1, m.r.Buffered()))
		if i := bytes.IndexAny(chunk, "<&"); i > 0 {
			chunk = chunk[:i]
		}
		m.give(string(chunk))
		_, _ = m.r.Discard(len(chunk)) // was peeked
	}
	return nil
}

func (m *markup) give(text string) {
	switch {
	case text == "":
	case m.beside:
		if len(m.aside)+len(text) <= longestAside {
			m.aside = append(m.aside, text...)
		}
	default:
		m.out = append(append(m.out, m.between...), text...)
		m.between, m.begun = "", true
	}
}

// end ends a cell with a tab, or a paragraph or row with a line end. What is next to each
// other ends once.
func (m *markup) end(with string) {
	if len(m.aside) > 0 && with == "\n" {
		m.out = append(append(append(m.out, '\n'), m.aside...), '\n')
		m.aside, m.between, m.begun = m.aside[:0], "", false
	} else if m.begun {
		m.between = with
	}
}

// tag reads the rest of a tag, and gives what it stands for.
func (m *markup) tag() error {
	head, _ := m.r.Peek(len("![CDATA["))
	switch {
	case string(head) == "![CDATA[":
		_, _ = m.r.Discard(len(head)) // was peeked
		return m.until("]]>", true)
	case bytes.HasPrefix(head, []byte("!--")):
		_, _ = m.r.Discard(3)       // was peeked
		return m.until("-->", true) // people hide things in comments
	}
	var name []byte
	quote := byte(0)
	for {
		b, err := m.r.ReadByte()
		if err != nil {
			return err
		}
		if len(name) < maxTag {
			name = append(name, b)
		}
		switch {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case b == '>':
			m.give(m.stands(string(name)))
			return nil
		}
	}
}

// until reads up to a mark, and gives what is before it.
func (m *markup) until(mark string, give bool) error {
	var text []byte
	for {
		b, err := m.r.ReadByte()
		if err != nil {
			return err
		}
		text = append(text, b)
		if bytes.HasSuffix(text, []byte(mark)) {
			m.give(string(text[:len(text)-len(mark)]))
			return nil
		}
		if len(text) >= 1<<20 { // no mark: the text goes on as if it were outside
			m.give(string(text))
			return nil
		}
	}
}

// stands returns the text that a tag stands for.
func (m *markup) stands(tag string) string {
	closing := strings.HasPrefix(tag, "/")
	name := strings.TrimPrefix(tag, "/")
	if i := strings.IndexAny(name, " \t\r\n/>"); i >= 0 {
		name = name[:i]
	}
	if _, local, ok := strings.Cut(name, ":"); ok {
		name = local
	}
	closed := closing || strings.HasSuffix(tag, "/>")
	switch name {
	case "p", "h", "si", "row", "tr", "table-row", "comment", "sst", "text", // of documents and SVG
		"div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "title", "pre", "dt", "dd", "style", "script", "option": // of HTML
		if closed {
			m.end("\n")
		}
	case "c", "tc", "table-cell", "td", "th":
		if closed {
			m.end("\t")
		}
	case "instrText", "delText", "delInstrText":
		m.beside = !closed
	case "br", "cr", "line-break":
		if !closing {
			m.end("\n")
		}
	case "tspan": // of SVG
		if !closing && (strings.Contains(tag, " y=") || strings.Contains(tag, " dy=")) {
			m.end("\n")
		}
	case "tab":
		if !closing {
			return "\t"
		}
	case "s": // of OpenDocument; in other documents it strikes out
		if strings.HasPrefix(tag, "text:s") {
			return " "
		}
	}
	return ""
}

// entity reads the rest of an entity, if it is one.
func (m *markup) entity() string {
	head, err := m.r.Peek(12)
	if i := bytes.IndexByte(head, ';'); i > 0 && (err == nil || err == io.EOF) {
		if text := html.UnescapeString("&" + string(head[:i+1])); !strings.HasPrefix(text, "&") || text == "&" {
			_, _ = m.r.Discard(i + 1) // was peeked
			return text
		}
	}
	return "&"
}
