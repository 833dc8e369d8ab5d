package archive

import (
	"bytes"
	"encoding/binary"
	"io"
	"strconv"
)

// woff shows the texts that are compressed in a font, such as its metadata. Their paths are
// the offsets at which they begin. Wherever the header says that they are, a stream of zlib
// that is text is shown.
//
// Source: WOFF File Format 1.0, W3C.
func (w *walker) woff(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	head := make([]byte, leastDecoded)
	for at := 0; ; at++ {
		i := bytes.IndexByte(data[at:], 0x78)
		if i < 0 {
			return unread
		}
		if at += i; len(data)-at < 8 || !isZlibHeader(data[at:]) {
			continue
		}
		if miss := w.budget.take(1 << 10); miss != nil { // the trial takes time, and a font has few
			return miss
		}
		c := &counter{r: bytes.NewReader(data[at+2:])}
		z := w.inflate(c)
		n, err := io.ReadFull(readerFunc(func(p []byte) (int, error) { return guarded(z, p) }), head)
		if n < 8 || err != nil && err != io.ErrUnexpectedEOF || !isText(head[:n]) {
			continue
		}
		c = &counter{r: bytes.NewReader(data[at+2:])}
		if _, err := w.content(&Member{Path: strconv.Itoa(at), Offset: int64(at)}, w.inflate(c), -1); err != nil {
			return err
		}
		at += int(c.n) + 1
	}
}

// woff2 shows the metadata of a font, in brotli. Its tables are not opened: they are outlines.
//
// Source: WOFF File Format 2.0, W3C.
func (w *walker) woff2(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	const places = 28 // bytes before the place of the metadata
	if len(data) < places+12 {
		return unread
	}
	at, packed, size := binary.BigEndian.Uint32(data[places:]), binary.BigEndian.Uint32(data[places+4:]), binary.BigEndian.Uint32(data[places+8:])
	if packed == 0 || int64(at)+int64(packed) > int64(len(data)) {
		return unread
	}
	text, err := w.block(codecBrotli, data[at:at+packed], int(size))
	if err != nil {
		return err
	}
	return w.text("metadata", int(at), text)
}
