package gitleaks

import (
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// A span is where gitleaks says that a match is. Lines and columns count from 1.
type span struct {
	StartLine, EndLine, StartColumn, EndColumn int
}

// spanOf returns where a hit is, and the match as gitleaks gives it: without line breaks at
// its ends.
//
// gitleaks looks at a fragment: a file, or the lines that a commit adds together. Its columns
// count bytes, from the line break before the match on. So they are too large by one on every
// line but the first of the fragment. The end column is that of the last byte.
//
// Further peculiarities, each of which follows from the one before:
//
//   - a match that begins with line breaks begins in column 1 of the line behind the first
//   - its length is that of the match without them, so that it ends too early
//   - a match of several lines that ends on a last line without a line break has the
//     end column 0, and its end line is the one on which it begins
func spanOf(h *finding.Hit) (at span, match string) {
	first := max(h.Hunk.First, 1)
	column := func(line, bytes int) int {
		if line > first {
			return bytes + 1
		}
		return bytes
	}
	if h.EndLine > 0 {
		return span{h.Line, h.EndLine, column(h.Line, h.Byte) + 1, column(h.EndLine, h.EndByte)}, strings.Trim(h.Text, lineBreak)
	}
	text, line, start := inFragment(h)
	match = strings.Trim(text, lineBreak)
	covered := text[:len(match)]
	at.StartLine, at.StartColumn = line, column(line, start)+1
	if strings.HasPrefix(text, lineBreak) {
		at.StartLine, at.StartColumn = line+1, 1
	}
	if h.Unended && strings.LastIndex(covered, lineBreak) > 0 {
		at.EndLine = at.StartLine
		return at, match
	}
	at.EndLine = line + strings.Count(covered, lineBreak)
	end := start + len(covered)
	if i := strings.LastIndex(covered, lineBreak); i >= 0 {
		end = len(covered) - (i + 1)
	}
	at.EndColumn = column(at.EndLine, end)
	return at, match
}

const lineBreak = "\n"

// inFragment returns the part of a match that is in the lines which the commit adds, and
// where it begins. Only blank lines at its ends are ever outside of them: with any other
// line, gitleaks would not see the match.
func inFragment(h *finding.Hit) (text string, line, start int) {
	text, line, start = h.Text, h.Line, h.Byte
	for line < h.Hunk.First {
		above, rest, ok := strings.Cut(text, lineBreak)
		if !ok || strings.TrimSpace(above) != "" {
			break
		}
		text, line, start = rest, line+1, 0
	}
	last := line + strings.Count(text, lineBreak)
	for h.Hunk.Last > 0 && last > h.Hunk.Last {
		i := strings.LastIndex(text, lineBreak)
		if i < 0 || strings.TrimSpace(text[i:]) != "" {
			break
		}
		text, last = text[:i], last-1
	}
	return text, line, start
}
