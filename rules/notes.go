package rules

import (
	"fmt"
	"slices"
)

// maxFileNotes bounds the different notes about one file. Every report repeats them.
const maxFileNotes = 20

// A noteList holds the notes about one rule file. A note that many places give rise
// to is there once, with the first of their lines.
type noteList struct {
	file  string
	notes []lineNote
	more  int // notes beyond the bound
}

type lineNote struct {
	line  int // 0 for a note about the file
	text  string
	times int
}

func (l *noteList) add(line int, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	for i := range l.notes {
		if n := &l.notes[i]; n.text == text {
			n.times++
			n.line = min(n.line, line)
			return
		}
	}
	if len(l.notes) == maxFileNotes {
		l.more++
		return
	}
	l.notes = append(l.notes, lineNote{line: line, text: text, times: 1})
}

// about adds a note about the file as a whole.
func (l *noteList) about(format string, args ...any) { l.add(0, format, args...) }

// texts returns the notes as people read them, in the order of their lines.
func (l *noteList) texts() []string {
	slices.SortStableFunc(l.notes, func(a, b lineNote) int { return a.line - b.line })
	var texts []string
	for _, n := range l.notes {
		at := l.file
		if n.line > 0 {
			at = Origin{File: l.file, Line: n.line}.String()
		}
		text := at + ": " + n.text
		if n.times > 1 {
			text += fmt.Sprintf(" (%d places)", n.times)
		}
		texts = append(texts, text)
	}
	if l.more > 0 {
		texts = append(texts, fmt.Sprintf("%s: %d more notes of this kind", l.file, l.more))
	}
	return texts
}
