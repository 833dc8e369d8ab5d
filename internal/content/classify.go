package content

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

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
// ten is one, and programs and tables are full of zeros. Bright pixels have few of them, but
// most of their bytes are no ASCII; so where there is a zero, most of a text must be.
func classify(head []byte) Class {
	zero := bytes.IndexByte(head, 0) >= 0
	if !zero {
		head = head[:min(len(head), controlLen)]
	}
	if isText(head, zero) || len(head) >= 3*magicLen/2 && isText(head[magicLen:], zero) {
		return Text
	}
	return Binary
}

// isText reports whether at most one byte in twenty is a control character and, if it
// has zeros, at most one in four is in no encoding that Unicode has.
func isText(data []byte, zeros bool) bool {
	control := 0
	for i := 0; i < len(data); i++ {
		for i+8 <= len(data) && isPlain(binary.LittleEndian.Uint64(data[i:])) {
			i += 8
		}
		if i == len(data) {
			break
		}
		if b := data[i]; b < ' ' && (b < '\b' || b > '\r') && b != 0x1b || b == 0x7f {
			control++
		}
	}
	return control*20 <= len(data) && (!zeros || foreign(data)*4 <= len(data))
}

// isPlain reports whether none of eight bytes is a control character. Of those that have one,
// some others fail, too.
func isPlain(word uint64) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	del := word ^ 0x7f*ones
	return ((word-' '*ones)&^word|(del-ones)&^del)&highs == 0
}

// foreign returns how many bytes are not in UTF-8.
func foreign(data []byte) (n int) {
	for len(data) > 0 {
		if data[0] < utf8.RuneSelf {
			data = data[1:]
			continue
		}
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			n++
		}
		data = data[size:]
	}
	return n
}
