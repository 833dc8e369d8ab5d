package literal

// A filter rules out most grams: no literal has them. A gram is four bytes,
// as a little-endian number. The filter is a Bloom filter of two bits for each
// gram, both in one word, so that a gram costs one memory access; it fits in
// the second-level cache.
type filter [1 << filterBits]uint64

const filterBits = 15 // 256 KiB

// fold maps upper case letters of a gram to lower case (and some other bytes
// onto each other, which costs a comparison later).
const fold = 0x20202020

// bits gives the word of a gram, and its two bits.
func (f *filter) bits(gram uint32) (word *uint64, a, b uint64) {
	h := uint64(gram|fold) * 0x9e3779b97f4a7c15 // multiplicative hashing: the upper bits are mixed best
	return &f[h>>(64-filterBits)], h >> (64 - filterBits - 6) & 63, h >> (64 - filterBits - 12) & 63
}

func (f *filter) add(gram uint32) {
	word, a, b := f.bits(gram)
	*word |= 1<<a | 1<<b
}

// has is 1 if the gram may have been added, and else 0.
func (f *filter) has(gram uint32) uint32 {
	word, a, b := f.bits(gram)
	return uint32(*word>>a&(*word>>b)) & 1
}
