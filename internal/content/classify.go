package content

import "bytes"

const (
	headLen    = 8 << 10 // bytes at the beginning by which content is judged
	controlLen = 1000    // bytes in which control characters are counted if there is no zero
	magicLen   = 64      // bytes of a header that text may stand behind
)

// classify returns the class of some content by its head, of headLen bytes or all of it.
// It never looks at a name. Wide text is Binary here, and its text is another view.
//
// Text in any encoding of single bytes has hardly any control characters, whatever its
// first bytes are and even if a program left a zero in it. In compressed data one byte in
// ten is one, and programs and tables are full of zeros.
func classify(head []byte) Class {
	if bytes.IndexByte(head, 0) < 0 {
		head = head[:min(len(head), controlLen)]
	}
	if isText(head) || len(head) >= 3*magicLen/2 && isText(head[magicLen:]) {
		return Text
	}
	return Binary
}

// isText reports whether at most one byte in twenty is a control character.
func isText(data []byte) bool {
	control := 0
	for _, b := range data {
		if b < ' ' && (b < '\b' || b > '\r') && b != 0x1b || b == 0x7f {
			control++
		}
	}
	return control*20 <= len(data)
}
