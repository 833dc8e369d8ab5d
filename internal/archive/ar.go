package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// ar goes through an ar archive of any dialect: System V and GNU, whose long names are in
// a member of their own, and BSD, whose long names are before the data. A deb is one. The
// members of a thin archive are files elsewhere.
//
// Source: ar(5) of FreeBSD, and GNU binutils' include/aout/ar.h.
func (w *walker) ar(in *input) error {
	magic := make([]byte, 8)
	if _, err := io.ReadFull(in, magic); err != nil {
		return err
	}
	thin := string(magic) == "!<thin>\n"
	var long []byte // names that GNU refers to
	for {
		head := make([]byte, 60)
		if n, err := io.ReadFull(in, head); err != nil {
			if err == io.EOF || err == io.ErrUnexpectedEOF && n == 1 && head[0] == '\n' {
				return nil
			}
			return err
		}
		size, err := strconv.ParseInt(strings.TrimRight(string(head[48:58]), " "), 10, 64)
		if err != nil || size < 0 || string(head[58:]) != "`\n" {
			at := in.at - int64(len(head))
			if len(bytes.Trim(head, "\x00")) == 0 {
				return w.rest(in, in.at)
			}
			_, err := w.content(&Member{Path: afterEnd, Offset: at, Verbatim: true, Hidden: true}, io.MultiReader(bytes.NewReader(head), in), -1)
			return err
		}
		name := strings.TrimRight(string(head[:16]), " ")
		m := &Member{Path: name, Offset: in.at, Verbatim: true}
		padding := size & 1
		left := size
		special := name == "/" || name == "//" || name == "/SYM64/"
		switch {
		case special:
		case strings.HasPrefix(name, "#1/"):
			n, err := strconv.ParseInt(name[3:], 10, 32)
			if err != nil || n < 0 || n > size || n > 64<<10 {
				return fmt.Errorf("bad length of a name: %q", name)
			}
			text := make([]byte, n)
			if _, err := io.ReadFull(in, text); err != nil {
				return truncated(err)
			}
			left -= n
			m.Path, m.Offset = strings.TrimRight(string(text), "\x00"), in.at
		case strings.HasPrefix(name, "/"):
			n, err := strconv.Atoi(strings.SplitN(name[1:], ":", 2)[0])
			if err != nil || n < 0 || n >= len(long) {
				return errors.New("a name refers to no name")
			}
			m.Path, _, _ = strings.Cut(string(long[n:]), "\n")
			m.Path = strings.TrimSuffix(m.Path, "/")
		default:
			m.Path = strings.TrimSuffix(name, "/")
		}
		if thin && !special {
			m.Link = m.Path
			if err := w.name(m); err != nil {
				return err
			}
			continue
		}
		body := exactly(in, left)
		if name == "//" {
			if long, err = io.ReadAll(io.LimitReader(body, 4<<20)); err != nil {
				return truncated(err)
			}
			body = io.MultiReader(bytes.NewReader(long), body)
		}
		start := m.Offset
		if _, err := w.content(m, body, left); err != nil {
			return err
		}
		if err := skip(in, start+left-in.at); err != nil {
			return err
		}
		if padding > 0 {
			if err := skip(in, 1); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) { // some tools do not pad the last
				return err
			}
		}
	}
}

// truncated says of the end within something that it is not the end.
func truncated(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
