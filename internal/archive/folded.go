package archive

import (
	"bufio"
	"bytes"
)

// isFolded reports whether data is a calendar, a card or a directory in text: iCalendar, vCard
// or LDIF, and has a fold. Their programs fold lines that are long.
func isFolded(head []byte) bool {
	for _, begin := range [...]string{"BEGIN:VCALENDAR", "BEGIN:VCARD", "dn: ", "version: 1\n", "version: 1\r\n"} {
		if bytes.HasPrefix(head, []byte(begin)) {
			return (begin[0] != 'v' || bytes.Contains(head, []byte("\ndn:"))) && (bytes.Contains(head, []byte("\n ")) || bytes.Contains(head, []byte("\n\t")))
		}
	}
	return false
}

// folded shows a text without its folds: a line end with a blank behind it is none.
//
// Sources: RFC 5545, section 3.1; RFC 6350, section 3.2; RFC 2849.
func (w *walker) folded(in *input) error {
	_, err := w.content(&Member{Path: "text"}, &unfolded{r: bufio.NewReader(in)}, -1)
	return err
}

// unfolded reads a text and gives it without its folds.
type unfolded struct {
	r    *bufio.Reader
	left []byte // of the piece of a line that was read
}

func (u *unfolded) Read(p []byte) (int, error) {
	if len(u.left) == 0 {
		if err := u.piece(); err != nil {
			return 0, err
		}
	}
	n := copy(p, u.left)
	u.left = u.left[n:]
	return n, nil
}

// piece reads a line, or as much of it as the buffer holds.
func (u *unfolded) piece() error {
	line, err := u.r.ReadSlice('\n')
	if len(line) == 0 {
		return err
	}
	u.left = append(u.left[:0], line...)
	if err != nil { // what is left comes first, and then the error again
		return nil
	}
	if next, _ := u.r.Peek(1); len(next) == 1 && (next[0] == ' ' || next[0] == '\t') {
		_, _ = u.r.Discard(1) // was peeked
		u.left = bytes.TrimRight(u.left, "\r\n")
		if len(u.left) == 0 {
			return u.piece()
		}
	}
	return nil
}
