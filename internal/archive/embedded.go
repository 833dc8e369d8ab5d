package archive

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/adler32"
	"io"
	"strconv"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

const kindsOfStreams = 6

// embeddedKinds are the compressed streams that are looked for within other bytes, and how.
var embeddedKinds = [kindsOfStreams]struct {
	kind Kind
	next func(s *streams, from int) int // where the next begins, -1 if there is none
}{
	{Gzip, nextMagic("\x1f\x8b\x08", 0, isGzipHeader)},
	{Xz, nextMagic("\xfd7zXZ\x00\x00", 0, isKind(Xz))},
	{Bzip2, nextMagic("1AY&SY", len("BZh9"), isKind(Bzip2))},
	{Lz4, nextMagic("\x04\x22\x4d\x18", 0, isLz4Header)},
	{Zstd, nextMagic("\x28\xb5\x2f\xfd", 0, isZstdHeader)},
	{Zlib, (*streams).nextZlib},
}

func isKind(kind Kind) func([]byte) bool {
	return func(data []byte) bool { return byMagic(data) == kind }
}

// nextMagic finds where the next stream begins that has a magic number, some bytes behind its
// beginning, and is one.
func nextMagic(magic string, skip int, is func([]byte) bool) func(*streams, int) int {
	return func(s *streams, from int) int {
		for from+skip <= len(s.data) {
			i := bytes.Index(s.data[from+skip:], []byte(magic))
			if i < 0 {
				break
			}
			if from += i; is(s.data[from:]) {
				return from
			}
			from++
		}
		return -1
	}
}

// nextZlib returns where the next stream of zlib begins. Its magic number has two bytes, so a trial
// decides: it is of a text, or its checksum is right. Pixels of a picture are not shown.
func (s *streams) nextZlib(from int) int {
	data := s.data
	const (
		least     = 24      // bytes of a text that ends
		zlibTrial = 1 << 10 // bytes that are decoded, at most
	)
	var text [leastDecoded]byte
	var z io.ReadCloser
	for ; ; from++ {
		i := bytes.IndexByte(data[min(from, len(data)):], 0x78)
		if i < 0 {
			return -1
		}
		if from += i; from+8 > len(data) || !isZlibHeader(data[from:]) || data[from+2]&6 == 6 {
			continue
		}
		in := bytes.NewReader(data[from+2 : min(len(data), from+2+zlibTrial)])
		if z == nil {
			z = flate.NewReader(in)
		} else if err := z.(flate.Resetter).Reset(in, nil); err != nil {
			return -1
		}
		n, err := io.ReadFull(z, text[:])
		if isWhole := err == io.ErrUnexpectedEOF && n >= least && ended(z); err != nil && !isWhole {
			continue
		} else if isText(text[:n]) || !bytes.HasSuffix(data[:from], []byte("IDAT")) && s.isZlibStream(data[from:], z, 1<<62) {
			return from
		}
	}
}

// isZlibStream reports whether a stream of zlib has no fault in its first bytes, of which a right
// checksum is the end: a few bytes that decode to a long row of the same letter are in many tables. z
// is a decoder of deflate.
func (s *streams) isZlibStream(data []byte, z io.ReadCloser, most int64) bool {
	const head = 2
	in := bytes.NewReader(data[head:])
	if err := z.(flate.Resetter).Reset(in, nil); err != nil {
		return false
	}
	sum := adler32.New()
	n, err := io.CopyN(sum, z, min(most, max(1, s.trials)))
	if s.trials -= n; err != io.EOF {
		return err == nil // to open it counts against the budget
	}
	end := make([]byte, 4)
	_, err = io.ReadFull(in, end)
	return err == nil && n > 0 && sum.Sum32() == binary.BigEndian.Uint32(end)
}

// ended reports whether a stream has come to its end, and not only to that of its data.
func ended(r io.Reader) bool {
	_, err := r.Read(make([]byte, 1))
	return err == io.EOF
}

// streams finds the compressed streams in data one after the other.
type streams struct {
	data   []byte
	trials int64               // bytes that were decoded to look whether they are a stream of zlib; hostile ones are all over
	next   [kindsOfStreams]int // where the next of each kind begins
}

func newStreams(data []byte) *streams {
	s := &streams{data: data, trials: 32*int64(len(data)) + 1<<20}
	for i := range s.next {
		s.next[i] = -1
	}
	return s
}

