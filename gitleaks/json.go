package gitleaks

import (
	"bufio"
	"encoding/json"

	"github.com/sluicesec/sluice/internal/plain"
)

// indent is that of each level of JSON.
const indent = " "

// writeJSON writes an array of entries and a line end. A JSON reader reads the texts
// as they are, but for bytes that are not UTF-8.
func writeJSON(w *bufio.Writer, entries []Entry) error {
	if err := writeList(w, "", entries, func(e *Entry) any { return filled(e) }); err != nil {
		return err
	}
	return w.WriteByte('\n')
}

// filled returns the entry with a list of tags that is not nil, which gitleaks never writes.
func filled(e *Entry) Entry {
	full := *e
	if full.Tags == nil {
		full.Tags = []string{}
	}
	return full
}

// writeList writes a JSON array of what of makes of each entry, one at a time. margin is
// the white space before the line in which the array begins.
func writeList(w *bufio.Writer, margin string, entries []Entry, of func(*Entry) any) error {
	if len(entries) == 0 {
		_, err := w.WriteString("[]")
		return err
	}
	separator := "["
	for i := range entries {
		text, err := json.MarshalIndent(of(&entries[i]), margin+indent, indent)
		if err != nil {
			return err
		}
		w.WriteString(separator + "\n" + margin + indent)
		w.Write(plain.JSON(text))
		separator = ","
	}
	_, err := w.WriteString("\n" + margin + "]")
	return err
}
