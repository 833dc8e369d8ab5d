package archive

import (
	"bufio"
	"bytes"
	"io"
)

// isUuencoded reports whether data begins as a file of uuencode does, "begin 644 name", or is a
// mail with such a file in it.
func isUuencoded(head []byte) bool {
	if _, ok := uuName(head); ok {
		return true
	}
	if !beginsAsMail(head) {
		return false
	}
	for {
		i := bytes.Index(head, []byte("\nbegin "))
		if i < 0 {
			return false
		}
		head = head[i+1:]
		if _, ok := uuName(head); ok {
			return true
		}
	}
}

// beginsAsMail reports whether data begins with a header of a mail, or as a mailbox.
func beginsAsMail(head []byte) bool {
	for _, field := range [...]string{"From ", "From: ", "Return-Path: ", "Received: ", "Date: ", "Delivered-To: ", "Message-ID: ", "Subject: ", "To: ", "X-"} {
		if bytes.HasPrefix(head, []byte(field)) {
			return true
		}
	}
	return false
}

// uuName returns the name in the first line of an encoded file.
func uuName(line []byte) (name string, ok bool) {
	rest, found := bytes.CutPrefix(line, []byte("begin "))
	if !found || len(rest) < 5 {
		return "", false
	}
	for _, b := range rest[:3] {
		if b < '0' || b > '7' {
			return "", false
		}
	}
	end := bytes.IndexByte(rest, '\n')
	if rest[3] != ' ' || end < 5 || end > maxUuName {
		return "", false
	}
	return string(bytes.TrimRight(rest[4:end], "\r")), true
}

// maxUuName is how long the first line is, at most, in bytes.
const maxUuName = 256

// uuencoded visits the files that uuencode has encoded.
//
// Source: POSIX, uuencode.
func (w *walker) uuencoded(in *input) error {
	c := &counter{r: in}
	r := bufio.NewReader(c)
	for {
		line, err := r.ReadSlice('\n')
		if name, ok := uuName(line); ok {
			m := &Member{Path: name, Offset: c.n - int64(r.Buffered())}
			if all, err := w.content(m, &uuReader{r: r}, -1); err != nil || !all {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil && err != bufio.ErrBufferFull {
			return err
		}
	}
}

// uuReader gives the bytes of the lines up to "end". A line has its length before four
// characters for each three bytes.
type uuReader struct {
	r   *bufio.Reader
	out []byte
}

func (u *uuReader) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		line, err := u.r.ReadSlice('\n')
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 && err != nil || string(line) == "end" {
			return 0, io.EOF
		}
		u.out = appendUu(u.out[:0], line)
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

// appendUu appends what a line encodes. Blanks at its end may be missing.
func appendUu(dst, line []byte) []byte {
	if len(line) == 0 {
		return dst
	}
	value := func(i int) byte {
		if i >= len(line) {
			return 0
		}
		return (line[i] - ' ') & 0x3f
	}
	n := len(dst) + int(value(0))
	for i := 1; i < len(line); i += 4 {
		a, b, c, d := value(i), value(i+1), value(i+2), value(i+3)
		dst = append(dst, a<<2|b>>4, b<<4|c>>2, c<<6|d)
	}
	return dst[:min(len(dst), n)]
}
