package inflate_test

import (
	"bytes"
	"encoding/binary"
	"hash/adler32"
	"math/bits"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/internal/git/objects/inflate"
)

// A bitWriter writes a deflate stream by hand.
type bitWriter struct {
	out  []byte
	bits uint
}

func (w *bitWriter) put(value, n int) {
	for i := range n {
		if w.bits%8 == 0 {
			w.out = append(w.out, 0)
		}
		w.out[len(w.out)-1] |= byte(value>>i&1) << (w.bits % 8)
		w.bits++
	}
}

// A dynamic block is a last block of dynamic codes, whose lengths are stored
// as 5 bits each, and of what body writes.
func dynamicBlock(lits, dists []uint8, body func(w *bitWriter)) []byte {
	w := &bitWriter{out: []byte{0x78, 0x9c}, bits: 16}
	w.put(1, 1)
	w.put(2, 2)
	w.put(len(lits)-257, 5)
	w.put(len(dists)-1, 5)
	w.put(19-4, 4)
	// Of the code for code lengths, 0 and 1 take two bits, 2 to 9 four: 00, 01, 1000...
	for _, symbol := range []int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15} {
		switch {
		case symbol < 2:
			w.put(2, 3)
		case symbol < 10:
			w.put(4, 3)
		default:
			w.put(0, 3)
		}
	}
	for _, n := range slices.Concat(lits, dists) {
		if n < 2 {
			w.put(int(n)<<1, 2)
		} else {
			w.put(int(bits.Reverse8(8+n-2)>>4), 4)
		}
	}
	body(w)
	return append(w.out, make([]byte, 8)...)
}

// Codes that are not complete, or have symbols that do not exist, are taken or
// refused as compress/zlib does.
func TestDecodeOddCodes(t *testing.T) {
	// Four codes of two bits: 'a' 00, 'b' 01, the end 10, a length of 3 11; what
	// follows are the codes of abbb, read bit by bit.
	lits := make([]uint8, 258, 290)
	lits['a'], lits['b'], lits[256], lits[257] = 2, 2, 2, 2
	body := func(distance, n int) func(w *bitWriter) {
		return func(w *bitWriter) {
			w.put(0b00, 2)
			w.put(0b10, 2)
			w.put(0b11, 2)
			w.put(distance, n)
			w.put(0b01, 2)
		}
	}
	with := func(n int, at ...uint8) []uint8 { return append(at, make([]uint8, n-len(at))...) }
	over := slices.Clone(lits)
	over['c'] = 2
	under := slices.Clone(lits)
	under['a'] = 0
	endless := slices.Clone(lits)
	endless[256], endless['c'] = 0, 2
	tests := []struct {
		name        string
		lits, dists []uint8
		body        func(w *bitWriter)
		ok          bool
	}{
		{"two distances", lits, with(2, 1, 1), body(0, 1), true},
		{"one distance of one bit", lits, with(1, 1), body(0, 1), true},
		{"the missing other one", lits, with(1, 1), body(1, 1), false},
		{"one distance of two bits", lits, with(1, 2), body(0, 2), false},
		{"one distance of two bits, taken for one", lits, with(1, 2), body(0, 1), false},
		{"three distances of two bits", lits, with(3, 2, 2, 2), body(0, 2), false},
		{"five distances of two bits", lits, with(5, 2, 2, 2, 2, 2), body(0, 2), false},
		{"no distance, and one used", lits, with(1, 0), body(0, 1), false},
		{"no distance, and none used", lits, with(1, 0), func(w *bitWriter) {
			for _, code := range []int{0b00, 0b10, 0b10, 0b10, 0b10, 0b01} {
				w.put(code, 2)
			}
		}, true},
		{"30 distances", lits, with(30, 1, 1), body(0, 1), true},
		{"31 distances", lits, with(31, 1, 1), body(0, 1), false},
		{"286 literals and lengths", with(286, lits...), with(2, 1, 1), body(0, 1), true},
		{"287 literals and lengths", with(287, lits...), with(2, 1, 1), body(0, 1), false},
		{"too many codes", over, with(2, 1, 1), body(0, 1), false},
		{"too few codes", under, with(2, 1, 1), body(0, 1), false},
		{"no end", endless, with(2, 1, 1), body(0, 1), false},
	}
	content := []byte("abbbb")
	for _, test := range tests {
		stream := dynamicBlock(test.lits, test.dists, test.body)
		stream = append(stream[:len(stream)-8], binary.BigEndian.AppendUint32(nil, adler32.Checksum(content))...)
		for _, after := range []int{0, 50} {
			src := append(bytes.Clone(stream), make([]byte, after)...)
			sameAsStandard(t, new(inflate.Decoder), src, len(content))
			if _, err := new(inflate.Decoder).Decode(make([]byte, 400), len(content), src); (err == nil) != test.ok {
				t.Errorf("%s, %d bytes after: %v", test.name, after, err)
			}
		}
	}
}
