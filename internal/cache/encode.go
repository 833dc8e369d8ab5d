package cache

import (
	"encoding/binary"
	"slices"
)

// A Writer writes a section. The zero value is ready to use.
type Writer struct{ data []byte }

// Data returns what was written.
func (w *Writer) Data() []byte { return w.data }

// Grow makes room for n bytes more.
func (w *Writer) Grow(n int) { w.data = slices.Grow(w.data, n) }

// Uint writes a number.
func (w *Writer) Uint(n uint64) { w.data = binary.AppendUvarint(w.data, n) }

// Int writes a number that may be negative.
func (w *Writer) Int(n int) { w.data = binary.AppendVarint(w.data, int64(n)) }

// Bytes writes some bytes and their number.
func (w *Writer) Bytes(b []byte) {
	w.Uint(uint64(len(b)))
	w.data = append(w.data, b...)
}

// String is Bytes for a string.
func (w *Writer) String(s string) {
	w.Uint(uint64(len(s)))
	w.data = append(w.data, s...)
}

// Words writes a list of numbers, which takes four bytes for each and is fast to read.
func (w *Writer) Words(list []uint32) {
	w.Uint(uint64(len(list)))
	w.data = slices.Grow(w.data, 4*len(list))
	for _, n := range list {
		w.data = binary.LittleEndian.AppendUint32(w.data, n)
	}
}

// A Reader reads a section in the order in which it was written. Of a section that is not
// as expected it returns zeros from there on; Done tells.
type Reader struct {
	rest []byte
	bad  bool
}

// NewReader returns a reader of a section, which must not be changed.
func NewReader(section []byte) *Reader { return &Reader{rest: section} }

// Done reports whether all of the section was read and all of it was there.
func (r *Reader) Done() bool { return !r.bad && len(r.rest) == 0 }

// Bad reports whether something that was asked for was not there.
func (r *Reader) Bad() bool { return r.bad }

func (r *Reader) fail() {
	r.rest, r.bad = nil, true
}

// Uint reads a number.
func (r *Reader) Uint() uint64 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

// Int reads a number that may be negative.
func (r *Reader) Int() int {
	n, size := binary.Varint(r.rest)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

// Len reads the length of a list whose elements take at least some bytes each. It is never
// more than what is left can hold, so that a wrong number takes no memory.
func (r *Reader) Len(least int) int {
	n := r.Uint()
	if n > uint64(len(r.rest)/least) {
		r.fail()
		return 0
	}
	return int(n)
}

// Bytes reads bytes. They are a view of the section.
func (r *Reader) Bytes() []byte { return r.Raw(r.Len(1)) }

// Raw reads n bytes without their number.
func (r *Reader) Raw(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.fail()
		return nil
	}
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}

// String reads a string.
func (r *Reader) String() string { return string(r.Bytes()) }

// Words reads a list of numbers.
func (r *Reader) Words() []uint32 {
	n := r.Len(4)
	b := r.Raw(4 * n)
	list := make([]uint32, n)
	for i := range list {
		list[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return list
}

// Raw writes bytes without their number.
func (w *Writer) Raw(b []byte) { w.data = append(w.data, b...) }
