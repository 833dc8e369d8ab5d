package mask

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// naive is Blocks by the sets themselves.
func naive(sets [Sets]string, data []byte) []Block {
	all := make([]Block, (len(data)+Size-1)/Size)
	for i, b := range data {
		for k, set := range sets {
			if strings.IndexByte(set, b) >= 0 && (b >= 0x80) == (k == Sets-1) {
				all[i/Size][k] |= 1 << (i % Size)
			}
		}
	}
	return all
}

// check checks all ways to make the masks of data against each other.
func check(t *testing.T, sets [Sets]string, data []byte) {
	t.Helper()
	table := New(sets)
	want := naive(sets, data)
	got := make([]Block, len(want)+1)
	if n := table.Blocks(got, data); n != len(want) || !slices.Equal(got[:n], want) {
		t.Fatalf("%q of %q: %x, want %x", sets, data, got[:n], want)
	}
	whole := len(data) / Size
	clear(got)
	got[whole] = Block{1, 2, 3}
	table.fillAny(got[:whole], data)
	if !slices.Equal(got[:whole], want[:whole]) || got[whole] != (Block{1, 2, 3}) {
		t.Fatalf("%q of %q: %x, want %x", sets, data, got[:whole], want[:whole])
	}
	if whole > 0 {
		few := make([]Block, whole)
		if n := table.Blocks(few, data); n != whole || !slices.Equal(few, want[:whole]) {
			t.Fatalf("%q of %q: %x, want %x", sets, data, few[:n], want[:whole])
		}
	}
}

// Any sets of any bytes have the masks that looking at each byte gives, with all
// instructions that the processor has and without.
func TestBlocks(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		var sets [Sets]string
		for k := range sets {
			set := make([]byte, rng.IntN(100))
			for i := range set {
				set[i] = byte(rng.Uint32())
			}
			sets[k] = string(set)
		}
		data := make([]byte, rng.IntN(5*Size))
		for i := range data {
			data[i] = byte(rng.Uint32())
		}
		check(t, sets, data)
	}
	var all strings.Builder
	for b := range 256 {
		all.WriteByte(byte(b))
	}
	check(t, [Sets]string{all.String(), "", "a", "\x00", "\x7f", "z", " ", all.String()}, []byte(all.String()))
}

func FuzzBlocks(f *testing.F) {
	f.Add("abc", "\x00\x7f", "\x80\xff", []byte("some data of which there is more than one block, or the processor does nothing"))
	f.Fuzz(func(t *testing.T, first, second, last string, data []byte) {
		check(t, [Sets]string{0: first, 3: second, 6: first + second, 7: last}, data)
	})
}

func BenchmarkBlocks(b *testing.B) {
	table := New([Sets]string{"abc", "def", "0123", "xyz", "\"'", "/", "+", "\xc2"})
	data := []byte(strings.Repeat("some source text, which has \"strings\" and numbers 0123\n", 10))[:512]
	dst := make([]Block, 8)
	b.Run("fill", func(b *testing.B) {
		b.SetBytes(512)
		for b.Loop() {
			table.fill(dst, data)
		}
	})
	b.Run("any", func(b *testing.B) {
		b.SetBytes(512)
		for b.Loop() {
			table.fillAny(dst, data)
		}
	})
}