// from returns where the first stream begins at an offset or behind it, -1 if there is none.
// Offsets ascend.
func (s *streams) from(offset int) (at int, kind Kind) {
	at = len(s.data)
	for i, e := range embeddedKinds {
		if s.next[i] < offset {
			if s.next[i] = e.next(s, offset); s.next[i] < 0 {
				s.next[i] = len(s.data)
			}
		}
		if s.next[i] < at {
			at, kind = s.next[i], e.kind
		}
	}
	if kind == "" {
		return -1, ""
	}
	return at, kind
}

// isGzipHeader reports whether the fields of a header are as programs write them (RFC 1952,
// section 2.3.1).
func isGzipHeader(data []byte) bool {
	const least = 18 // bytes of a header and of what is behind a stream
	return len(data) >= least && data[3]&0xe0 == 0 && (data[8] == 0 || data[8] == 2 || data[8] == 4) && (data[9] <= 13 || data[9] == 255)
}

// isLz4Header reports whether a frame begins as programs write it: its version, and the size of blocks.
func isLz4Header(data []byte) bool {
	return len(data) > 15 && data[4]&0xc2 == 0x40 && data[5]&0x8f == 0 && data[5] >= 0x40
}

// isZstdHeader reports whether a frame and its first block begin as programs write them. Those that
// know the format have its magic number, too.
func isZstdHeader(data []byte) bool {
	const least = 18
	var frame zstd.Header
	if len(data) < least || frame.Decode(data) != nil || frame.Skippable || frame.WindowSize > maxDictionary {
		return false
	}
	return frame.FirstBlock.OK && frame.FirstBlock.CompressedSize > 0 && frame.FirstBlock.CompressedSize < len(data)
}

// embedded visits the compressed streams in a file of no other kind, such as a program.
// Their paths are the offsets at which they begin. What only looks like one is none.
func (w *walker) embedded(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	found := newStreams(data)
	for at := 0; ; {
		next, kind := found.from(at)
		if next < 0 {
			return unread
		}
		used, err := w.embeddedStream(data[next:], next, kind)
		if err != nil {
			return err
		}
		at = next + max(used, 1)
	}
}

// embeddedStream visits a stream, and returns how many bytes of the data it has.
func (w *walker) embeddedStream(data []byte, at int, kind Kind) (used int, err error) {
	if kind == Zstd {
		isFrame := false
		err := w.withZstd(bytes.NewReader(data), func(r io.Reader) error {
			isFrame = decodes(&oneFrame{r: r}, false)
			return nil
		})
		if err != nil || !isFrame {
			return 1, ofStop(err)
		}
		return 1, w.withZstd(bytes.NewReader(data), func(r io.Reader) error {
			_, err := w.content(&Member{Path: strconv.Itoa(at), Offset: int64(at)}, &oneFrame{r: r}, -1)
			return err
		})
	}
	if miss := w.allocate(1 << 20); miss != nil { // the trial takes time as well
		return 0, miss
	}
	open := func() (io.Reader, *counter, error) {
		c := &counter{r: bytes.NewReader(data)}
		var r io.Reader
		var err error
		switch kind {
		case Gzip:
			var z *gzip.Reader
			if z, err = gzip.NewReader(c); err == nil {
				z.Multistream(false)
				r = z
			}
		case Xz:
			r, err = w.newXz(c)
		case Zlib:
			err = skip(c, 2)
			r = flate.NewReader(c)
		case Lz4:
			r = &oneFrame{r: lz4.NewReader(c)}
		default:
			r, err = w.newBzip2(c)
		}
		return r, c, err
	}
	r, _, err := open()
	if err != nil || kind == Zlib && !newStreams(data).isZlibStream(data, flate.NewReader(nil), 64<<10) || kind != Zlib && !decodes(r, false) {
		return 0, ofStop(err)
	}
	r, c, err := open()
	if err != nil {
		return 0, err
	}
	if _, err := w.content(&Member{Path: strconv.Itoa(at), Offset: int64(at)}, r, -1); err != nil {
		return 0, err
	}
	if kind != Gzip && kind != Zlib { // its decoder reads more than it needs
		return 1, nil
	}
	return int(c.n), nil
}

// oneFrame ends where other bytes are behind a frame of zstd.
type oneFrame struct {
	r    io.Reader
	read bool
}

func (f *oneFrame) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	f.read = f.read || n > 0
	if f.read && (errors.Is(err, zstd.ErrMagicMismatch) || errors.Is(err, lz4.ErrInvalidFrame) || errors.Is(err, io.ErrUnexpectedEOF) && n == 0) {
		err = io.EOF
	}
	return n, err
}
