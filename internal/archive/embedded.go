package archive

import (
	"bytes"
	"io"
	"strconv"

	"github.com/klauspost/compress/gzip"
)

// nextStream returns where in data, at an offset or behind it, a compressed stream begins, by
// a magic number that is too long to be there by chance. It returns -1 if there is none.
func nextStream(data []byte, from int) (at int, kind Kind) {
	at = -1
	for next := from; ; {
		i := bytes.Index(data[next:], []byte("\x1f\x8b\x08"))
		if i < 0 {
			break
		}
		if next += i; isGzipHeader(data[next:]) {
			at, kind = next, Gzip
			break
		}
		next++
	}
	for _, stream := range []struct {
		kind  Kind
		magic string
		skip  int // bytes before the magic number
	}{{Xz, "\xfd7zXZ\x00\x00", 0}, {Bzip2, "1AY&SY", len("BZh9")}} {
		end := len(data)
		if at >= 0 {
			end = min(end, at+stream.skip+len(stream.magic))
		}
		if start := from + stream.skip; start < end {
			if i := bytes.Index(data[start:end], []byte(stream.magic)); i >= 0 && byMagic(data[from+i:]) == stream.kind {
				at, kind = from+i, stream.kind
			}
		}
	}
	return at, kind
}

// isGzipHeader reports whether the fields of a header are as programs write them (RFC 1952,
// section 2.3.1).
func isGzipHeader(data []byte) bool {
	const least = 18 // bytes of a header and of what is behind a stream
	return len(data) >= least && data[3]&0xe0 == 0 && (data[8] == 0 || data[8] == 2 || data[8] == 4) && (data[9] <= 13 || data[9] == 255)
}

// embedded visits the compressed streams in a file of no other kind, such as a program.
// Their paths are the offsets at which they begin. What only looks like one is none.
func (w *walker) embedded(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	for at := 0; ; {
		next, kind := nextStream(data, at)
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
		default:
			r, err = w.newBzip2(c)
		}
		return r, c, err
	}
	r, _, err := open()
	if err != nil || !decodes(r, false) {
		return 0, ofStop(err)
	}
	r, c, err := open()
	if err != nil {
		return 0, err
	}
	if _, err := w.content(&Member{Path: strconv.Itoa(at), Offset: int64(at)}, r, -1); err != nil {
		return 0, err
	}
	if kind != Gzip { // its decoder reads more than it needs
		return 1, nil
	}
	return int(c.n), nil
}
