package objects

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Keys of any size are sorted by all of their bits, if the low ones ascend before.
func TestRadixSort(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		n := rng.IntN(3000)
		const low = 12
		high := rng.IntN(64 - low + 1)
		keys := make([]uint64, n)
		for i := range keys {
			keys[i] = rng.Uint64N(1<<high)<<low | uint64(i)
		}
		want := slices.Sorted(slices.Values(keys))
		if got := radixSort(keys, low); !slices.Equal(got, want) {
			t.Fatalf("%d keys of %d bits are not in order", n, low+high)
		}
	}
}
