package content

import "github.com/sluicesec/sluice/internal/content/decode"

// Encoded adds to dst the runs of encoded text in the paragraphs data[from:to] of some data
// of a class, see [decode.Find]. In what is no text, only words are looked for: nobody
// writes escapes, literals or invisible characters there, and chance writes them often.
func (c Class) Encoded(dst []decode.Run, data []byte, from, to int) []decode.Run {
	if c == Text {
		return decode.Find(dst, data, from, to)
	}
	return decode.FindWords(dst, data, from, to)
}
