package delta_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/sluicesec/sluice/internal/git/objects/delta"
)

// random returns a delta against base with n instructions, and what it makes.
func random(rng *rand.Rand, base []byte, n int) (patch, result []byte) {
	var ops []byte
	for range n {
		if len(base) == 0 || rng.IntN(2) == 0 {
			text := make([]byte, 1+rng.IntN(127))
			for i := range text {
				text[i] = byte(rng.Uint32())
			}
			ops = append(append(ops, byte(len(text))), text...)
			result = append(result, text...)
			continue
		}
		off := rng.IntN(len(base))
		size := 1 + rng.IntN(min(len(base)-off, 1<<24-1))
		ops = append(ops, encodeCopy(off, size)...)
		result = append(result, base[off:off+size]...)
	}
	patch = binary.AppendUvarint(nil, uint64(len(base)))
	patch = binary.AppendUvarint(patch, uint64(len(result)))
	return append(patch, ops...), result
}

func encodeCopy(off, size int) []byte {
	out := []byte{0x80}
	for bit := range 4 {
		if b := byte(off >> (8 * bit)); b != 0 {
			out[0] |= 1 << bit
			out = append(out, b)
		}
	}
	for bit := range 3 {
		if b := byte(size >> (8 * bit)); b != 0 && size != 0x10000 {
			out[0] |= 0x10 << bit
			out = append(out, b)
		}
	}
	return out
}

func TestApply(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, size := range []int{0, 1, 300, 70000, 200000} {
		base := make([]byte, size)
		for i := range base {
			base[i] = byte(rng.Uint32())
		}
		for n := range 30 {
			patch, want := random(rng, base, n)
			got, copies, err := apply(base, patch)
			if err != nil || !bytes.Equal(got, want) {
				t.Fatalf("base of %d bytes, %d instructions: %v", size, n, err)
			}
			checkCopies(t, base, got, copies)
			if len(patch) > 3 {
				cut := patch[:len(patch)-1]
				if _, _, err := apply(base, cut); !errors.Is(err, delta.ErrDelta) {
					t.Fatalf("a cut delta: %v", err)
				}
			}
		}
	}
}

// Copies that go on where the last one ended, in both, are one copy.
func TestApplyJoins(t *testing.T) {
	base := bytes.Repeat([]byte("0123456789"), 10)
	patch := append([]byte{100, 60}, encodeCopy(10, 20)...)
	patch = append(patch, encodeCopy(30, 10)...)
	patch = append(patch, encodeCopy(50, 30)...)
	got, copies, err := apply(base, patch)
	want := []delta.Copy{{Base: 10, At: 0, Len: 30}, {Base: 50, At: 30, Len: 30}}
	if err != nil || len(copies) != 2 || copies[0] != want[0] || copies[1] != want[1] {
		t.Errorf("%v, %v", copies, err)
	}
	checkCopies(t, base, got, copies)
}

func apply(base, patch []byte) ([]byte, []delta.Copy, error) {
	_, size, instructions, err := delta.Header(patch)
	if err != nil {
		return nil, nil, err
	}
	if delta.Length(instructions) != size || size > 1<<26 {
		return nil, nil, delta.ErrDelta
	}
	dst := make([]byte, size)
	copies, err := delta.Apply(dst, base, instructions, nil)
	return dst, copies, err
}

func checkCopies(t *testing.T, base, result []byte, copies []delta.Copy) {
	t.Helper()
	at := 0
	for i, c := range copies {
		if c.At < at || c.Len <= 0 || !bytes.Equal(base[c.Base:c.Base+c.Len], result[c.At:c.At+c.Len]) {
			t.Fatalf("copy %d, %v, is not what the base holds", i, c)
		}
		at = c.At + c.Len
	}
}

// Whatever the bytes, Apply stays within its slices, and what it makes has the
// length that Length says.
func FuzzApply(f *testing.F) {
	rng := rand.New(rand.NewPCG(2, 2))
	base := []byte("the base of a delta, long enough to be copied from")
	for n := range 5 {
		patch, _ := random(rng, base, n)
		f.Add(base, patch)
	}
	f.Add(base, []byte{50, 5, 0})
	f.Add(base, []byte{50, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1})
	f.Fuzz(func(t *testing.T, base, patch []byte) {
		got, copies, err := apply(base, patch)
		if err == nil {
			checkCopies(t, base, got, copies)
		}
		_, size, instructions, err := delta.Header(patch)
		if err != nil || size > 1<<20 {
			return
		}
		if _, err := delta.Apply(make([]byte, size), base, instructions, nil); err == nil && delta.Length(instructions) != size {
			t.Errorf("%d bytes, and Length says %d", size, delta.Length(instructions))
		}
	})
}
