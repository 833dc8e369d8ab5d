package pack_test

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/git/objects/pack"
)

// buildIndex returns an index of these ids, in the given version, and the
// offsets that it gives them.
func buildIndex(version int, ids [][]byte, h hash.Hash) (data []byte, offsets []int64) {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, bytes.Compare)
	var body, small, large []byte
	n := 0
	if version == 2 {
		data = []byte("\xfftOc\x00\x00\x00\x02")
	}
	for b := range 256 {
		for n < len(ids) && int(ids[n][0]) <= b {
			n++
		}
		data = binary.BigEndian.AppendUint32(data, uint32(n))
	}
	for i, id := range ids {
		off := int64(i*100 + 12)
		if version == 2 && i%3 == 0 {
			off += 1 << 33
		}
		offsets = append(offsets, off)
		if version == 1 {
			body = append(binary.BigEndian.AppendUint32(body, uint32(off)), id...)
			continue
		}
		body = append(body, id...)
		if off < 1<<31 {
			small = binary.BigEndian.AppendUint32(small, uint32(off))
		} else {
			small = binary.BigEndian.AppendUint32(small, 1<<31|uint32(len(large)/8))
			large = binary.BigEndian.AppendUint64(large, uint64(off))
		}
	}
	data = append(data, body...)
	if version == 2 {
		for i := range ids {
			data = binary.BigEndian.AppendUint32(data, uint32(i))
		}
	}
	data = slices.Concat(data, small, large, bytes.Repeat([]byte{7}, h.Size()))
	h.Reset()
	h.Write(data)
	return h.Sum(data), offsets
}

// spreads are ways in which ids lie in their space: evenly as hashes do, and
// so that guessing goes wrong.
var spreads = map[string]func(rng *rand.Rand, id []byte){
	"even": func(rng *rand.Rand, id []byte) {
		for i := range id {
			id[i] = byte(rng.Uint32())
		}
	},
	"one place": func(rng *rand.Rand, id []byte) { id[len(id)-1], id[len(id)-2] = byte(rng.Uint32()), byte(rng.Uint32()) },
	"powers": func(rng *rand.Rand, id []byte) {
		bit := rng.IntN(160)
		id[bit/8], id[19] = 1<<(bit%8), byte(rng.IntN(4))
	},
	"ends": func(rng *rand.Rand, id []byte) {
		b := byte(rng.IntN(2)) * 255
		for i := range id {
			id[i] = b
		}
		id[19] = byte(rng.Uint32())
	},
}

// An index finds just the ids that it holds, wherever they lie; of ids that it
// holds more than once, the first.
func TestIndex(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for name, spread := range spreads {
		for _, h := range []hash.Hash{sha1.New(), sha256.New()} {
			for _, version := range []int{1, 2} {
				for _, n := range []int{0, 1, 2, 300, gittest.Size(1000, 3000)} {
					ids := make([][]byte, n)
					known := map[string]bool{}
					for i := range ids {
						ids[i] = make([]byte, h.Size())
						spread(rng, ids[i])
						known[string(ids[i])] = true
					}
					data, offsets := buildIndex(version, ids, h)
					x, err := pack.ParseIndex(data, h.Size())
					if err != nil || x.Len() != n {
						t.Fatalf("%s, version %d, %d ids: %v", name, version, n, err)
					}
					h.Reset()
					if err := x.Check(h); err != nil {
						t.Fatalf("%s, version %d, %d ids: %v", name, version, n, err)
					}
					for i := range n {
						if got := x.Offset(i); got != offsets[i] {
							t.Fatalf("offset of %d: %d, want %d", i, got, offsets[i])
						}
						if sum, ok := x.CRC(i); ok != (version == 2) || ok && sum != uint32(i) {
							t.Fatalf("CRC of %d: %d, %v", i, sum, ok)
						}
						first := i
						for first > 0 && bytes.Equal(x.ID(first-1), x.ID(i)) {
							first--
						}
						if got, ok := x.Find(x.ID(i)); !ok || got != first {
							t.Fatalf("%s: %d is found at %d (%v), want %d", name, i, got, ok, first)
						}
						other := bytes.Clone(x.ID(i))
						other[h.Size()-1-rng.IntN(4)]++
						in := known[string(other)]
						if got, ok := x.Find(other); ok != in || ok && !bytes.Equal(x.ID(got), other) {
							t.Fatalf("%s: an id that is there %v is found at %d (%v)", name, in, got, ok)
						}
					}
				}
			}
		}
	}
}

