package content

import (
	"math/bits"
	"unicode/utf8"

	"github.com/sluicesec/sluice/internal/mask"
)

const (
	headLen    = 8 << 10 // bytes at the beginning by which content is judged
	controlLen = 1000    // bytes in which control characters are counted if there is no zero
	magicLen   = 64      // bytes of a header that text may stand behind
)

// classify returns the class of some content by its head, of headLen bytes or all of it, and by
// whether that has zeros.
// It never looks at a name. Wide text is Binary here, and its text is another view.
//
// Text in any encoding of single bytes has hardly any control characters, whatever its
// first bytes are and even if a program left a zero in it. In compressed data one byte in
// ten is one, and programs and tables are full of zeros. Bright pixels have few of them, but
// most of their bytes are no ASCII; so where there is a zero, most of a text must be.
func classify(head []byte, zeros bool) Class {
	if !zeros {
		head = head[:min(len(head), controlLen)]
	}
	if isText(head, zeros) || len(head) >= 3*magicLen/2 && isText(head[magicLen:], zeros) {
		return Text
	}
	return Binary
}

// isText reports whether at most one byte in twenty is a control character and, if it
// has zeros, at most one in four is in no encoding that Unicode has.
func isText(data []byte, zeros bool) bool {
	return controls(data)*20 <= len(data) && (!zeros || foreign(data)*4 <= len(data))
}

// controlChars has the control characters that texts do not have.
var controlChars = func() *mask.Table {
	var all []byte
	for b := range byte(' ') {
		if (b < '\b' || b > '\r') && b != 0x1b {
			all = append(all, b)
		}
	}
	return mask.New([mask.Sets]string{string(append(all, 0x7f))})
}()

// controls returns how many bytes are such characters.
func controls(data []byte) (n int) {
	var masks [4]mask.Block
	for len(data) > 0 {
		filled := controlChars.Blocks(masks[:], data)
		for i := range masks[:filled] {
			n += bits.OnesCount64(masks[i][0])
		}
		data = data[min(len(data), filled*mask.Size):]
	}
	return n
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
