package inflate

import (
	"hash/adler32"
	"math/rand/v2"
	"testing"
)

// The checksum is that of hash/adler32, with the instructions of this processor and without.
func TestAdler(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	lengths := []int{adlerRun - 1, adlerRun, adlerRun + 31, 2*adlerRun + 77}
	for n := range 300 {
		lengths = append(lengths, n, 1000+n)
	}
	all := make([]byte, 2*adlerRun+100)
	for _, highest := range []bool{true, false} {
		for i := range all {
			all[i] = 0xff
			if !highest {
				all[i] = byte(rng.Uint32())
			}
		}
		for _, n := range lengths {
			p := all[:n]
			if want := adler32.Checksum(p); adler(p) != want || adlerAny(1, 0, p) != want {
				t.Fatalf("%d bytes: %#x and %#x, want %#x", n, adler(p), adlerAny(1, 0, p), want)
			}
		}
	}
}