// Check sees any bit that is turned, and ids out of order even under a good checksum.
func TestIndexCheck(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	ids := make([][]byte, 50)
	for i := range ids {
		ids[i] = make([]byte, 20)
		spreads["even"](rng, ids[i])
	}
	data, _ := buildIndex(2, ids, sha1.New())
	for range 500 {
		bad := bytes.Clone(data)
		bad[rng.IntN(len(bad))] ^= 1 << rng.IntN(8)
		if x, err := pack.ParseIndex(bad, 20); err == nil {
			err = x.Check(sha1.New())
			if !errors.Is(err, pack.ErrIndex) {
				t.Fatalf("a damaged index: %v", err)
			}
		}
	}
	for i := range ids {
		ids[i][0] = 5 // so that the fanout table has nothing to say
	}
	data, _ = buildIndex(2, ids, sha1.New())
	swapped := bytes.Clone(data[:len(data)-20])
	at := 8 + 1024 + 20*20
	copy(swapped[at:], data[at+20:at+40])
	copy(swapped[at+20:], data[at:at+20])
	sum := sha1.Sum(swapped)
	x, err := pack.ParseIndex(append(swapped, sum[:]...), 20)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Check(sha1.New()); !errors.Is(err, pack.ErrIndex) {
		t.Errorf("ids out of order: %v", err)
	}
}

// Whatever the bytes, an index that parses can be asked anything.
func FuzzParseIndex(f *testing.F) {
	ids := [][]byte{bytes.Repeat([]byte{1}, 20), bytes.Repeat([]byte{200}, 20), bytes.Repeat([]byte{201}, 20)}
	for _, version := range []int{1, 2} {
		for n := range ids {
			data, _ := buildIndex(version, ids[:n], sha1.New())
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := pack.ParseIndex(data, 20)
		if err != nil {
			return
		}
		sound := x.Check(sha1.New()) == nil
		for i := range x.Len() {
			if x.Offset(i) < 0 {
				t.Errorf("offset %d", x.Offset(i))
			}
			x.CRC(i)
			if got, ok := x.Find(x.ID(i)); sound && (!ok || !bytes.Equal(x.ID(got), x.ID(i))) {
				t.Errorf("%d is found at %d (%v)", i, got, ok)
			}
		}
	})
}

// The header of an entry is read as it is written, for all sizes and distances.
func TestParseEntry(t *testing.T) {
	for bit := range 48 {
		for _, n := range []int64{1 << bit, 1<<bit - 1, 1<<bit + 5} {
			for _, kind := range []pack.Kind{pack.Commit, pack.Tree, pack.Blob, pack.Tag, pack.OfsDelta, pack.RefDelta} {
				head := encodeEntry(kind, n, n)
				e, err := pack.ParseEntry(append(bytes.Clone(head), "rest"...), 20)
				if err != nil || e.Kind != kind || e.Size != n || e.Header != len(head) || kind == pack.OfsDelta && e.Base != n {
					t.Fatalf("kind %d, size %d: %+v, %v", kind, n, e, err)
				}
				for cut := range head {
					if _, err := pack.ParseEntry(head[:cut], 20); !errors.Is(err, pack.ErrEntry) {
						t.Fatalf("a header cut at %d: %v", cut, err)
					}
				}
			}
		}
	}
}

func encodeEntry(kind pack.Kind, size, base int64) []byte {
	var out []byte
	c := byte(kind)<<4 | byte(size&15)
	for size >>= 4; size > 0; size >>= 7 {
		out = append(out, c|0x80)
		c = byte(size & 0x7f)
	}
	out = append(out, c)
	switch kind {
	case pack.OfsDelta:
		distance := []byte{byte(base & 0x7f)}
		for base >>= 7; base > 0; base >>= 7 {
			base--
			distance = append(distance, 0x80|byte(base&0x7f))
		}
		slices.Reverse(distance)
		out = append(out, distance...)
	case pack.RefDelta:
		out = append(out, make([]byte, 20)...)
	}
	return out
}

func FuzzParseEntry(f *testing.F) {
	for _, kind := range []pack.Kind{0, pack.Blob, pack.OfsDelta, pack.RefDelta} {
		f.Add(encodeEntry(kind, 100, 1000))
		f.Add(encodeEntry(kind, 1<<50, 1<<50))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := pack.ParseEntry(data, 20)
		if err == nil && (e.Size < 0 || e.Base < 0 || e.Header < 1 || e.Header > len(data)) {
			t.Errorf("%+v", e)
		}
	})
}
