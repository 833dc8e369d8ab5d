package manual

import (
	"strings"
	"unicode/utf8"
)

// Show returns the topic for a terminal of some columns; bold marks headings and code with
// the control sequences of terminals.
func (t *Topic) Show(width int, bold bool) string {
	out := text{bold: bold}
	out.b.WriteString(out.strong(strings.ToUpper(t.Name[:1])+strings.ReplaceAll(t.Name[1:], "-", " ")) + ": " + t.Summary + "\n")
	list := false
	for i := range t.blocks {
		b := &t.blocks[i]
		if !(list && b.kind == item) && len(b.lines)+len(b.rows) > 0 {
			out.b.WriteByte('\n')
		}
		list = b.kind == item
		switch b.kind {
		case heading:
			out.b.WriteString(out.strong(capitals(b.lines[0])) + "\n")
		case paragraph:
			out.filled(b.words(), "", "", width)
		case item:
			out.filled(b.words(), b.mark+" ", strings.Repeat(" ", len(b.mark)+1), width)
		case code:
			for line := range strings.Lines(b.code()) {
				out.b.WriteString(strings.TrimRight("    "+line, " \n") + "\n")
			}
		case table:
			out.table(b.rows, width)
		}
	}
	return out.b.String()
}

// text collects what a terminal shows.
type text struct {
	b    strings.Builder
	bold bool
}

func (t *text) strong(s string) string {
	if !t.bold {
		return s
	}
	return "\x1b[1m" + s + "\x1b[0m"
}

// filled writes words in lines of a width, the first behind one prefix and the others behind
// another.
func (t *text) filled(words, first, other string, width int) {
	for i, line := range wrapped(words, width-len(other)) {
		prefix := other
		if i == 0 {
			prefix = first
		}
		t.b.WriteString(prefix + t.marked(line) + "\n")
	}
}

// marked shows the marks of code. A line may begin or end within one; then they go.
func (t *text) marked(line string) string {
	parts := strings.Split(line, "`")
	if len(parts)%2 == 0 {
		return strings.ReplaceAll(line, "`", "")
	}
	for i := 1; i < len(parts); i += 2 {
		parts[i] = t.strong(parts[i])
	}
	return strings.Join(parts, "")
}

// shownWidth is the width of words, of which the marks of code are no part.
func shownWidth(s string) int { return utf8.RuneCountInString(s) - strings.Count(s, "`") }

func wrapped(words string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(words) {
		if line != "" && shownWidth(line)+1+shownWidth(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// table writes rows with their cells below each other. The widest columns become narrower
// until the table fits, but not narrower than their words.
func (t *text) table(rows [][]string, width int) {
	widths, least := make([]int, len(rows[0])), make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row[:min(len(row), len(widths))] {
			widths[i] = max(widths[i], shownWidth(cell))
			for _, word := range strings.Fields(cell) {
				least[i] = max(least[i], shownWidth(word))
			}
		}
	}
	for narrow(widths, least, width) {
	}
	for n, row := range rows {
		t.row(row, widths, n == 0)
		if n == 0 && !t.bold {
			var line []string
			for _, w := range widths {
				line = append(line, strings.Repeat("-", w))
			}
			t.row(line, widths, false)
		}
	}
}

// gap is the space before a column.
const gap = 2

// narrow takes one from the widest column that has more than it needs, and reports whether
// it did so: not if the table fits.
func narrow(widths, least []int, width int) bool {
	sum, widest := gap*len(widths), -1
	for i, w := range widths {
		sum += w
		if w > least[i] && (widest < 0 || w >= widths[widest]) {
			widest = i
		}
	}
	if sum <= width || widest < 0 {
		return false
	}
	widths[widest]--
	return true
}

func (t *text) row(row []string, widths []int, head bool) {
	cells := make([][]string, len(widths))
	height := 0
	for i := range cells {
		if i < len(row) {
			cells[i] = wrapped(row[i], widths[i])
		}
		height = max(height, len(cells[i]))
	}
	for n := range height {
		var line strings.Builder
		for i, cell := range cells {
			words := ""
			if n < len(cell) {
				words = cell[n]
			}
			shown := t.marked(words)
			if head {
				shown = t.strong(words)
			}
			line.WriteString(strings.Repeat(" ", gap) + shown + strings.Repeat(" ", max(widths[i]-shownWidth(words), 0)))
		}
		t.b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}
