package gitleaks

import (
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// messageOf returns the message of a commit as gitleaks gives it. gitleaks reads it in the
// output of `git log`, which indents the message and expands its tabs. The lines of the first
// paragraph are joined by blanks. Of the others, those without text are left out, except
// one between paragraphs, and the rest lose their indentation as far as the first line of the message has it.
func messageOf(text string) string {
	lines := strings.Split(text, "\n")
	blank := func(line string) bool { return strings.TrimSpace(line) == "" }
	for len(lines) > 0 && blank(lines[0]) {
		lines = lines[1:]
	}
	if len(lines) == 0 {
		return ""
	}
	indent := lines[0][:len(lines[0])-len(strings.TrimLeftFunc(lines[0], unicode.IsSpace))]
	indent = expandTabs(indent)
	var title []string
	for len(lines) > 0 && !blank(lines[0]) {
		title = append(title, strings.TrimSpace(expandTabs(lines[0])))
		lines = lines[1:]
	}
	var b strings.Builder
	b.WriteString(strings.Join(title, " "))
	gap := "\n\n"
	for _, line := range lines {
		if blank(line) {
			gap = "\n\n"
			continue
		}
		b.WriteString(gap)
		gap = "\n"
		b.WriteString(unindent(strings.TrimRightFunc(expandTabs(line), unicode.IsSpace), indent))
	}
	return b.String()
}

// gitIndent is how far git indents the lines of a message.
const gitIndent = "    "

// unindent removes the indentation of the first line, which git has indented further, from
// a line that git has indented as well.
func unindent(line, indent string) string {
	return strings.TrimPrefix(gitIndent+line, gitIndent+indent)
}

// tabWidth is how many columns apart git has its tab stops.
const tabWidth = 8

// expandTabs replaces each tab by blanks up to the next tab stop.
func expandTabs(line string) string {
	parts := strings.Split(line, "\t")
	var b strings.Builder
	for _, p := range parts[:len(parts)-1] {
		b.WriteString(p)
		b.WriteString(strings.Repeat(" ", tabWidth-runewidth.StringWidth(p)%tabWidth))
	}
	b.WriteString(parts[len(parts)-1])
	return b.String()
}
