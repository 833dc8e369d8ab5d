package detect

import "bytes"

// A Content says what kind of bytes a scanner is given.
type Content int

const (
	Text   Content = iota // every rule runs
	Binary                // only rules marked Binary run: the others would read noise
	Media                 // pictures, sound, film and fonts: hold no secrets, and are the caller's to leave out
)

const (
	sniffLen   = 8000 // bytes that Classify searches for a zero, as git does
	controlLen = 1000 // bytes that it counts control characters in
)

// Classify tells the kind of some content by its first 8,000 bytes, never by
// a name. kind names a medium ("png"); it is "" for text and other binary
// content. UTF-16 is Binary here: see package detect/decode.
func Classify(data []byte) (c Content, kind string) {
	head := data[:min(len(data), sniffLen)]
	if bytes.IndexByte(head, 0) >= 0 {
		// Every medium holds a zero; text that begins like one ("GIF89a") does not.
		if kind := mediaKind(data); kind != "" {
			return Media, kind
		}
		return Binary, ""
	}
	// Text in any encoding has hardly any control characters; of compressed
	// bytes one in ten is one.
	head = head[:min(len(head), controlLen)]
	control := 0
	for _, b := range head {
		if b < 0x20 && (b < '\t' || b > '\r') && b != 0x1b || b == 0x7f {
			control++
		}
	}
	if control*20 > len(head) {
		return Binary, ""
	}
	return Text, ""
}
