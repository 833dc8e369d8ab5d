package scan

import (
	"bytes"

	"github.com/sluicesec/sluice/finding"
)

// lineCounter turns offsets into lines and columns. Offsets are best asked for
// in ascending order: each byte is then counted once.
type lineCounter struct {
	data  []byte
	at    int // the offset that line belongs to
	line  int // 1-based
	start int // where the line starts
}

func newLineCounter(data []byte) *lineCounter { return &lineCounter{data: data, line: 1} }

// span returns the lines and columns of data[start:end].
func (l *lineCounter) span(start, end int) finding.Span {
	var s finding.Span
	l.seek(start)
	s.StartLine, s.StartColumn = l.line, runes(l.data[l.start:start])+1
	first := *l
	l.seek(end)
	s.EndLine, s.EndColumn = l.line, runes(l.data[l.start:end])+1
	*l = first // the next secret may start before this one ends
	return s
}

func (l *lineCounter) seek(offset int) {
	if offset < l.at {
		*l = lineCounter{data: l.data, line: 1}
	}
	between := l.data[l.at:offset]
	if n := bytes.Count(between, []byte{'\n'}); n > 0 {
		l.line += n
		l.start = l.at + bytes.LastIndexByte(between, '\n') + 1
	}
	l.at = offset
}
