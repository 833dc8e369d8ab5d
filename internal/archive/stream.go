package archive

import (
	"bytes"
	"compress/bzip2"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
	mxz "github.com/mikelolasagasti/xz"
	"github.com/pierrec/lz4/v4"
	"github.com/ulikunitz/xz/lzma"
)

// maxDictionary is the size of the dictionaries and windows, in bytes, up to which a
// stream is decoded. It is the largest that xz makes without being asked for more.
const maxDictionary = 64 << 20

// afterEnd is the path of what stands behind the end of a container.
const afterEnd = "(after the end)"

// rest visits what is left in a container behind its end, unless that is padding
// with zeros.
func (w *walker) rest(r io.Reader, offset int64) error {
	c := &counter{r: r}
	for {
		b, err := c.ReadByte()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if b != 0 {
			offset += c.n - 1
			more := io.MultiReader(bytes.NewReader([]byte{b}), c)
			_, err := w.content(&Member{Path: afterEnd, Offset: offset, Verbatim: true, Hidden: true}, more, -1)
			return err
		}
	}
}

// gzip visits the joined contents of all members of a gzip file (RFC 1952), and what is
// behind them.
func (w *walker) gzip(in *input) error {
	c := &counter{r: in}
	z, err := gzip.NewReader(c)
	if err != nil {
		return err
	}
	z.Multistream(false)
	m := &Member{Path: z.Name}
	joined := readerFunc(func(p []byte) (int, error) {
		for {
			n, err := z.Read(p)
			if err != io.EOF || n > 0 {
				if err == io.EOF {
					err = nil // it comes again
				}
				return n, err
			}
			if head := c.peek(3); !bytes.Equal(head, []byte("\x1f\x8b\x08")) {
				return 0, io.EOF
			}
			if err := z.Reset(c); err != nil {
				return 0, err
			}
			z.Multistream(false)
		}
	})
	all, err := w.content(m, joined, -1)
	if err != nil || !all {
		return err
	}
	return w.rest(c, c.n)
}

// zlib visits the content of a zlib stream (RFC 1950), and what is behind it. A wrong
// checksum hides nothing, so it is not looked at.
func (w *walker) zlib(in *input) error {
	c := &counter{r: in}
	if err := skip(c, 2); err != nil {
		return err
	}
	all, err := w.content(&Member{}, flate.NewReader(c), -1)
	if err != nil || !all {
		return err
	}
	if err := skip(c, 4); err != nil { // Adler-32
		return err
	}
	return w.rest(c, c.n)
}

// inflate opens a decoder of deflate, the same for one stream after the other.
func (w *walker) inflate(in io.Reader) io.Reader {
	if unused := w.budget.total.inflaters; w.inflater == nil && len(unused) > 0 {
		w.inflater, w.budget.total.inflaters = unused[len(unused)-1], unused[:len(unused)-1]
	}
	if w.inflater == nil {
		w.inflater = flate.NewReader(in)
	} else {
		_ = w.inflater.(flate.Resetter).Reset(in, nil) // never fails
	}
	return w.inflater
}

func (w *walker) bzip2(in *input) error {
	r, err := w.newBzip2(in)
	if err == nil {
		_, err = w.content(&Member{}, r, -1)
	}
	return err
}

func (w *walker) newBzip2(r io.Reader) (io.Reader, error) {
	if miss := w.allocate(4 << 20); miss != nil {
		return nil, miss
	}
	return bzip2.NewReader(r), nil
}

func (w *walker) xz(in *input) error {
	r, err := w.newXz(in)
	if err == nil {
		_, err = w.content(&Member{}, r, -1)
	}
	return err
}

// newXz decodes xz. Its dictionary, which takes long to clear, is used for one stream after
// the other.
func (w *walker) newXz(r io.Reader) (io.Reader, error) {
	c := &counter{r: r}
	dict := xzDictionary(c.peek(12 + 1024))
	if w.xzDecoder == nil {
		w.xzDecoder = w.budget.total.takeXz()
	}
	if dict > w.xzDecoder.dictionary {
		if miss := w.allocate(dict); miss != nil {
			return nil, miss
		}
		w.xzDecoder.dictionary = dict
	}
	x := w.xzDecoder.Reader
	if _, err := guard(func() (io.Reader, error) { return r, x.Reset(c) }); err != nil {
		return nil, xzError(err)
	}
	return readerFunc(func(p []byte) (int, error) {
		n, err := x.Read(p[:min(len(p), xzStep)])
		return n, xzError(err)
	}), nil
}

