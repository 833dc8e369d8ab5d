package archive

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"

	"github.com/ulikunitz/xz/lzma"
)

// isLzma reports whether data is a file of the LZMA format: 13 bytes of properties that
// the tools write, and then bytes that can be decoded.
func isLzma(head []byte) bool {
	if len(head) < lzma.HeaderLen+5 || head[0] != 0x5d || head[lzma.HeaderLen] != 0 {
		return false
	}
	dict, size := binary.LittleEndian.Uint32(head[1:]), binary.LittleEndian.Uint64(head[5:])
	power := dict & (dict - 1)
	if dict < 1<<12 || power != 0 && power&(power-1) != 0 || size != math.MaxUint64 && size > 1<<40 {
		return false
	}
	// For a trial, a dictionary that holds more than what is decoded is enough.
	small := binary.LittleEndian.AppendUint32([]byte{head[0]}, min(dict, 1<<18))
	r, err := openLzma(small, sizeOf(size), bytes.NewReader(head[lzma.HeaderLen:]))
	return err == nil && decodes(r, len(head) >= HeadLen)
}

// sizeOf returns a size of 64 bits, or -1 where it is not known.
func sizeOf(size uint64) int64 {
	if size > math.MaxInt64 {
		return -1
	}
	return int64(size)
}

func (w *walker) lzma(in *input) error {
	head := make([]byte, lzma.HeaderLen)
	if _, err := io.ReadFull(in, head); err != nil {
		return err
	}
	size := sizeOf(binary.LittleEndian.Uint64(head[5:]))
	c := &counter{r: in}
	r, err := w.newLzma(head[:5], size, w.length(), c)
	if err != nil {
		return err
	}
	all, err := w.content(&Member{}, r, size)
	if err != nil || !all {
		return err
	}
	return w.rest(c, lzma.HeaderLen+c.n)
}

// The header of a member of lzip has a magic number, a version, and the size of the
// dictionary; behind the data are its checksum and two sizes.
const (
	lzipHead = 6
	lzipTail = 20
)

// lzip visits the joined contents of all members of an lzip file, and what is behind them.
//
// Source: the lzip manual, "File format".
func (w *walker) lzip(in *input) error {
	c := &counter{r: in}
	var r io.Reader // of the member
	joined := readerFunc(func(p []byte) (int, error) {
		for {
			if r != nil {
				n, err := r.Read(p)
				if err != io.EOF || n > 0 {
					if err == io.EOF {
						err = nil // it comes again
					}
					return n, err
				}
				if err := skip(c, lzipTail); err != nil {
					return 0, err
				}
			}
			head := c.peek(lzipHead)
			if !bytes.HasPrefix(head, []byte("LZIP")) && r != nil {
				return 0, io.EOF
			}
			if len(head) < lzipHead {
				return 0, io.ErrUnexpectedEOF
			}
			size := uint32(1) << (head[5] & 31)
			size -= size / 16 * uint32(head[5]>>5)
			var err error
			if err = skip(c, lzipHead); err == nil {
				r, err = w.newLzma(binary.LittleEndian.AppendUint32([]byte{0x5d}, size), -1, w.length(), c)
			}
			if err != nil {
				return 0, truncated(err)
			}
		}
	})
	all, err := w.content(&Member{}, joined, -1)
	if err != nil || !all {
		return err
	}
	return w.rest(c, c.n)
}

// maxLzmaRatio is more than LZMA can expand: at its best, a match of 273 bytes takes a
// third of a bit.
const maxLzmaRatio = 1 << 14

// dictionary returns how much of a dictionary can be referred to by a stream of so many
// bytes, whose content has size bytes. Both may be -1.
func dictionary(asked, size, packed int64) int64 {
	if size >= 0 {
		asked = min(asked, size)
	}
	if packed >= 0 && packed < maxDictionary {
		asked = min(asked, packed*maxLzmaRatio)
	}
	return max(asked, lzma.MinDictCap)
}

// newLzma decodes LZMA with these five bytes of properties. size is that of the content,
// or -1 if a mark ends it. packed is how many bytes r has at most, or -1.
func (w *walker) newLzma(properties []byte, size, packed int64, r io.Reader) (io.Reader, error) {
	dict := dictionary(int64(binary.LittleEndian.Uint32(properties[1:])), size, packed)
	if miss := w.allocate(dict); miss != nil {
		return nil, miss
	}
	small := binary.LittleEndian.AppendUint32([]byte{properties[0]}, uint32(dict))
	return openLzma(small, size, r)
}

func openLzma(properties []byte, size int64, r io.Reader) (io.Reader, error) {
	in := &headed{head: binary.LittleEndian.AppendUint64(properties[:5:5], uint64(size)), r: r}
	decoder, err := guard(func() (*lzma.Reader, error) {
		return lzma.ReaderConfig{DictCap: maxDictionary}.NewReader(in)
	})
	return &drained{r: decoder, in: in}, err
}

// A drained reader gives what a decoder has decoded before an error, and then the error.
// The decoder fills its dictionary before it gives any of it, and at an error it gives the
// rest only to who asks again.
type drained struct {
	r   io.Reader
	in  *headed // what the decoder reads
	err error
}

func (d *drained) Read(p []byte) (int, error) {
	if d.err == nil {
		n, err := d.r.Read(p)
		if err == nil || err == io.EOF {
			return n, err
		}
		d.err, d.in.closed = err, true
		if n > 0 {
			return n, nil
		}
	}
	n, _ := d.r.Read(p)
	if n > 0 {
		return n, nil
	}
	return 0, d.err
}

// length returns how many bytes the container has, or -1 if that is not known.
func (w *walker) length() int64 {
	if w.file == nil {
		return -1
	}
	return w.file.Size()
}

// newLzma2 decodes LZMA2 with this byte of properties. size and packed are as for newLzma.
func (w *walker) newLzma2(property byte, size, packed int64, r io.Reader) (io.Reader, error) {
	dict, err := lzma.DecodeDictCap(property)
	if err != nil {
		return nil, err
	}
	dict = dictionary(dict, size, packed)
	if miss := w.allocate(dict); miss != nil {
		return nil, miss
	}
	in := &headed{r: r}
	decoder, err := guard(func() (*lzma.Reader2, error) {
		return lzma.Reader2Config{DictCap: int(dict)}.NewReader2(in)
	})
	return &drained{r: decoder, in: in}, err
}

// headed reads some bytes before those of a reader, of which it reads none ahead.
type headed struct {
	head   []byte
	r      io.Reader
	closed bool // nothing more is read
}

func (h *headed) Read(p []byte) (int, error) {
	if h.closed {
		return 0, io.EOF
	}
	if len(h.head) == 0 {
		return h.r.Read(p)
	}
	n := copy(p, h.head)
	h.head = h.head[n:]
	return n, nil
}

func (h *headed) ReadByte() (byte, error) {
	if r, ok := h.r.(io.ByteReader); ok && len(h.head) == 0 && !h.closed {
		return r.ReadByte()
	}
	var b [1]byte
	_, err := io.ReadFull(h, b[:])
	return b[0], err
}
