package archive

import (
	"bytes"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/s2"
	"github.com/pierrec/lz4/v4"
)

// A codec is a way in which a format compresses its blocks. Each block is whole: it is decoded
// alone. Its text is the name for the ledger.
type codec string

const (
	codecNone     codec = ""
	codecDeflate  codec = "deflate" // without a header
	codecZlib     codec = "zlib"
	codecGzip     codec = "gzip"
	codecBzip2    codec = "bzip2"
	codecXz       codec = "xz"
	codecZstd     codec = "zstd"
	codecBrotli   codec = "brotli"
	codecSnappy   codec = "snappy"    // without frames
	codecLz4      codec = "lz4"       // without frames
	codecLz4Frame codec = "lz4 frame" // with them
)

// Bytes that a byte of a block decodes to, at most.
const (
	mostOfLz4    = 255
	mostOfSnappy = 32
)

// block decodes a block, of which size is how many bytes it says to decode to, or -1. The result
// is valid until the next call. What could be decoded comes with the error.
func (w *walker) block(c codec, data []byte, size int) ([]byte, error) {
	in := bytes.NewReader(data)
	var r io.Reader
	var err error
	switch c {
	case codecNone:
		return data, nil
	case codecDeflate:
		r = w.inflate(in)
	case codecZlib:
		err = skip(in, 2)
		r = w.inflate(in)
	case codecGzip:
		r, err = guard(func() (io.Reader, error) { return gzip.NewReader(in) })
	case codecBzip2:
		r, err = w.newBzip2(in)
	case codecXz:
		r, err = w.newXz(in)
	case codecBrotli:
		r, err = newBrotli(in)
	case codecLz4Frame:
		r = lz4.NewReader(in)
		err = ofMiss(w.allocate(4 << 20))
	case codecZstd:
		var out []byte
		err := w.withZstd(in, func(r io.Reader) (err error) {
			out, err = w.readBlock(r, size)
			return err
		})
		return out, err
	case codecSnappy:
		if size, err = s2.DecodedLen(data); err == nil {
			r, err = w.atOnce(data, size, mostOfSnappy, func(out []byte) (int, error) {
				out, err := s2.Decode(out, data)
				return len(out), err
			})
		}
	case codecLz4:
		r, err = w.atOnce(data, size, mostOfLz4, func(out []byte) (int, error) { return lz4.UncompressBlock(data, out) })
	default:
		err = unknown("codec", string(c))
	}
	if err != nil {
		return nil, err
	}
	return w.readBlock(r, size)
}

func ofMiss(m *Miss) error {
	if m == nil {
		return nil
	}
	return m
}

// atOnce is a reader of a block of size bytes that decode fills. No byte of data becomes more
// than most.
func (w *walker) atOnce(data []byte, size, most int, decode func([]byte) (int, error)) (io.Reader, error) {
	if size < 0 || int64(size) > int64(most)*int64(len(data)) {
		return nil, fmt.Errorf("a block of %d bytes says to have %d", len(data), size)
	}
	if size > w.budget.whole() {
		return nil, &Miss{Reason: TooLarge, Bytes: int64(size)}
	}
	out, n := make([]byte, size), 0
	_, err := guarded(readerFunc(func([]byte) (_ int, err error) {
		n, err = decode(out)
		return 0, err
	}), nil)
	if err != nil {
		return nil, err
	}
	return bytes.NewReader(out[:n]), nil
}

// readBlock reads a block into memory that is used for one block after the other.
func (w *walker) readBlock(r io.Reader, size int) ([]byte, error) {
	w.buf, w.unpacked = w.unpacked, w.buf
	out, err := w.read(&contentReader{walker: w, r: r, size: int64(size)}, int64(size))
	w.buf, w.unpacked = w.unpacked, w.buf
	switch err {
	case io.EOF:
		return out, nil
	case nil:
		return out, &Miss{Reason: TooLarge}
	}
	return out, err
}

// text visits what was read from a container, or made of it.
func (w *walker) text(path string, offset int, text []byte) error {
	_, err := w.content(&Member{Path: path, Offset: int64(offset)}, bytes.NewReader(text), int64(len(text)))
	return err
}
