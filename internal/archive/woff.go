package archive

import (
	"bytes"
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
