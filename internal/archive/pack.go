package archive

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/flate"
)

// Packs and bundles of git that lie about as files. A bundle is some lines and a pack
// (gitformat-bundle, gitformat-pack). Objects are shown as they come, under the offset of
// their entry. Of a delta whose base is not here, the bytes are shown that it adds.

const (
	packMagic = "PACK\x00\x00\x00"
	packHead  = 12
	maxKept   = 32 << 20 // bytes of objects that are kept as bases
	deltaOfs  = 6
	deltaRef  = 7
)

func isPack(head []byte) bool {
	return len(head) >= packHead && string(head[:7]) == packMagic && (head[7] == 2 || head[7] == 3)
}

func isBundle(head []byte) bool {
	return bytes.HasPrefix(head, []byte("# v2 git bundle\n")) || bytes.HasPrefix(head, []byte("# v3 git bundle\n"))
}

func (w *walker) pack(in *input) error { return w.packed(&counter{r: in}) }

// bundle shows the lines of a bundle, which name its refs, and then its pack.
func (w *walker) bundle(in *input) error {
	c := &counter{r: in}
	var lines []byte
	for !bytes.HasSuffix(lines, []byte("\n\n")) {
		b, err := c.ReadByte()
		if err != nil {
			return truncated(err)
		}
		if lines = append(lines, b); len(lines) > 1<<20 {
			return errors.New("the lines of the bundle do not end")
		}
	}
	if _, err := w.content(&Member{Path: "refs", Verbatim: true}, bytes.NewReader(lines), int64(len(lines))); err != nil {
		return err
	}
	return w.packed(c)
}

// packed shows the objects of a pack.
func (w *walker) packed(c *counter) error {
	start := c.n
	head := make([]byte, packHead)
	if _, err := io.ReadFull(c, head); err != nil {
		return truncated(err)
	}
	if !isPack(head) {
		return errors.New("no pack")
	}
	objects := binary.BigEndian.Uint32(head[8:])
	kept, size := map[int64][]byte{}, 0 // by the offset of the entry
	inflater := flate.NewReader(c)
	for range objects {
		at := c.n
		kind, base, err := packEntry(c, at)
		if err != nil {
			return truncated(err)
		}
		if err := skip(c, 2); err != nil { // the header of zlib
			return err
		}
		if err := inflater.(flate.Resetter).Reset(c, nil); err != nil {
			return err
		}
		m := &Member{Path: fmt.Sprintf("object at %d", at-start), Offset: at}
		var all bool
		if kind == deltaOfs || kind == deltaRef {
			delta, err := w.inflated(inflater)
			if err != nil {
				return err
			}
			data := patched(kept[base], delta)
			if _, err := w.content(m, bytes.NewReader(data), int64(len(data))); err != nil {
				return err
			}
			if size += len(data); size <= maxKept {
				kept[at] = data
			}
			all = true
		} else {
			var whole bytes.Buffer
			r := io.TeeReader(inflater, &limitedBuffer{&whole, maxKept - size})
			if all, err = w.content(m, r, -1); err != nil {
				return err
			}
			if size += whole.Len(); whole.Len() > 0 && size < maxKept {
				kept[at] = whole.Bytes()
			}
		}
		if !all {
			return nil // the member says what is missing
		}
		if err := skip(c, 4); err != nil { // Adler-32
			return err
		}
	}
	return nil
}

// packEntry reads the header of an entry. base is the offset of a delta's base, or -1.
func packEntry(c *counter, at int64) (kind byte, base int64, err error) {
	b, err := c.ReadByte()
	kind, base = b>>4&7, -1
	for err == nil && b&0x80 != 0 {
		b, err = c.ReadByte()
	}
	switch {
	case err != nil:
		return 0, 0, err
	case kind == deltaRef:
		return kind, base, skip(c, 20)
	case kind == deltaOfs:
		b, err = c.ReadByte()
		distance := int64(b & 0x7f)
		for err == nil && b&0x80 != 0 && distance < 1<<48 {
			b, err = c.ReadByte()
			distance = (distance+1)<<7 | int64(b&0x7f)
		}
		return kind, at - distance, err
	case kind == 0 || kind == 5:
		return 0, 0, errors.New("no object of git")
	}
	return kind, base, nil
}

// inflated reads a delta, within the budget.
func (w *walker) inflated(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(&contentReader{walker: w, r: r, size: -1}, maxKept+1))
	if len(data) > maxKept {
		return nil, &Miss{Reason: TooLarge, Err: errors.New("a delta of git")}
	}
	return data, err
}

// patched applies a delta to its base. Of a base that is not here, or is another one, it
// takes nothing.
func patched(base, delta []byte) []byte {
	sizes := [2]uint64{}
	for i := range sizes {
		size, n := binary.Uvarint(delta)
		if n <= 0 {
			return nil
		}
		sizes[i], delta = size, delta[n:]
	}
	if uint64(len(base)) != sizes[0] {
		base = nil
	}
	var out []byte
	for len(delta) > 0 && len(out) <= maxKept {
		op := delta[0]
		delta = delta[1:]
		if op&0x80 == 0 { // bytes that the delta has
			n := min(int(op), len(delta))
			out, delta = append(out, delta[:n]...), delta[n:]
			continue
		}
		var from, n int
		for i := range 7 {
			if op>>i&1 == 0 || len(delta) == 0 {
				continue
			}
			if i < 4 {
				from |= int(delta[0]) << (8 * i)
			} else {
				n |= int(delta[0]) << (8 * (i - 4))
			}
			delta = delta[1:]
		}
		if n == 0 {
			n = 1 << 16
		}
		switch {
		case from <= len(base) && n <= len(base)-from:
			out = append(out, base[from:from+n]...)
		default:
			out = append(out, '\n') // what is on both sides does not belong together
		}
	}
	return out
}

// A limitedBuffer keeps what is written as long as there is room, and nothing else.
type limitedBuffer struct {
	*bytes.Buffer
	room int
}

func (l *limitedBuffer) Write(p []byte) (int, error) {
	if l.room -= len(p); l.room < 0 {
		l.Buffer.Reset()
		return len(p), nil
	}
	return l.Buffer.Write(p)
}
