package detect

import "bytes"

// A Content says what kind of bytes a scanner is given.
type Content int

const (
	Text   Content = iota // every rule runs
	Binary                // only rules marked Binary run: the others would read noise
	Media                 // pictures, sound, film and fonts: hold no secrets, and are the caller's to leave out
)

// sniffLen is how many bytes Classify looks at, as many as git does.
const sniffLen = 8000

// Classify tells the kind of some content by its first 8,000 bytes, never by
// a name. kind names a medium ("png"); it is "" for text and other binary
// content. UTF-16 is Binary here: decode it first, see package
// detect/decode.
func Classify(data []byte) (c Content, kind string) {
	if kind := mediaKind(data); kind != "" {
		return Media, kind
	}
	head := data[:min(len(data), sniffLen)]
	if bytes.IndexByte(head, 0) >= 0 {
		return Binary, ""
	}
	control := 0
	for _, b := range head {
		if b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1b || b == 0x7f {
			control++
		}
	}
	// Text in any encoding has hardly any; compressed bytes have one in ten.
	if control*20 > len(head) {
		return Binary, ""
	}
	return Text, ""
}
