// Package mask says which bytes of some data are in which sets, for sixty-four bytes at
// once.
//
// A search for many kinds of bytes that looks at each byte spends its time on the bytes that
// nobody looks for. A [Table] makes a mask of each [Size] bytes for each of its sets,
// with a bit for each byte. Then a shift and a few operations on whole masks say where, for example, a quote
// stands between a letter and a comma, or where a run of letters is long enough.
//
// # How
//
// A processor with AVX2 looks up 32 bytes at once, but only in tables of 16 bytes. So a byte is
// looked up by its lower half, which gives the upper halves with which it is in the set, a bit
// for each. That is one instruction, and so is the comparison with the bit of the upper half. There
// are eight bits for sixteen upper halves, so a set is of ASCII or of other bytes, and not of both.
// Eight tables are as many as the registers hold. Other processors look up each byte in
// a table of 256, of which each byte has a bit for each set, and turn eight bytes of eight bits
// around. That takes five times as long.
package mask

import "unicode/utf8"

const (
	// Size is how many bytes a mask is for.
	Size = 64
	// Sets is how many sets a table has.
	Sets = 8
)

// A Block has the masks of Size bytes, one for each set: bit i is that of the i-th byte.
type Block [Sets]uint64

// A Table has sets of bytes.
type Table struct {
	sets [256]byte       // by byte: a bit for each set
	rows [Sets][16]uint8 // by set and lower half of a byte: a bit for each upper half, modulo 8
}

// New returns a table with the bytes of each string as a set. The last is of bytes above
// ASCII, and the others are of ASCII; other bytes in them do not count.
func New(sets [Sets]string) *Table {
	t := new(Table)
	for k, set := range sets {
		for i := range len(set) {
			if b := set[i]; (b >= utf8.RuneSelf) == (k == Sets-1) {
				t.sets[b] |= 1 << k
				t.rows[k][b&15] |= 1 << (b >> 4 & 7)
			}
		}
	}
	return t
}

// Blocks fills dst with the masks of data, as far as it goes, and returns how many blocks
// it has filled. The last is of fewer bytes than Size if the data ends with it.
func (t *Table) Blocks(dst []Block, data []byte) (n int) {
	whole := min(len(data)/Size, len(dst))
	if whole > 0 {
		t.fill(dst[:whole], data[:whole*Size])
	}
	if rest := data[whole*Size:]; len(rest) > 0 && whole < len(dst) {
		var last [Size]byte
		valid := ^uint64(0) >> (Size - copy(last[:], rest))
		t.fill(dst[whole:whole+1], last[:])
		for k := range dst[whole] {
			dst[whole][k] &= valid
		}
		whole++
	}
	return whole
}

// fillAny is fill for any processor.
func (t *Table) fillAny(dst []Block, data []byte) {
	for i := range dst {
		bytes, block := data[i*Size:][:Size], &dst[i]
		for k := range block {
			block[k] = transposeBits(t.look(bytes[8*k:][:8]))
		}
		transposeBytes(block)
	}
}

// look returns the sets of eight bytes, one byte for each.
func (t *Table) look(b []byte) uint64 {
	s := &t.sets
	_ = b[7]
	return uint64(s[b[0]]) | uint64(s[b[1]])<<8 | uint64(s[b[2]])<<16 | uint64(s[b[3]])<<24 |
		uint64(s[b[4]])<<32 | uint64(s[b[5]])<<40 | uint64(s[b[6]])<<48 | uint64(s[b[7]])<<56
}

// transposeBits makes the k-th bit of the i-th byte the i-th bit of the k-th byte.
func transposeBits(x uint64) uint64 {
	t := (x ^ x>>7) & 0x00aa00aa00aa00aa
	x ^= t ^ t<<7
	t = (x ^ x>>14) & 0x0000cccc0000cccc
	x ^= t ^ t<<14
	t = (x ^ x>>28) & 0x00000000f0f0f0f0
	return x ^ t ^ t<<28
}

// transposeBytes makes the k-th byte of the i-th number the i-th byte of the k-th number.
func transposeBytes(x *Block) {
	swap := func(i, k, shift int, lower uint64) {
		t := (x[i]>>shift ^ x[k]) & lower
		x[i] ^= t << shift
		x[k] ^= t
	}
	for i := range 4 {
		swap(i, i+4, 32, 0x00000000ffffffff)
	}
	for _, i := range [...]int{0, 1, 4, 5} {
		swap(i, i+2, 16, 0x0000ffff0000ffff)
	}
	for i := 0; i < Sets; i += 2 {
		swap(i, i+1, 8, 0x00ff00ff00ff00ff)
	}
}
