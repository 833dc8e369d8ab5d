package prebuilt

import (
	"encoding/binary"
	"math"
	"slices"
)

// A Writer writes what a Reader reads: numbers, and behind all numbers the text of all
// strings. Who reads it looks at the numbers alone, and slices the text: most strings, such
// as descriptions and examples of rules, are never looked at, and do not even have to be
// loaded from the disk.
type Writer struct{ buf, text []byte }

// Bytes returns what was written: the length of the numbers, the numbers, and the text.
func (w *Writer) Bytes() []byte {
	head := binary.AppendUvarint(nil, uint64(len(w.buf)))
	return slices.Concat(head, w.buf, w.text)
}

// Uint writes a number, small ones in one byte (a varint of Protocol Buffers).
func (w *Writer) Uint(n uint64) { w.buf = binary.AppendUvarint(w.buf, n) }

// Int writes a number that may be negative.
func (w *Writer) Int(n int) { w.buf = binary.AppendVarint(w.buf, int64(n)) }

// Bool writes a yes or no, in a byte.
func (w *Writer) Bool(b bool) {
	var n uint64
	if b {
		n = 1
	}
	w.Uint(n)
}

// Float writes a number with a fraction, in 8 bytes.
func (w *Writer) Float(x float64) {
	w.buf = binary.LittleEndian.AppendUint64(w.buf, math.Float64bits(x))
}

// Word writes 64 bits, in 8 bytes.
func (w *Writer) Word(bits uint64) { w.buf = binary.LittleEndian.AppendUint64(w.buf, bits) }

// String writes a string.
func (w *Writer) String(s string) {
	w.Uint(uint64(len(s)))
	w.text = append(w.text, s...)
}

// Strings writes a list of strings, after their number.
func (w *Writer) Strings(list []string) {
	w.Uint(uint64(len(list)))
	for _, s := range list {
		w.String(s)
	}
}

// A Place is where something begins that a Writer wrote: how many bytes of numbers, and of
// text, are before it.
type Place struct{ numbers, text int }

// Place is where the Writer writes next.
func (w *Writer) Place() Place { return Place{len(w.buf), len(w.text)} }

// placeBytes gives places in the form in which they are stored.
func placeBytes(places []Place) (all []byte) {
	for _, p := range places {
		all = binary.LittleEndian.AppendUint32(all, uint32(p.numbers))
		all = binary.LittleEndian.AppendUint32(all, uint32(p.text))
	}
	return all
}
