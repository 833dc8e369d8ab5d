package literal

import "math"

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

// Overlaps reports whether the sets share a byte.
func (s *ByteSet) Overlaps(t *ByteSet) bool {
	return s[0]&t[0]|s[1]&t[1]|s[2]&t[2]|s[3]&t[3] != 0
}

// Bytes lists the members, up to a limit.
func (s *ByteSet) Bytes(limit int) []byte {
	var list []byte
	for b := 0; b < 256 && len(list) < limit; b++ {
		if s.Has(byte(b)) {
			list = append(list, byte(b))
		}
	}
	return list
}

// Weight is how rare the members are in source text together, in bits, see
// the function Weight.
func (s *ByteSet) Weight() float64 {
	share := 0.0
	for b := range 256 {
		if s.Has(byte(b)) {
			share += math.Exp2(-bits[b])
		}
	}
	return min(12, -math.Log2(share))
}
