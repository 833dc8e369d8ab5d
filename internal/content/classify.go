package content

import "bytes"

const (
	sniffLen   = 8000 // bytes in which a zero means binary, as in git
	controlLen = 1000 // bytes in which control characters are counted
)

// classify returns the class of some content. It looks at the first 8,000 bytes, and
// never at a name. medium is the format of a medium, whose class is Binary; it is ""
// for everything else. UTF-16 is Binary here, and its text is another view.
func classify(data []byte) (c Class, medium string) {
	head := data[:min(len(data), sniffLen)]
	if bytes.IndexByte(head, 0) >= 0 {
		// Every medium holds a zero. Text that begins like one ("GIF89a") does not.
		return Binary, mediaKind(data)
	}
	// Text in any encoding has hardly any control characters. In compressed data one
	// byte in ten is one.
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
