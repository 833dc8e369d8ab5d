package literal

import "encoding/binary"

// A filter rules out most grams: no literal has them. A gram is four bytes,
// as a little-endian number. The filter is a Bloom filter of two bits for each
// gram, both in one word, so that a gram costs one memory access; it fits in
// the second-level cache.
type filter [1 << filterBits]uint32

const filterBits = 16 // 256 KiB; filter_amd64.s has it in its shifts

// fold maps upper case letters of a gram to lower case (and some other bytes
// onto each other, which costs a comparison later).
const fold = 0x20202020

// multiplier is that of multiplicative hashing, of which the upper bits are mixed best.
const multiplier = 0x9e3779b1

// bits gives the index of the word of a gram, and its two bits.
func (f *filter) bits(gram uint32) (word, a, b uint32) {
	h := (gram | fold) * multiplier
	return h >> (32 - filterBits), h >> (32 - filterBits - 5) & 31, h >> (32 - filterBits - 10) & 31
}

func (f *filter) add(gram uint32) {
	word, a, b := f.bits(gram)
	f[word] |= 1<<a | 1<<b
}

// has is 1 if the gram may have been added, and else 0.
func (f *filter) has(gram uint32) uint32 {
	word, a, b := f.bits(gram)
	return f[word] >> a & (f[word] >> b) & 1
}

// The filter looks at many grams at once, those at even offsets.
const (
	stepSize = 16 // bytes that hold the beginnings of eight grams
	ahead    = 4  // bytes that must be behind a step
)

// maskAny makes a byte of each step of data: a bit for each of its grams that may have been
// added, the lowest for the first. It is mask for any processor.
func (f *filter) maskAny(dst []uint8, data []byte) {
	for i := range dst {
		d := data[stepSize*i:][:stepSize+ahead]
		a := binary.LittleEndian.Uint64(d)
		b := binary.LittleEndian.Uint64(d[6:])
		c := binary.LittleEndian.Uint64(d[12:])
		dst[i] = uint8(f.has(uint32(a)) | f.has(uint32(a>>16))<<1 | f.has(uint32(a>>32))<<2 |
			f.has(uint32(b))<<3 | f.has(uint32(b>>16))<<4 | f.has(uint32(b>>32))<<5 |
			f.has(uint32(c))<<6 | f.has(uint32(c>>16))<<7)
	}
}
