package delta_test

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"testing/iotest"

	"github.com/sluicesec/sluice/internal/git/objects/delta"
)

// streamed applies a delta as a stream.
func streamed(patch, base []byte) ([]byte, error) {
	s, err := delta.NewStream(iotest.HalfReader(bytes.NewReader(patch)))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if s.BaseSize != int64(len(base)) {
		return nil, delta.ErrDelta
	}
	err = s.Apply(&out, bytes.NewReader(base))
	return out.Bytes(), err
}

// applied applies a delta in memory.
func applied(patch, base []byte) ([]byte, error) {
	size, result, instructions, err := delta.Header(patch)
	if err != nil {
		return nil, err
	}
	if size != int64(len(base)) || result > 1<<26 {
		return nil, delta.ErrDelta
	}
	out := make([]byte, result)
	_, err = delta.Apply(out, base, instructions, nil)
	return out, err
}

// A stream makes what Apply makes, and fails where it fails.
func TestStream(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, size := range []int{0, 1, 300, 70000, 600_000} {
		base := make([]byte, size)
		for i := range base {
			base[i] = byte(rng.Uint32())
		}
		for n := range 30 {
			patch, want := random(rng, base, n)
			if got, err := streamed(patch, base); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("base of %d, %d instructions: %d bytes, %v", size, n, len(got), err)
			}
			for range 20 {
				damaged := bytes.Clone(patch)
				damaged[rng.IntN(len(damaged))] ^= 1 << rng.IntN(8)
				if rng.IntN(2) == 0 {
					damaged = damaged[:rng.IntN(len(damaged))]
				}
				want, wantErr := applied(damaged, base)
				got, err := streamed(damaged, base)
				if (err == nil) != (wantErr == nil) || err == nil && !bytes.Equal(got, want) {
					t.Fatalf("base of %d, damaged: %d bytes, %v; want %d, %v", size, len(got), err, len(want), wantErr)
				}
			}
		}
	}
}

func FuzzStream(f *testing.F) {
	f.Add([]byte("\x03\x04\x90\x03\x01x"), []byte("abc"))
	f.Add([]byte("\x03\x04\x00"), []byte("abc"))
	f.Fuzz(func(t *testing.T, patch, base []byte) {
		if _, result, _, err := delta.Header(patch); err == nil && result > 1<<26 {
			return
		}
		want, wantErr := applied(patch, base)
		got, err := streamed(patch, base)
		if (err == nil) != (wantErr == nil) || err == nil && !bytes.Equal(got, want) {
			t.Fatalf("%d bytes, %v; want %d, %v", len(got), err, len(want), wantErr)
		}
	})
}
