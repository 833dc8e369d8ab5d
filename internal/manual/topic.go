package manual

import (
	"fmt"
	"strings"
)

// A Topic is a page about something that many commands share. It is written in a small part
// of Markdown: headings, paragraphs, lists, tables, and code that is indented by four
// spaces. In text, `code` is marked, and nothing else.
type Topic struct {
	Name    string // "exit-codes"
	Summary string // a phrase, as the NAME section of a manual page has it
	Text    string // Markdown, without the title
	blocks  []block
}

// A block is a part of a topic.
type block struct {
	kind  kind
	lines []string   // of a heading, one; of a paragraph or an item, its words; of code, as they are
	rows  [][]string // of a table, the head first
	mark  string     // of an item: "-", "1."
}

type kind int

const (
	heading kind = iota
	paragraph
	item
	code
	table
)

// ParseTopic reads a topic. Its first line is "# NAME: SUMMARY".
func ParseTopic(text string) (*Topic, error) {
	title, rest, _ := strings.Cut(text, "\n")
	name, summary, ok := strings.Cut(strings.TrimPrefix(title, "# "), ": ")
	if !ok || !strings.HasPrefix(title, "# ") {
		return nil, fmt.Errorf("a topic begins with %q, and not with %q", "# NAME: SUMMARY", title)
	}
	t := &Topic{Name: name, Summary: summary, Text: strings.TrimLeft(rest, "\n")}
	for line := range strings.Lines(rest) {
		t.add(strings.TrimRight(line, "\n"))
	}
	return t, nil
}

// add adds a line to the last block, or begins another one. An empty line begins nothing,
// but what comes after it is a block of its own.
func (t *Topic) add(line string) {
	var last *block
	if n := len(t.blocks); n > 0 {
		last = &t.blocks[n-1]
	}
	switch mark, words := listMark(line); {
	case line == "":
		if last != nil && last.kind == code {
			last.lines = append(last.lines, "")
		} else if last != nil && len(last.lines)+len(last.rows) > 0 {
			t.blocks = append(t.blocks, block{kind: paragraph})
		}
	case strings.HasPrefix(line, "## "):
		t.begin(block{kind: heading, lines: []string{line[len("## "):]}})
	case strings.HasPrefix(line, "    "):
		if last == nil || last.kind != code {
			t.begin(block{kind: code})
		}
		last = &t.blocks[len(t.blocks)-1]
		last.lines = append(last.lines, line[4:])
	case strings.HasPrefix(line, "|"):
		if last == nil || last.kind != table {
			t.begin(block{kind: table})
		}
		if cells := cellsOf(line); strings.Trim(strings.Join(cells, ""), "- ") != "" {
			last = &t.blocks[len(t.blocks)-1]
			last.rows = append(last.rows, cells)
		}
	case mark != "":
		t.begin(block{kind: item, mark: mark, lines: []string{words}})
	case last == nil || last.kind != paragraph && last.kind != item:
		t.begin(block{kind: paragraph, lines: []string{line}})
	default:
		last.lines = append(last.lines, strings.TrimSpace(line))
	}
}

// begin begins a block, in place of one that is empty.
func (t *Topic) begin(b block) {
	if n := len(t.blocks); n > 0 && len(t.blocks[n-1].lines)+len(t.blocks[n-1].rows) == 0 {
		t.blocks = t.blocks[:n-1]
	}
	t.blocks = append(t.blocks, b)
}

// listMark returns the mark that begins an item of a list, and the words behind it.
func listMark(line string) (mark, words string) {
	mark, words, ok := strings.Cut(line, " ")
	if ok && (mark == "-" || strings.HasSuffix(mark, ".") && strings.Trim(mark, "0123456789") == ".") {
		return mark, words
	}
	return "", ""
}

func cellsOf(row string) []string {
	cells := strings.Split(strings.Trim(strings.TrimSpace(row), "|"), "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

// words returns the lines of a block as one.
func (b *block) words() string { return strings.Join(b.lines, " ") }

// code returns the lines of code, without empty ones at its end.
func (b *block) code() string { return strings.TrimRight(strings.Join(b.lines, "\n"), "\n") + "\n" }

// Page returns the topic as a manual page. more are pages that its last section names.
func (t *Topic) Page(p Page, more []string) string {
	r := &roff{}
	name := "sluice-" + t.Name
	r.title(name, p)
	r.section("Name")
	r.line(name + ` \- ` + escaped(t.Summary))
	r.section("Description")
	for i := range t.blocks {
		r.block(&t.blocks[i])
	}
	r.section("See also")
	r.line(strings.Join(references(more), ",\n"))
	return r.b.String()
}

func (r *roff) block(b *block) {
	switch b.kind {
	case heading:
		r.section(b.lines[0])
	case paragraph:
		if len(b.lines) > 0 {
			r.paragraph()
			r.text(b.words())
		}
	case item:
		r.begun = true
		r.b.WriteString(".IP " + escaped(b.mark) + " 4\n")
		r.text(b.words())
	case code:
		r.code(b.code())
	case table:
		r.table(b.rows)
	}
}

// tableWidth is the width of a table in a manual page, whose lines are not filled.
const tableWidth = 72

// table writes a table of two columns as terms with what is said of them, and any other one
// as it would be in a text.
func (r *roff) table(rows [][]string) {
	if len(rows[0]) != 2 {
		var t text
		t.table(rows, tableWidth)
		r.code(t.b.String())
		return
	}
	for _, row := range rows[1:] {
		r.item(inline(row[0]), row[1])
	}
}
