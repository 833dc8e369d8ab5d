package engine

import (
	"bytes"
	"unicode/utf8"
)

// A TextMatch is a match with its text and its place among the lines, for
// data that is gone when the match is read.
type TextMatch struct {
	Match
	Text   string // of the whole match
	Secret string

	// Lines and columns of the secret, from 1 on. Columns count Unicode code
	// points (a byte that is not UTF-8 counts as one); the end column is that of
	// the character after the last.
	StartLine, StartColumn int
	EndLine, EndColumn     int

	from, to position // of the whole match, for the distance of parts
}

// A position is a place in text: 0-based line, and code points before it in
// that line.
type position struct{ line, column int }

// after gives the position behind some text.
func (p position) after(text []byte) position {
	if n := bytes.Count(text, []byte{'\n'}); n > 0 {
		p.line += n
		p.column = 0
		text = text[bytes.LastIndexByte(text, '\n')+1:]
	}
	p.column += utf8.RuneCount(text)
	return p
}

// place adds text and places to matches that are sorted by Start. data begins
// at the given position, and the offsets of the matches count from it.
func place(data []byte, at position, matches []Match) []TextMatch {
	placed := make([]TextMatch, len(matches))
	done := 0
	for i, m := range matches {
		at = at.after(data[done:m.Start])
		done = m.Start
		start := at.after(data[m.Start:m.SecretStart])
		end := start.after(data[m.SecretStart:m.SecretEnd])
		placed[i] = TextMatch{
			Match: m,
			Text:  string(data[m.Start:m.End]), Secret: string(data[m.SecretStart:m.SecretEnd]),
			StartLine: start.line + 1, StartColumn: start.column + 1,
			EndLine: end.line + 1, EndColumn: end.column + 1,
			from: at, to: end.after(data[m.SecretEnd:m.End]),
		}
	}
	return placed
}

// shift moves the match by some bytes.
func (m *TextMatch) shift(by int) {
	m.Start += by
	m.End += by
	m.SecretStart += by
	m.SecretEnd += by
}
