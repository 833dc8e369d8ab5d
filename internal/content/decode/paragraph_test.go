package decode

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

func TestLastNewline(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 10000 {
		data := make([]byte, rng.IntN(30))
		for i := range data {
			data[i] = "ab\x00\x09\x0b\x8a\xff\n"[rng.IntN(8)]
		}
		if got, want := lastNewline(data), bytes.LastIndexByte(data, '\n'); got != want {
			t.Fatalf("%q: %d, want %d", data, got, want)
		}
	}
}
