// Package lines turns offsets in some text into lines and columns.
//
// A line ends with \n. A column counts Unicode code points, as editors do; a byte
// that is no part of valid UTF-8 counts as one. Where bytes are matched, a match
// can begin within a character: its column then counts the bytes of the
// character before it, too, and no column behind it changes.
package lines

import (
	"bytes"
	"unicode/utf8"

	"github.com/sluicesec/sluice/finding"
)

// A Position is a place in a text, counted from 0: the lines before it, and the
// code points before it in its line.
type Position struct{ Line, Column int }

// after returns the position behind some text.
func (p Position) after(text []byte) Position {
	if n := bytes.Count(text, []byte{'\n'}); n > 0 {
		p.Line += n
		p.Column = 0
		text = text[bytes.LastIndexByte(text, '\n')+1:]
	}
	p.Column += utf8.RuneCount(text)
	return p
}

// Span returns the lines and columns from one position to another, counted from
// 1. The end column is that of the character behind the last.
func Span(from, to Position) finding.Span {
	return finding.Span{
		StartLine: from.Line + 1, StartColumn: from.Column + 1,
		EndLine: to.Line + 1, EndColumn: to.Column + 1,
	}
}

// A Counter gives the positions of offsets in some text. Offsets are best asked
// for in ascending order: each byte is then counted once, however long its line.
// A copy of a Counter counts on from where the Counter is.
type Counter struct {
	text  []byte
	start Position // of text
	at    int      // the offset that has been counted up to, where a character begins
	pos   Position // of at
	line  int      // the offset at which the line of at begins; that of the text if it began before
}

// New returns a counter for a text that begins at a position.
func New(text []byte, start Position) *Counter {
	return &Counter{text: text, start: start, pos: start}
}

// Seek goes to an offset, or to the beginning of the character that it is
// within. It returns where it went, and the position there.
func (c *Counter) Seek(offset int) (at int, p Position) {
	if offset < c.at {
		c.at, c.pos, c.line = 0, c.start, 0
	}
	to := c.charStart(offset)
	if i := bytes.LastIndexByte(c.text[c.at:to], '\n'); i >= 0 {
		c.line = c.at + i + 1
	}
	c.pos = c.pos.after(c.text[c.at:to])
	c.at = to
	return c.at, c.pos
}

// charStart returns where the character begins that an offset is within.
func (c *Counter) charStart(offset int) int {
	if offset == len(c.text) {
		return offset
	}
	for i := offset; i >= max(c.at, offset-utf8.UTFMax+1); i-- {
		if utf8.RuneStart(c.text[i]) {
			return i
		}
	}
	return offset
}

// Position returns the position of an offset.
func (c *Counter) Position(offset int) Position {
	at, p := c.Seek(offset)
	return p.after(c.text[at:offset])
}

// InLine returns how many bytes are before an offset on its line.
func (c *Counter) InLine(offset int) int {
	at, _ := c.Seek(offset)
	if i := bytes.LastIndexByte(c.text[at:offset], '\n'); i >= 0 {
		return offset - (at + i + 1)
	}
	return offset - c.line
}

// Span returns the lines and columns of text[start:end]. The counter stays at
// start, as the next span may begin before this one ends.
func (c *Counter) Span(start, end int) finding.Span {
	from := c.Position(start)
	behind := *c
	return Span(from, behind.Position(end))
}
