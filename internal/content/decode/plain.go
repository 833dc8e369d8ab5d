package decode

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

func isGzip(b []byte) bool { return len(b) > 3 && b[0] == 0x1f && b[1] == 0x8b && b[2] == 8 }

// isZlib knows the header of zlib (RFC 1950, section 2.2) with a window of 32 KiB.
func isZlib(b []byte) bool {
	return len(b) > 2 && b[0] == 0x78 && (uint(b[0])<<8|uint(b[1]))%31 == 0 && b[1]&0x20 == 0
}

// plain undoes what is around a text that was bytes: compression, and UTF-16. It reports
// whether the result is text.
func (t Text) plain(most int) (Text, bool) {
	switch {
	case isGzip(t.Data):
		z, err := gzip.NewReader(bytes.NewReader(t.Data))
		if err != nil {
			return t, false
		}
		t = t.inflated("gzip", z, most)
	case isZlib(t.Data):
		if z, err := zlib.NewReader(bytes.NewReader(t.Data)); err == nil {
			t = t.inflated("zlib", z, most)
		}
	case len(t.Data) >= leastDeflated && !isText(t.Data[:leastDeflated]) && t.layers[0] == "base64":
		if raw := t.inflated("deflate", flate.NewReader(bytes.NewReader(t.Data)), most); len(raw.Data) > len(t.Data)/2 && isText(raw.Data) {
			t = raw
		}
	}
	if order, skip, ok := wide(t.Data); ok {
		t = t.narrow(order, skip)
	}
	if len(t.Data) > 3 && bytes.HasPrefix(t.Data, []byte("\xef\xbb\xbf")) {
		t.Data, t.At = t.Data[3:], t.At[3:]
	}
	n := len(bytes.TrimRight(t.Data, "\x00"))
	t.Data, t.At = t.Data[:n], t.At[:n+1]
	return t, isText(t.Data)
}

// isFilled reports whether bytes are text but for zeros behind it: the end of a string of C, or
// what fills a field.
func isFilled(data []byte) bool { return isText(bytes.TrimRight(data, "\x00")) }

// leastDeflated is how many bytes say that something is no text, and may be compressed
// without a header.
const leastDeflated = 16

// inflated is what a reader gives. Its bytes have no places of their own, so they are
// spread over those of t. What is left of a damaged stream counts, too, and so do the
// first bytes, at most so many, of a long one. Of what does not begin as text, no more
// than the head is read.
func (t Text) inflated(layer string, z io.Reader, most int) Text {
	plain := make([]byte, 0, inflatedHead)
	n, _ := io.ReadFull(z, plain[:cap(plain)])
	plain = plain[:n]
	if _, _, ok := wide(plain); n > inflatedHead-1 && (ok || isText(plain)) {
		rest, _ := io.ReadAll(io.LimitReader(z, int64(max(0, most+1-n))))
		plain = append(plain, rest...)
	}
	cut := len(plain) > most
	plain = plain[:min(len(plain), most)]
	at := make([]int32, len(plain)+1)
	for i := range at {
		at[i] = t.At[i*len(t.Data)/max(len(plain), 1)]
	}
	return Text{Data: plain, At: at, Cut: cut, layers: append(t.layers, layer)}
}

// inflatedHead is how many bytes of what is compressed say whether it is text.
const inflatedHead = 16 << 10

// wide reports whether data begins like UTF-16, with a byte order mark or with zeros in
// every other byte, and how long the mark is.
func wide(data []byte) (order binary.ByteOrder, skip int, ok bool) {
	if len(data) < 8 {
		return nil, 0, false
	}
	switch {
	case data[0] == 0xff && data[1] == 0xfe:
		return binary.LittleEndian, 2, true
	case data[0] == 0xfe && data[1] == 0xff:
		return binary.BigEndian, 2, true
	}
	zeros := [2]int{}
	for i := range 8 {
		if data[i] == 0 {
			zeros[i%2]++
		}
	}
	switch zeros {
	case [2]int{0, 4}:
		return binary.LittleEndian, 0, true
	case [2]int{4, 0}:
		return binary.BigEndian, 0, true
	}
	return nil, 0, false
}

// narrow is a text in UTF-16 as UTF-8.
func (t Text) narrow(order binary.ByteOrder, skip int) Text {
	out := Text{Cut: t.Cut, layers: append(t.layers, "utf-16")}
	for i := skip; i+1 < len(t.Data); i += 2 {
		at := int(t.At[i])
		r := rune(order.Uint16(t.Data[i:]))
		if utf16.IsSurrogate(r) && i+3 < len(t.Data) {
			if pair := utf16.DecodeRune(r, rune(order.Uint16(t.Data[i+2:]))); pair != utf8.RuneError {
				r = pair
				i += 2
			}
		}
		out.addRune(r, at)
	}
	out.At = append(out.At, t.At[len(t.Data)])
	return out
}
