package model

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A packed vector is the same again, and is small where most features are 0.
func TestPacked(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	values := []float32{1, 1, 1, 0.5, -1, float32(math.Copysign(0, -1)), float32(math.Inf(1)), math.SmallestNonzeroFloat32}
	for round := range 200 {
		var x Vector
		set := rng.IntN(int(count) + 1)
		if round%2 == 0 {
			set = rng.IntN(40)
		}
		for range set {
			x[rng.IntN(int(count))] = values[rng.IntN(len(values))]
		}
		p := x.Pack()
		back := p.Vector()
		for i := range x {
			if math.Float32bits(x[i]) != math.Float32bits(back[i]) {
				t.Fatalf("feature %d is %v, and was %v", i, back[i], x[i])
			}
		}
		if len(p) > 6*set {
			t.Errorf("%d features take %d bytes", set, len(p))
		}
		if back.Pack() != p {
			t.Error("the same vector is packed in two ways")
		}
	}
}
