package gitleaks

import (
	"strings"

	"github.com/sluicesec/sluice/finding"
)

// HitOf returns what gitleaks says of a match with a text: the text without line breaks at its
// ends, and where it is. hunk is the lines that the commit adds together, zero if they
// are not known.
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
func HitOf(text string, where finding.Where, hunk finding.Hunk) finding.Hit {
	first := max(hunk.First, 1)
	column := func(line, bytes int) int {
		if line > first {
			return bytes + 1
		}
		return bytes
	}
	if where.EndLine > 0 {
		return finding.Hit{Text: strings.Trim(text, lineBreak), Span: finding.Span{
			StartLine: where.Line, StartColumn: column(where.Line, where.Byte) + 1,
			EndLine: where.EndLine, EndColumn: column(where.EndLine, where.EndByte),
		}}
	}
	text, line, start := inFragment(text, where, hunk)
	at := finding.Hit{Text: strings.Trim(text, lineBreak)}
	covered := text[:len(at.Text)]
	at.StartLine, at.StartColumn = line, column(line, start)+1
	if strings.HasPrefix(text, lineBreak) {
		at.StartLine, at.StartColumn = line+1, 1
	}
	if where.Unended && strings.LastIndex(covered, lineBreak) > 0 {
		at.EndLine = at.StartLine
		return at
	}
	at.EndLine = line + strings.Count(covered, lineBreak)
	end := start + len(covered)
	if i := strings.LastIndex(covered, lineBreak); i >= 0 {
		end = len(covered) - (i + 1)
	}
	at.EndColumn = column(at.EndLine, end)
	return at
}

const lineBreak = "\n"

// inFragment returns the part of a match that is in the lines which the commit adds, and
// where it begins. Only blank lines at its ends are ever outside of them: with any other
// line, gitleaks would not see the match.
func inFragment(text string, where finding.Where, hunk finding.Hunk) (inside string, line, start int) {
	line, start = where.Line, where.Byte
	for line < hunk.First {
		above, rest, ok := strings.Cut(text, lineBreak)
		if !ok || strings.TrimSpace(above) != "" {
			break
		}
		text, line, start = rest, line+1, 0
	}
	last := line + strings.Count(text, lineBreak)
	for hunk.Last > 0 && last > hunk.Last {
		i := strings.LastIndex(text, lineBreak)
		if i < 0 || strings.TrimSpace(text[i:]) != "" {
			break
		}
		text, last = text[:i], last-1
	}
	return text, line, start
}
