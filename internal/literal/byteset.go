package literal

import (
	"math"
	"math/bits"
)

// A ByteSet is a set of bytes.
type ByteSet [4]uint64

// Add adds a byte.
func (s *ByteSet) Add(b byte) { s[b>>6] |= 1 << (b & 63) }

// Has reports whether a byte is in the set.
func (s *ByteSet) Has(b byte) bool { return s[b>>6]>>(b&63)&1 != 0 }

// AddAll adds the bytes of another set.
func (s *ByteSet) AddAll(t *ByteSet) {
	for i := range s {
		s[i] |= t[i]
	}
}

// Union returns the union of two sets, where nil stands for any byte, and so is
// their union with any other set.
func Union(s, t *ByteSet) *ByteSet {
	if s == nil || t == nil {
		return nil
	}
	both := *s
	both.AddAll(t)
	return &both
}

// Overlaps reports whether the sets share a byte.
func (s *ByteSet) Overlaps(t *ByteSet) bool {
	return s[0]&t[0]|s[1]&t[1]|s[2]&t[2]|s[3]&t[3] != 0
}

// Len is the number of members.
func (s *ByteSet) Len() int {
	return bits.OnesCount64(s[0]) + bits.OnesCount64(s[1]) + bits.OnesCount64(s[2]) + bits.OnesCount64(s[3])
}

// Bytes lists the members, up to a limit.
func (s *ByteSet) Bytes(limit int) []byte {
	var list []byte
	for i, word := range s {
		for ; word != 0 && len(list) < limit; word &= word - 1 {
			list = append(list, byte(i<<6|bits.TrailingZeros64(word)))
		}
	}
	return list
}

// Weight is how rare the members are in source text together, in bits, see
// the function Weight.
func (s *ByteSet) Weight() float64 {
	share := 0.0
	for _, b := range s.Bytes(256) {
		share += shares[b]
	}
	return min(12, -math.Log2(share))
}
