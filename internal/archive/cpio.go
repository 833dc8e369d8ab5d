package archive

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A cpioHeader is what the header of any dialect says of an entry.
type cpioHeader struct {
	mode     int64
	nameSize int64
	size     int64
	align    int64 // to which the header with the name, and the data, are padded
	length   int64 // of the header without the name
}

const (
	cpioTypeMask = 0o170000
	cpioDir      = 0o040000
	cpioLink     = 0o120000
	cpioTrailer  = "TRAILER!!!"
	maxCpioName  = 64 << 10
)

// parseCpio reads the header at the beginning of data, which must have cpioMax bytes or
// be all that is left. ok is false if there is none.
//
// Sources: cpio(5) of FreeBSD for the binary, octal and hexadecimal dialects.
func parseCpio(data []byte) (h cpioHeader, ok bool) {
	if len(data) < 26 {
		return h, false
	}
	number := func(base int, fields ...[2]int) bool {
		for i, to := range []*int64{&h.mode, &h.nameSize, &h.size} {
			field := string(data[fields[i][0] : fields[i][0]+fields[i][1]])
			v, err := strconv.ParseUint(field, base, 63)
			if err != nil || field[0] == '+' {
				return false
			}
			*to = int64(v)
		}
		return true
	}
	switch magic := string(data[:6]); {
	case magic == "070701" || magic == "070702":
		h.align, h.length = 4, 110
		ok = len(data) >= 110 && number(16, [2]int{14, 8}, [2]int{94, 8}, [2]int{54, 8})
	case magic == "070707":
		h.align, h.length = 1, 76
		ok = len(data) >= 76 && number(8, [2]int{18, 6}, [2]int{59, 6}, [2]int{65, 11})
	default:
		var order binary.ByteOrder = binary.LittleEndian
		if order.Uint16(data) != 0o070707 {
			order = binary.BigEndian
		}
		if order.Uint16(data) != 0o070707 {
			return h, false
		}
		word := func(i int) int64 { return int64(order.Uint16(data[i:])) }
		h = cpioHeader{mode: word(6), nameSize: word(20), size: word(22)<<16 | word(24), align: 2, length: 26}
		ok = true
	}
	return h, ok && h.nameSize > 0 && h.nameSize <= maxCpioName
}

const cpioMax = 110

// isCpio reports whether data begins with the header of an entry and its name.
func isCpio(head []byte) bool {
	h, ok := parseCpio(head)
	end := h.length + h.nameSize
	if !ok || end > int64(len(head)) || head[end-1] != 0 {
		return false
	}
	name := string(head[h.length : end-1])
	return !strings.Contains(name, "\x00") && (h.mode&cpioTypeMask != 0 || name == cpioTrailer)
}

// cpio goes through a cpio archive, and shows what is behind its end: the images that
// Linux boots from are several archives, some of them compressed, behind each other.
func (w *walker) cpio(in *input) error {
	c := &counter{r: in}
	pad := func(n, to int64) int64 { return (to - n%to) % to }
	for {
		head := c.peek(cpioMax)
		if len(head) == 0 {
			return truncated(io.EOF)
		}
		h, ok := parseCpio(head)
		if !ok {
			if c.err != nil && c.err != io.EOF {
				return c.err
			}
			return errors.New("no header of an entry where one should be")
		}
		if err := skip(c, h.length); err != nil {
			return err
		}
		name := make([]byte, h.nameSize+pad(h.length+h.nameSize, h.align))
		if _, err := io.ReadFull(c, name); err != nil {
			return truncated(err)
		}
		m := &Member{Path: strings.TrimRight(string(name[:h.nameSize]), "\x00"), Offset: c.n, Verbatim: true}
		if m.Path == cpioTrailer {
			if err := skip(c, h.size); err != nil {
				return err
			}
			return w.rest(c, c.n)
		}
		start := c.n
		switch body := exactly(c, h.size); {
		case h.mode&cpioTypeMask == cpioLink:
			link, err := io.ReadAll(io.LimitReader(body, maxCpioName))
			if err != nil {
				return truncated(err)
			}
			m.Link = string(link)
			if err := w.name(m); err != nil {
				return err
			}
		case h.mode&cpioTypeMask == cpioDir && h.size == 0:
			m.Path = strings.TrimSuffix(m.Path, "/") + "/"
			if err := w.name(m); err != nil {
				return err
			}
		default:
			if _, err := w.content(m, body, h.size); err != nil {
				return err
			}
		}
		if err := skip(c, start+h.size+pad(h.size, h.align)-c.n); err != nil {
			return fmt.Errorf("in %d bytes of an entry: %w", h.size, err)
		}
	}
}
