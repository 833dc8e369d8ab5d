package archive

import (
	"bytes"
	"strings"
)

// constants are the texts in compiled code, and what is known of their names.
type constants struct {
	named    []byte // "name = value" in lines
	texts    []string
	assigned map[string]bool // those that have a name
}

// constants visits what is known: the names and values, and then the other texts, each as a
// line.
func (w *walker) constants(c *constants) error {
	var others strings.Builder
	for _, text := range c.texts {
		if text = strings.Trim(text, "\r\n"); text != "" && !c.assigned[text] {
			others.WriteString(text)
			others.WriteByte('\n')
		}
	}
	_, err := w.content(&Member{Path: "names"}, bytes.NewReader(c.named), int64(len(c.named)))
	if err == nil {
		_, err = w.content(&Member{Path: "constants"}, strings.NewReader(others.String()), int64(others.Len()))
	}
	return err
}

// add adds a text. Bytes that are no text are in the file as they are.
func (c *constants) add(text string) {
	if isPlainText(text) {
		c.texts = append(c.texts, text)
	}
}

// isPlainText reports whether a text has no control characters but those of lines.
func isPlainText(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' })
}

// loads are the constants that compiled code has loaded one behind the other. What it does
// with them says which of them is a name and which is a value.
type loads struct {
	texts []string
	to    *constants
}

// load notes a constant. One that is no text is "".
func (l *loads) load(text string) { l.texts = append(l.texts, text) }

// store writes the last constant as the value of a variable.
func (l *loads) store(name string) {
	if n := len(l.texts); n > 0 {
		l.assign(name, l.texts[n-1])
		l.texts = l.texts[:n-1]
	}
	l.over()
}

// named writes the last constants as the values of these names: a dictionary, or a
// call.
func (l *loads) named(names []string) {
	for i := 1; i <= min(len(names), len(l.texts)); i++ {
		l.maybe(names[len(names)-i], l.texts[len(l.texts)-i])
	}
	l.texts = l.texts[:max(0, len(l.texts)-len(names))]
}

// over says that something else was done. Of two constants of a call, the first may be a
// name: set("password", "...").
func (l *loads) over() {
	if len(l.texts) == 2 && isSettingName(l.texts[0]) {
		l.maybe(l.texts[0], l.texts[1])
	}
	l.texts = l.texts[:0]
}

// maybe is assign where it is a guess that the value has this name. A word has none.
func (l *loads) maybe(name, value string) {
	isWord := !strings.ContainsFunc(value, func(r rune) bool { return !('a' <= r|0x20 && r|0x20 <= 'z') })
	if !isWord && len(value) >= minGuessed {
		l.assign(name, value)
	}
}

// Limits of a name and of a value, and of all of them, in bytes: code may use a constant
// any number of times.
const (
	maxNamed    = 4 << 10
	maxAllNamed = 16 << 20
)

// minGuessed is the length of a value of which it is a guess what name it has.
const minGuessed = 6

func (l *loads) assign(name, value string) {
	if name == "" || value == "" || len(name) > maxNamed || len(value) > maxNamed || len(l.to.named) > maxAllNamed || !isPlainText(value) {
		return // it is still among the other texts
	}
	l.to.named = appendValue(append(l.to.named, name+" = "...), value)
	if l.to.assigned == nil {
		l.to.assigned = map[string]bool{}
	}
	l.to.assigned[value] = true
}