// xzStep is how many bytes are decoded at a time: of these, the decoder gives none if the
// stream is damaged among them.
const xzStep = 512

// An xzDecoder can decode streams up to a dictionary without more memory.
type xzDecoder struct {
	*mxz.Reader
	dictionary int64
}

// takeXz returns a decoder that is not in use.
func (t *total) takeXz() *xzDecoder {
	if n := len(t.xz); n > 0 {
		x := t.xz[n-1]
		t.xz = t.xz[:n-1]
		return x
	}
	r, _ := mxz.NewReader(nil, maxDictionary) // without a stream there is no error
	return &xzDecoder{Reader: r}
}

// xzDictionary returns the size of the dictionary that the first block of an xz stream asks
// for (the .xz file format, section 3.1).
func xzDictionary(head []byte) int64 {
	if len(head) < 14 {
		return 0
	}
	flags, rest := head[13], head[14:]
	number := func() uint64 {
		v, n := binary.Uvarint(rest)
		rest = rest[max(n, 0):]
		return v
	}
	for _, present := range []byte{0x40, 0x80} {
		if flags&present != 0 {
			number()
		}
	}
	for range flags&3 + 1 {
		id, size := number(), number()
		if size > uint64(len(rest)) {
			return 0
		}
		if id == 0x21 && size == 1 {
			dict, _ := lzma.DecodeDictCap(rest[0]) // the decoder refuses what is wrong
			return dict
		}
		rest = rest[size:]
	}
	return 0
}

// xzError gives errors of the decoder their reasons.
func xzError(err error) error {
	switch {
	case errors.Is(err, mxz.ErrMemlimit):
		return &Miss{Reason: TooLarge, Err: err}
	case errors.Is(err, mxz.ErrOptions), errors.Is(err, mxz.ErrUnsupportedCheck):
		return &Miss{Reason: UnknownMethod, Err: err}
	case errors.Is(err, mxz.ErrBuf):
		return &Miss{Reason: Truncated, Err: err}
	}
	return err
}

func (w *walker) zstd(in *input) error {
	return w.withZstd(in, func(r io.Reader) error {
		_, err := w.content(&Member{}, r, -1)
		return err
	})
}

// withZstd lets use have a decoder, and frees it.
func (w *walker) withZstd(in io.Reader, use func(io.Reader) error) error {
	c := &counter{r: in}
	var frame zstd.Header
	_ = frame.Decode(c.peek(zstd.HeaderMaxSize)) // the decoder refuses what is wrong
	if miss := w.allocate(int64(min(frame.WindowSize, 1<<40))); miss != nil {
		return miss
	}
	z, err := zstd.NewReader(c, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(maxDictionary))
	if err != nil {
		return err
	}
	defer z.Close()
	return use(readerFunc(func(p []byte) (int, error) {
		n, err := z.Read(p)
		if errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded) {
			err = &Miss{Reason: TooLarge, Err: err}
		}
		return n, err
	}))
}

func (w *walker) lz4(in *input) error {
	if miss := w.allocate(4 << 20); miss != nil {
		return miss
	}
	_, err := w.content(&Member{}, lz4.NewReader(in), -1)
	return err
}

func (w *walker) snappy(in *input) error {
	if miss := w.allocate(4 << 20); miss != nil {
		return miss
	}
	_, err := w.content(&Member{}, s2.NewReader(in, s2.ReaderMaxBlockSize(4<<20)), -1)
	return err
}

// unknown is a method of compression that cannot be decoded.
func unknown(method string, code any) *Miss {
	return &Miss{Reason: UnknownMethod, Err: fmt.Errorf("%s %v", method, code)}
}
