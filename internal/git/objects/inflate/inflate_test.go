package inflate_test

import (
	"bytes"
	stdzlib "compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/adler32"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/sluicesec/sluice/internal/git/objects/inflate"
)

// text returns n bytes that look a little like a program: words of uneven
// frequency, indentation, and runs that come again.
func text(rng *rand.Rand, n int) []byte {
	words := make([]string, 200)
	for i := range words {
		w := make([]byte, 1+rng.IntN(10))
		for k := range w {
			w[k] = byte('a' + rng.IntN(26))
		}
		words[i] = string(w)
	}
	var out []byte
	for len(out) < n {
		switch rng.IntN(20) {
		case 0:
			out = append(out, "\n\t\t"...)
		case 1:
			if len(out) > 10 {
				from := rng.IntN(len(out))
				out = append(out, out[from:min(len(out), from+rng.IntN(400))]...)
			}
		case 2:
			out = append(out, bytes.Repeat([]byte{byte(rng.IntN(256))}, rng.IntN(300))...)
		default:
			out = append(out, words[int(rng.ExpFloat64()*30)%len(words)]...)
			out = append(out, ' ')
		}
	}
	return out[:n]
}

func noise(rng *rand.Rand, n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(rng.Uint32())
	}
	return out
}

// deflate compresses with the given level of compress/zlib.
func deflate(t testing.TB, content []byte, level int) []byte {
	t.Helper()
	var buf bytes.Buffer
	w, err := stdzlib.NewWriterLevel(&buf, level)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// levels cover every type of block: stored, fixed, dynamic, Huffman only.
var levels = []int{stdzlib.NoCompression, stdzlib.BestSpeed, stdzlib.DefaultCompression, stdzlib.BestCompression, stdzlib.HuffmanOnly}

func contents() [][]byte {
	rng := rand.New(rand.NewPCG(1, 2))
	out := [][]byte{nil, {0}, []byte("abc"), bytes.Repeat([]byte{'x'}, 100000)}
	for _, n := range []int{2, 7, 50, 300, 5000, 70000, 300000} {
		out = append(out, text(rng, n), noise(rng, n))
	}
	for period := 1; period < 20; period++ {
		out = append(out, bytes.Repeat(noise(rng, period), 2000/period))
	}
	return out
}

// What was compressed comes back, with and without room, and the stream's end
// is found whatever follows it.
func TestDecode(t *testing.T) {
	var d inflate.Decoder
	for i, content := range contents() {
		for _, level := range levels {
			stream := deflate(t, content, level)
			for _, room := range []int{0, inflate.Slack} {
				for _, after := range []int{0, 1, 7, 100} {
					src := append(bytes.Clone(stream), bytes.Repeat([]byte{0xa5}, after)...)
					dst := make([]byte, len(content)+room)
					used, err := d.Decode(dst, len(content), src)
					if err != nil || used != len(stream) || !bytes.Equal(dst[:len(content)], content) {
						t.Fatalf("content %d, level %d, room %d, %d bytes after: used %d of %d, %v", i, level, room, after, used, len(stream), err)
					}
				}
			}
		}
	}
}

// A size other than the true one is an error, and Prefix stops where it is told.
func TestDecodeSize(t *testing.T) {
	var d inflate.Decoder
	for _, content := range contents() {
		for _, level := range levels {
			stream := deflate(t, content, level)
			for _, size := range []int{len(content) - 1, len(content) - 300, len(content) + 1, len(content) + 1000} {
				if size < 0 {
					continue
				}
				for _, room := range []int{0, inflate.Slack} {
					if _, err := d.Decode(make([]byte, size+room), size, stream); !errors.Is(err, inflate.ErrCorrupt) {
						t.Fatalf("%d bytes decoded as %d: %v", len(content), size, err)
					}
				}
				dst := make([]byte, size)
				n, err := d.Prefix(dst, stream)
				if want := min(size, len(content)); err != nil || n != want || !bytes.Equal(dst[:n], content[:n]) {
					t.Fatalf("prefix of %d bytes out of %d: %d, %v", size, len(content), n, err)
				}
			}
		}
	}
}

// A stream that is cut, or in which a bit is turned, never gives wrong bytes.
func TestDecodeDamaged(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var d inflate.Decoder
	for _, size := range []int{10, 200, 3000} {
		content := text(rng, size)
		for _, level := range levels {
			stream := deflate(t, content, level)
			dst := make([]byte, size+inflate.Slack)
			for range 300 {
				damaged := bytes.Clone(stream)
				damaged[rng.IntN(len(damaged))] ^= 1 << rng.IntN(8)
				sameAsStandard(t, &d, damaged, size)
				if _, err := d.Decode(dst, size, stream[:rng.IntN(len(stream))]); !errors.Is(err, inflate.ErrCorrupt) {
					t.Fatalf("a cut stream: %v", err)
				}
			}
		}
	}
}

// sameAsStandard checks that Decode takes just what compress/zlib takes, with the
// instructions of this processor and without.
func sameAsStandard(t *testing.T, d *inflate.Decoder, src []byte, size int) {
	t.Helper()
	want, left, wantErr := standard(src, size)
	portable := inflate.Portable()
	for _, room := range []int{0, inflate.Slack} {
		dst := make([]byte, size+room)
		used, err := d.Decode(dst, size, src)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("room %d: got error %v, compress/zlib %v", room, err, wantErr)
		}
		if err == nil && (!bytes.Equal(dst[:size], want) || used != len(src)-left) {
			t.Fatalf("room %d: other bytes than compress/zlib, or %d used and not %d", room, used, len(src)-left)
		}
		other := make([]byte, size+room)
		if n, e := portable.Decode(other, size, src); n != used || (e == nil) != (err == nil) || err == nil && !bytes.Equal(other[:size], dst[:size]) {
			t.Fatalf("room %d: %d bytes used, %v; on any processor %d, %v", room, used, err, n, e)
		}
	}
}

// standard decodes with compress/zlib: size bytes exactly.
func standard(src []byte, size int) (out []byte, left int, err error) {
	r := bytes.NewReader(src)
	z, err := stdzlib.NewReader(r)
	if err != nil {
		return nil, 0, err
	}
	out, err = io.ReadAll(io.LimitReader(z, int64(size)+1))
	if err == nil && len(out) != size {
		err = fmt.Errorf("%d bytes", len(out))
	}
	return out, r.Len(), err
}

func FuzzDecode(f *testing.F) {
	for _, content := range [][]byte{nil, []byte("a"), bytes.Repeat([]byte("ab"), 300), text(rand.New(rand.NewPCG(5, 6)), 2000)} {
		for _, level := range levels {
			f.Add(deflate(f, content, level), len(content))
		}
	}
	f.Fuzz(func(t *testing.T, src []byte, size int) {
		if size < 0 || size > 1<<20 {
			return
		}
		var d inflate.Decoder
		sameAsStandard(t, &d, src, size)
		// Give the stream its true size and checksum, so that most inputs get far.
		out, _, err := standard(src, 1<<20)
		if err != nil && len(out) > 0 && len(out) <= 1<<20 {
			sameAsStandard(t, &d, src, len(out))
			src = binary.BigEndian.AppendUint32(bytes.Clone(src), adler32.Checksum(out))
			sameAsStandard(t, &d, src, len(out))
		}
	})
}
