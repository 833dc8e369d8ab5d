package literal

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// With all instructions that the processor has and without, the filter lets the same grams
// pass, and each that was added.
func TestMask(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		data := make([]byte, stepSize*rng.IntN(40)+ahead+rng.IntN(stepSize))
		for i := range data {
			data[i] = byte(rng.Uint32())
		}
		f := new(filter)
		for range rng.IntN(5000) {
			f.add(rng.Uint32())
		}
		added := map[int]bool{}
		n := (len(data) - ahead) / stepSize
		for i := 0; i < stepSize*n; i += 2 {
			if rng.IntN(3) == 0 {
				added[i] = true
				f.add(gram(string(data[i : i+4])))
			}
		}
		all, plain := make([]uint8, n+1), make([]uint8, n+1)
		f.mask(all[:n], data)
		f.maskAny(plain[:n], data)
		if !slices.Equal(all, plain) {
			t.Fatalf("%x by all instructions, %x by those of any processor", all, plain)
		}
		for i := 0; i < stepSize*n; i += 2 {
			passes := all[i/stepSize]>>(i%stepSize/2)&1 != 0
			if passes != (f.has(gram(string(data[i:i+4]))) != 0) || added[i] && !passes {
				t.Fatalf("the gram at %d passes: %v, added: %v", i, passes, added[i])
			}
		}
	}
}
