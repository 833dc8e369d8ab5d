package triage

import (
	"unicode/utf8"

	"github.com/sluicesec/sluice/internal/plain"
)

// A line is what a person types. It is edited at its end alone, which is enough for a day
// or a reason. The text field of the library that draws the screen looks for programs of
// the clipboard whenever any command begins, hooks included.
type line struct{ text string }

// maxTyped is the most bytes of a line.
const maxTyped = 400

// press changes the line by a key: its name, and the text that it types.
func (l *line) press(key, text string) {
	switch key {
	case "backspace", "ctrl+h":
		_, n := utf8.DecodeLastRuneInString(l.text)
		l.text = l.text[:len(l.text)-n]
	case "ctrl+u":
		l.text = ""
	default:
		l.add(text)
	}
}

// add adds what can be shown of a typed or pasted text.
func (l *line) add(text string) {
	for _, r := range text {
		if !plain.Unprintable(r) && len(l.text)+utf8.RuneLen(r) <= maxTyped {
			l.text += string(r)
		}
	}
}

// view is the line with a cursor.
func (l *line) view() string { return "> " + plain.Text(l.text) + "_" }
