package engine

import "math"

// Entropy is the Shannon entropy of b, in bits per byte: 0 for one byte
// repeated, 4 for random hex digits of some length, 8 at most. It counts
// bytes, not characters, so that it means the same for any encoding.
func Entropy(b []byte) float64 {
	if len(b) == 0 {
		return 0
	}
	var count [256]int
	for _, c := range b {
		count[c]++
	}
	sum := 0.0
	for _, n := range count {
		if n > 1 {
			sum += float64(n) * math.Log2(float64(n))
		}
	}
	return math.Log2(float64(len(b))) - sum/float64(len(b))
}
