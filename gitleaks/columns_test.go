package gitleaks

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
)

// fromFragment is the law by which gitleaks counts, in its own words: it knows the bytes of
// a fragment, the first line of the fragment in the file, and where the match is.
func fromFragment(fragment string, first, start, end int) finding.Hit {
	match := strings.Trim(fragment[start:end], "\n")
	end = start + len(match)
	var breaks []int
	for i := range len(fragment) {
		if fragment[i] == '\n' {
			breaks = append(breaks, i)
		}
	}
	at := finding.Hit{Text: match, Span: finding.Span{StartLine: -1}}
	before := 0
	for i, b := range breaks {
		if before <= start && start < b && at.StartLine < 0 {
			at.StartLine, at.StartColumn = first+i, start-before+1
		}
		if before < end && end <= b {
			at.EndLine, at.EndColumn = first+i, end-before
		}
		before = b
	}
	if at.StartLine < 0 { // on the last line, which has no line break
		at.StartLine, at.EndLine, at.StartColumn, at.EndColumn = first+len(breaks), first+len(breaks), start-before+1, end-before
		return at
	}
	if at.EndLine == 0 {
		at.EndLine = at.StartLine
	}
	return at
}

// What spanOf makes of a hit in a file is what gitleaks makes of the fragment.
func TestSpanIsThatOfTheFragment(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	pieces := []string{"x", "é", "\n", "\n\n", " ", "\r\n", "word"}
	for range 20000 {
		var above, in, below strings.Builder
		for range rng.IntN(6) {
			above.WriteString(pieces[rng.IntN(len(pieces))])
		}
		if above.Len() > 0 {
			above.WriteString("\n")
		}
		for range 1 + rng.IntN(9) {
			in.WriteString(pieces[rng.IntN(len(pieces))])
		}
		if rng.IntN(2) == 0 {
			in.WriteString("\n")
			below.WriteString("more\nlines\n")
		}
		fragment := in.String()
		start := rng.IntN(len(fragment))
		end := start + 1 + rng.IntN(len(fragment)-start)
		if strings.Trim(fragment[start:end], "\n") == "" {
			continue
		}
		first := strings.Count(above.String(), "\n") + 1
		want := fromFragment(fragment, first, start, end)

		file := above.String() + fragment + below.String()
		start, end = start+above.Len(), end+above.Len()
		trimmed := start + len(want.Text)
		where := finding.Where{
			Line: strings.Count(file[:start], "\n") + 1, Byte: start - strings.LastIndex(file[:start], "\n") - 1,
			Unended: trimmed > strings.LastIndex(file, "\n"),
		}
		hunk := finding.Hunk{First: first, Last: strings.Count(strings.TrimSuffix(above.String()+fragment, "\n"), "\n") + 1}
		if got := HitOf(file[start:end], where, hunk); got != want {
			t.Fatalf("%q in %q behind %q: got %+v, want %+v", file[start:end], fragment, above.String(), got, want)
		}
	}
}

// Blank lines that the commit did not add are no part of the match.
func TestBlankLinesOutsideTheHunk(t *testing.T) {
	got := HitOf("\n \n  key = x \n\n", finding.Where{Line: 4, Byte: 7}, finding.Hunk{First: 6, Last: 6})
	want := finding.Hit{Text: "  key = x ", Span: finding.Span{StartLine: 6, EndLine: 6, StartColumn: 1, EndColumn: 10}}
	if got != want {
		t.Errorf("got %+v", got)
	}
}

func TestDecodedWord(t *testing.T) {
	got := HitOf("\ntoken", finding.Where{Line: 2, Byte: 2, EndLine: 2, EndByte: 62}, finding.Hunk{})
	want := finding.Hit{Text: "token", Span: finding.Span{StartLine: 2, EndLine: 2, StartColumn: 4, EndColumn: 63}}
	if got != want {
		t.Errorf("got %+v", got)
	}
}
