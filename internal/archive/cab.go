package archive

import (
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/flate"
)

// cab goes through a cabinet. Its files are joined into a few streams, the folders, which are
// compressed in blocks.
//
// Source: [MS-CAB] and [MS-MCI].
func (w *walker) cab(in *input) error {
	data, release, unread := w.whole(in)
	defer release()
	c := &cursor{data: data, at: 16}
	files := c.little(4)
	c.take(6)
	folders, count, flags := c.little(2), c.little(2), c.little(2)
	c.take(4)
	folderExtra, blockExtra := 0, 0
	if flags&4 != 0 {
		extra := c.little(2)
		folderExtra, blockExtra = c.u1(), c.u1()
		c.take(extra)
	}
	for range 2 * (flags&1 + flags>>1&1) { // names of the cabinets before and behind it
		c.text()
	}
	var all []*cabFolder
	for range folders {
		f := &cabFolder{budget: w.budget, data: data, at: c.little(4), blocks: c.little(2), method: c.little(2), extra: blockExtra}
		c.take(folderExtra)
		all = append(all, f)
	}
	if c.cut || files > len(data) {
		return unexpected(unread)
	}
	c.at = files
	for range count {
		size, offset, folder := c.little(4), c.little(4), c.little(2)
		c.take(6)
		m := &Member{Path: c.text()}
		if c.cut {
			return unexpected(unread)
		}
		if folder >= len(all) {
			m.Miss = &Miss{Reason: Truncated, Bytes: int64(size), Err: errors.New("a part of it is in another cabinet")}
			if err := w.name(m); err != nil {
				return err
			}
			continue
		}
		f := all[folder]
		m.Offset = int64(min(f.at, len(data)))
		if _, err := w.content(m, exactly(&cabFile{f, int64(offset)}, int64(size)), int64(size)); err != nil {
			return err
		}
	}
	return unread
}

// text reads up to a zero.
func (c *cursor) text() string {
	n := bytes.IndexByte(c.data[c.at:], 0)
	if n < 0 {
		c.take(-1)
		return ""
	}
	return string(c.take(n + 1)[:n])
}

// cabWindow is how many bytes of a block those of the next refer to, and that a block has.
const cabWindow = 32 << 10

// A cabFolder reads a folder from its beginning to its end.
type cabFolder struct {
	budget  *Budget
	data    []byte
	at      int // where the next block begins
	blocks  int // that are left
	method  int
	extra   int // bytes of each block that say nothing
	inflate io.Reader
	block   []byte // what the last block decoded to
	left    []byte // of it
	n       int64  // bytes that were read
}

func (f *cabFolder) Read(p []byte) (int, error) {
	for len(f.left) == 0 {
		if f.blocks == 0 {
			return 0, io.EOF
		}
		if err := f.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, f.left)
	f.left, f.n = f.left[n:], f.n+int64(n)
	return n, nil
}

// next decodes a block.
func (f *cabFolder) next() error {
	f.blocks--
	c := cursor{data: f.data, at: min(f.at, len(f.data))}
	c.take(4) // a checksum
	packed, size := c.little(2), c.little(2)
	c.take(f.extra)
	in := c.take(packed)
	if f.at = c.at; c.cut {
		f.blocks = 0
		return io.ErrUnexpectedEOF
	}
	switch f.method & 0xf {
	case 0:
		f.block = in
	case 1:
		if len(in) < 2 || string(in[:2]) != "CK" || size > cabWindow {
			return errors.New("a block is not as one of MSZIP must be")
		}
		r := bytes.NewReader(in[2:])
		if f.inflate == nil {
			f.inflate = flate.NewReader(r)
		} else if err := f.inflate.(flate.Resetter).Reset(r, f.block); err != nil {
			return err
		}
		if miss := f.budget.take(size); miss != nil { // also of what is passed over
			return miss
		}
		out := make([]byte, size)
		n, err := io.ReadFull(f.inflate, out)
		f.block, f.left = out[:n], out[:n]
		return truncated(err)
	default:
		return unknown("method", [...]string{2: "Quantum", 3: "LZX", 15: ""}[f.method&0xf])
	}
	f.left = f.block
	return nil
}

// A cabFile reads a folder from an offset on.
type cabFile struct {
	folder *cabFolder
	offset int64
}

func (f *cabFile) Read(p []byte) (int, error) {
	if err := skip(f.folder, f.offset-f.folder.n); err != nil {
		return 0, err
	}
	if f.folder.n > f.offset {
		return 0, errors.New("it begins before the end of the file before it")
	}
	n, err := f.folder.Read(p)
	f.offset += int64(n)
	return n, err
}
