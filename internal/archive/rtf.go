package archive

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// rtf shows the text of a document in Rich Text Format. As in other documents, a word may
// have control words inside, and any character may be an escape. Pictures are left out:
// they are hexadecimal digits.
//
// Source: Rich Text Format (RTF) Specification, version 1.9.1.
func (w *walker) rtf(in *input) error {
	_, err := w.content(&Member{Path: "text"}, &richText{r: bufio.NewReader(in)}, -1)
	return err
}

// richText reads RTF and gives its text. What is no RTF gives some text.
type richText struct {
	r       *bufio.Reader
	out     []byte
	depth   int  // of groups
	picture int  // depth of the group of a picture, 0 outside
	high    rune // the first half of a surrogate pair
	skip    int  // characters that stand for the last one in old readers
	most    int  // such characters behind each \u
}

func (t *richText) Read(p []byte) (int, error) {
	for len(t.out) == 0 {
		if err := t.step(); err != nil {
			return 0, err
		}
	}
	n := copy(p, t.out)
	t.out = t.out[n:]
	return n, nil
}

// step reads a character, a control word, or the beginning or end of a group.
func (t *richText) step() error {
	b, err := t.r.ReadByte()
	if err != nil {
		return err
	}
	switch b {
	case '{':
		t.depth++
		t.skip = 0
	case '}':
		if t.picture == t.depth {
			t.picture = 0
		}
		t.depth--
		t.skip = 0
	case '\\':
		return t.control()
	case '\r', '\n':
	default:
		t.give(b)
	}
	return nil
}

func (t *richText) give(b byte) {
	switch {
	case t.picture > 0:
	case t.skip > 0:
		t.skip--
	default:
		t.out = append(t.out, b)
	}
}

// control reads the rest of a control word or symbol.
func (t *richText) control() error {
	b, err := t.r.ReadByte()
	if err != nil {
		return err
	}
	if b|0x20 < 'a' || b|0x20 > 'z' {
		return t.symbol(b)
	}
	word := []byte{b}
	digits := 0 // where the number begins
	for {
		if b, err = t.r.ReadByte(); err != nil {
			break
		}
		isLetter, isNumber := 'a' <= b|0x20 && b|0x20 <= 'z', '0' <= b && b <= '9' || b == '-' && digits == 0
		if !(isLetter && digits == 0) && !isNumber || len(word) > maxTag {
			if b != ' ' {
				_ = t.r.UnreadByte() // cannot fail after ReadByte
			}
			break
		}
		if isNumber && digits == 0 {
			digits = len(word)
		}
		word = append(word, b)
	}
	if digits == 0 {
		digits = len(word)
	}
	n, _ := strconv.Atoi(string(word[digits:])) // 0 if there is none
	t.apply(string(word[:digits]), n)
	return nil
}

func (t *richText) symbol(b byte) error {
	switch b {
	case '\'':
		var digits [2]byte
		if _, err := io.ReadFull(t.r, digits[:]); err != nil {
			return err
		}
		if c, err := strconv.ParseUint(string(digits[:]), 16, 8); err == nil {
			t.give(byte(c))
		}
	case '{', '}', '\\':
		t.give(b)
	case '~':
		t.give(' ')
	case '_':
		t.give('-')
	case '\n', '\r':
		t.give('\n')
	}
	return nil
}

// apply does what a control word says.
func (t *richText) apply(word string, n int) {
	switch word {
	case "par", "line", "row", "sect", "page", "nestrow":
		t.give('\n')
	case "tab", "cell", "nestcell":
		t.give('\t')
	case "pict":
		if t.picture == 0 {
			t.picture = max(1, t.depth)
		}
	case "bin":
		_, _ = t.r.Discard(max(0, n)) // an error comes again
	case "uc":
		t.most = n
	case "u":
		t.unicode(rune(uint16(n)))
	case "fldinst", "fldrslt", "info", "title", "author", "fonttbl", "stylesheet":
		t.give('\n')
	}
}

// unicode gives a character that is a unit of UTF-16.
func (t *richText) unicode(r rune) {
	if utf16.IsSurrogate(r) {
		if pair := utf16.DecodeRune(t.high, r); pair != utf8.RuneError {
			r = pair
		} else {
			t.high = r
			t.skip = max(1, t.most)
			return
		}
	}
	t.skip = 0
	for _, b := range []byte(strings.ToValidUTF8(string(r), "?")) {
		t.give(b)
	}
	t.skip = max(1, t.most)
}
