package archive

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/dsnet/compress/brotli"
)

// Brotli (RFC 7932) has no magic number, and names mean nothing here: a history shows
// blobs before their names. So a trial decides. What the beginning decodes to has to
// be text, or a tar.
const (
	brotliTrial = 4 << 10 // compressed bytes that are tried
	brotliLeast = 256     // bytes that they decode to, at least, and that are text, unless that is all
	brotliShort = 32      // bytes of all that there is, at least
)

// isBrotli reports whether data is no text and decodes to text, or to a tar.
func isBrotli(head []byte) bool {
	if isText(head[:min(len(head), brotliLeast)]) {
		return false
	}
	trial := head[:min(len(head), brotliTrial)]
	out := make([]byte, tarBlock)
	r, err := newBrotli(bytes.NewReader(trial))
	if err != nil {
		return false
	}
	n, err := io.ReadFull(guardedReader{r}, out)
	switch {
	case n >= brotliLeast: // a damage behind it is found later
	case errors.Is(err, io.ErrUnexpectedEOF) && len(trial) == len(head):
		// The stream, or what is here of it, is at its end.
		if n < brotliShort {
			return false
		}
	default:
		return false
	}
	return isText(out[:min(n, brotliLeast)]) || n == tarBlock && isTarHeader(out)
}

// isText reports whether data is UTF-8 without control characters; its last character may
// be cut.
func isText(data []byte) bool {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && n <= 1 && (i+utf8.UTFMax <= len(data) || utf8.FullRune(data[i:])):
			return false
		case r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' && r != 0x1b:
			return false
		}
		i += n
	}
	return true
}

// A guardedReader makes errors of a decoder's panics.
type guardedReader struct{ r io.Reader }

func (g guardedReader) Read(p []byte) (int, error) { return guarded(g.r, p) }

func (w *walker) brotli(in *input) error {
	if miss := w.allocate(16 << 20); miss != nil {
		return miss
	}
	r, err := newBrotli(in)
	if err != nil {
		return err
	}
	_, err = w.content(&Member{}, r, -1)
	return err
}

func newBrotli(r io.Reader) (io.Reader, error) {
	return guard(func() (*brotli.Reader, error) { return brotli.NewReader(r, nil) })
}
