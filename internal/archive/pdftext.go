package archive

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"strconv"
	"strings"
)

// pdfText gives the text that a content stream of a PDF writes. A program cuts a line into
// strings wherever it moves letters closer to each other; here they are joined. An operator
// that goes to another line ends the line. Comments are lines, too.
//
// Source: ISO 32000-1, section 9.4.
type pdfText struct {
	r     *bufio.Reader
	out   []byte
	given int
	args  [2]float64 // the last numbers
	word  []byte     // that is being read
	array bool       // in the array of TJ

	glyphs  glyphTable // of its strings; nil for characters
	numbers bool       // a string has numbers of glyphs
	letter  bool       // the last string was one letter
	size    float64    // of letters

	isOver error
}

// A gap between letters of so many thousandths of their size is a space.
const pdfSpace = -180

func (t *pdfText) Read(p []byte) (int, error) {
	for t.given == len(t.out) {
		if t.isOver != nil {
			return 0, t.isOver
		}
		t.out, t.given = t.out[:0], 0
		for len(t.out) < 4<<10 && t.isOver == nil {
			t.isOver = t.step()
		}
	}
	n := copy(p, t.out[t.given:])
	t.given += n
	return n, nil
}

// step reads a byte, and the string or the comment that it begins.
func (t *pdfText) step() error {
	b, err := t.r.ReadByte()
	if err != nil {
		t.end()
		return err
	}
	switch {
	case b == '(':
		t.end()
		return t.str(t.literal)
	case b == '<':
		t.end()
		return t.str(t.hex)
	case b == '%':
		t.end()
		t.newline()
		return t.comment()
	case b == '[' || b == ']':
		t.end()
		t.array = b == '['
	case strings.IndexByte(" \t\r\n\f\x00>{}", b) >= 0:
		t.end()
	case b == '/':
		t.end()
		t.word = append(t.word, b)
	case len(t.word) < maxPDFWord:
		t.word = append(t.word, b)
	}
	return nil
}

// maxPDFWord is how many bytes of a number or an operator are kept.
const maxPDFWord = 64

// end looks at the word that is over.
func (t *pdfText) end() {
	word := string(t.word)
	if t.word = t.word[:0]; word == "" {
		return
	}
	if n, err := strconv.ParseFloat(word, 64); err == nil {
		if t.args = [2]float64{t.args[1], n}; t.array && n < pdfSpace {
			t.out = append(t.out, ' ')
		}
		return
	}
	switch word {
	case "Td", "TD":
		switch {
		case t.args[1] != 0:
			t.newline()
		case t.letter && 0 < t.args[0] && t.args[0] <= cmp.Or(t.size, 12): // each letter is put at its place
		default:
			t.out = append(t.out, ' ')
		}
	case "Tf":
		t.size = t.args[1]
	case "T*", "Tm", "ET", "'", "\"":
		t.newline()
	}
}

func (t *pdfText) newline() { t.out = append(t.out, '\n') }

// str reads a string with read.
func (t *pdfText) str(read func() error) error {
	start := len(t.out)
	err := read()
	written := t.out[start:]
	t.letter = len(written) == 1 || t.glyphs != nil && len(written) == 2
	t.numbers = t.numbers || bytes.IndexByte(written, 0) >= 0
	if t.glyphs != nil {
		t.out = append(t.out[:start], t.glyphs.text(written)...)
	}
	return err
}

// put adds a byte of a string or a comment. What is too long is none.
func (t *pdfText) put(b byte) error {
	if len(t.out) > maxPDFString {
		return &Miss{Reason: TooLarge, Err: errors.New("a string of a page")}
	}
	t.out = append(t.out, b)
	return nil
}

// maxPDFString is how many bytes a string may have. Most programs write 32 KiB at most.
const maxPDFString = 1 << 20

// literal reads a string in brackets.
func (t *pdfText) literal() error {
	for depth := 1; ; {
		b, err := t.r.ReadByte()
		if err != nil {
			return err
		}
		switch b {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return nil
			}
		case '\\':
			if err := t.escape(); err != nil {
				return err
			}
			continue
		}
		if err := t.put(b); err != nil {
			return err
		}
	}
}

// escape reads what follows a backslash.
func (t *pdfText) escape() error {
	b, err := t.r.ReadByte()
	if err != nil {
		return err
	}
	if i := strings.IndexByte("nrtbf", b); i >= 0 {
		return t.put("\n\r\t\b\f"[i])
	}
	if b < '0' || b > '7' {
		if b == '\n' || b == '\r' { // the line goes on
			return nil
		}
		return t.put(b)
	}
	code := b - '0'
	for range 2 {
		next, err := t.r.Peek(1)
		if err != nil || next[0] < '0' || next[0] > '7' {
			break
		}
		code = code<<3 | (next[0] - '0')
		_, _ = t.r.Discard(1) // was peeked
	}
	return t.put(code)
}

// hex reads a string of digits, or the second < of a dictionary.
func (t *pdfText) hex() error {
	high, half := byte(0), false
	for {
		b, err := t.r.ReadByte()
		if err != nil || b == '>' || b == '<' {
			return err
		}
		if v, ok := hexDigit(b); ok {
			if half {
				if err := t.put(high<<4 | v); err != nil {
					return err
				}
			}
			high, half = v, !half
		}
	}
}

func (t *pdfText) comment() error {
	for {
		b, err := t.r.ReadByte()
		if err != nil {
			return err
		}
		if b == '\n' || b == '\r' {
			t.newline()
			return nil
		}
		if err := t.put(b); err != nil {
			return err
		}
	}
}
