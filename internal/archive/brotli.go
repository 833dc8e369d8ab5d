package archive

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"sync"
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

// brotlis are decoders for trials. A new one has some 70 KB of tables.
var brotlis = sync.Pool{New: func() any { return new(brotli.Reader) }}

// isBrotli reports whether data, which is no text, decodes to text, or to a tar.
func isBrotli(head []byte) bool {
	trial := head[:min(len(head), brotliTrial)]
	out := make([]byte, tarBlock)
	r := brotlis.Get().(*brotli.Reader)
	defer brotlis.Put(r)
	if err := r.Reset(bytes.NewReader(trial)); err != nil {
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
		if i+8 <= len(data) && isPlain(binary.LittleEndian.Uint64(data[i:])) {
			i += 8
			continue
		}
		if b := data[i]; ' ' <= b && b < utf8.RuneSelf {
			i++
			continue
		}
		if !utf8.FullRune(data[i:]) {
			return true // it is cut
		}
		r, n := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && n <= 1:
			return false
		case r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' && r != 0x1b:
			return false
		}
		i += n
	}
	return true
}

// isPlain reports whether none of eight bytes is a control character or above ASCII.
func isPlain(word uint64) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	return (word|(word-' '*ones))&highs == 0
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
