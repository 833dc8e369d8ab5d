package content

import "bytes"

const (
	sniffLen   = 8000 // bytes that are searched for a zero, as git does
	controlLen = 1000 // bytes in which control characters are counted
)

// classify tells the class of some content by its first 8,000 bytes, never by
// a name. medium names the format of a medium, which is Binary; it is "" for
// all else. UTF-16 is Binary here: what it shows is another view.
func classify(data []byte) (c Class, medium string) {
	head := data[:min(len(data), sniffLen)]
	if bytes.IndexByte(head, 0) >= 0 {
		// Every medium holds a zero; text that begins like one ("GIF89a") does not.
		return Binary, mediaKind(data)
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
