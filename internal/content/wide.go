package content

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// A wide encoding is one in which characters take units of two or four bytes.
type wide struct {
	width int // bytes of a unit: 2 for UTF-16, 4 for UTF-32
	order binary.ByteOrder
	mark  int // bytes of the byte order mark that the text begins with
}

// layer is the name of the encoding as that of a view.
func (w *wide) layer() string {
	if w.width == 4 {
		return "utf-32"
	}
	return "utf-16"
}

// encoding is the encoding without its mark.
func (w *wide) encoding() encoding.Encoding {
	big := w.order == binary.BigEndian
	switch {
	case w.width == 4 && big:
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	case w.width == 4:
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	case big:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
}

// unit returns the number that a unit of the encoding is.
func (w *wide) unit(data []byte) uint32 {
	if w.width == 4 {
		return w.order.Uint32(data)
	}
	return uint32(w.order.Uint16(data))
}

// decode turns text in the encoding into UTF-8. Lines stay lines. The mark is left out,
// and what is not a character becomes U+FFFD.
func (w *wide) decode(data []byte) []byte {
	text, err := w.encoding().NewDecoder().Bytes(data[w.mark:])
	if err != nil {
		return nil // cannot happen: what is not a character is no error
	}
	return text
}

// offset returns the offset in data of the character at offset i of the text that decode
// made of it.
func (w *wide) offset(data, text []byte, i int) int {
	offset := w.mark
	for at := 0; at < i; {
		r, n := utf8.DecodeRune(text[at:])
		if at += n; at > i { // i is within this character
			break
		}
		if offset += w.width; w.width == 2 && r > 0xffff {
			offset += w.width // a surrogate pair
		}
	}
	return min(offset, len(data)) // the last unit may have fewer bytes
}

// recognise returns the wide encoding that content as a whole is in, by its head, or nil.
// It knows it by the byte order mark (The Unicode Standard, section 23.8), or without one
// by the zeros of ASCII characters, if there are zeros.
func recognise(head []byte, zeros bool) *wide {
	head = head[:min(len(head), headLen)]
	w := marked(head)
	if zeros {
		if g := guess(head); w == nil || g != nil && w.width == 2 && g.width == 2 {
			w = w.in(g)
		}
	}
	if w == nil || !w.isText(head[w.mark:]) {
		return nil
	}
	return w
}

// in is the encoding that the zeros show, with the mark of w: some programs write the mark of
// the other order.
func (w *wide) in(g *wide) *wide {
	if w != nil {
		g.mark = w.mark
	}
	return g
}

// marked returns the encoding that the byte order mark says, or nil.
func marked(head []byte) *wide {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe, 0, 0}):
		return &wide{4, binary.LittleEndian, 4}
	case bytes.HasPrefix(head, []byte{0, 0, 0xfe, 0xff}):
		return &wide{4, binary.BigEndian, 4}
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return &wide{2, binary.LittleEndian, 2}
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return &wide{2, binary.BigEndian, 2}
	}
	return nil
}

// guess returns the encoding that the places of the zeros show, or nil.
func guess(head []byte) *wide {
	const least = 4 // units
	if len(head) < 2*least {
		return nil
	}
	var zeros [4]int // by the place in a group of four bytes
	groups := len(head) / 4
	for i := range groups * 4 {
		if head[i] == 0 {
			zeros[i%4]++
		}
	}
	full := func(i int) bool { return zeros[i]*10 >= groups*7 }
	free := func(i int) bool { return zeros[i]*10 <= groups }
	switch {
	case groups >= least && free(0) && full(1) && full(2) && full(3):
		return &wide{width: 4, order: binary.LittleEndian}
	case groups >= least && full(0) && full(1) && full(2) && free(3):
		return &wide{width: 4, order: binary.BigEndian}
	case free(0) && full(1) && free(2) && full(3):
		return &wide{width: 2, order: binary.LittleEndian}
	case full(0) && free(1) && full(2) && free(3):
		return &wide{width: 2, order: binary.BigEndian}
	}
	return nil
}

// isText reports whether data can be text in the encoding. Numbers look much like it, but
// they contain control characters.
func (w *wide) isText(data []byte) bool {
	units, bad := len(data)/w.width, 0
	for i := range units {
		switch u := w.unit(data[w.width*i:]); {
		case u == '\t' || u == '\n' || u == '\r' || u == '\f':
		case u < 0x20 || u == 0x7f || u == 0xffff || u == 0xfffe || u > utf8.MaxRune:
			bad++
		}
	}
	return bad*20 <= units
}
