package inflate_test

import (
	"bytes"
	stdzlib "compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/adler32"
	"io"
	"math/bits"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/klauspost/compress/zlib"

	"github.com/sluicesec/sluice/source/objects/inflate"
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

// sameAsStandard checks that Decode takes just what compress/zlib takes.
func sameAsStandard(t *testing.T, d *inflate.Decoder, src []byte, size int) {
	t.Helper()
	want, left, wantErr := standard(src, size)
	for _, room := range []int{0, inflate.Slack} {
		dst := make([]byte, size+room)
		used, err := d.Decode(dst, size, src)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("room %d: got error %v, compress/zlib %v", room, err, wantErr)
		}
		if err == nil && (!bytes.Equal(dst[:size], want) || used != len(src)-left) {
			t.Fatalf("room %d: other bytes than compress/zlib, or %d used and not %d", room, used, len(src)-left)
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

// A bitWriter writes a deflate stream by hand.
type bitWriter struct {
	out  []byte
	bits uint
}

func (w *bitWriter) put(value, n int) {
	for i := range n {
		if w.bits%8 == 0 {
			w.out = append(w.out, 0)
		}
		w.out[len(w.out)-1] |= byte(value>>i&1) << (w.bits % 8)
		w.bits++
	}
}

// A dynamic block is a last block of dynamic codes, whose lengths are stored
// as 5 bits each, and of what body writes.
func dynamicBlock(lits, dists []uint8, body func(w *bitWriter)) []byte {
	w := &bitWriter{out: []byte{0x78, 0x9c}, bits: 16}
	w.put(1, 1)
	w.put(2, 2)
	w.put(len(lits)-257, 5)
	w.put(len(dists)-1, 5)
	w.put(19-4, 4)
	// Of the code for code lengths, 0 and 1 take two bits, 2 to 9 four: 00, 01, 1000...
	for _, symbol := range []int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15} {
		switch {
		case symbol < 2:
			w.put(2, 3)
		case symbol < 10:
			w.put(4, 3)
		default:
			w.put(0, 3)
		}
	}
	for _, n := range slices.Concat(lits, dists) {
		if n < 2 {
			w.put(int(n)<<1, 2)
		} else {
			w.put(int(bits.Reverse8(8+n-2)>>4), 4)
		}
	}
	body(w)
	return append(w.out, make([]byte, 8)...)
}

// Codes that are not complete, or have symbols that do not exist, are taken or
// refused as compress/zlib does.
func TestDecodeOddCodes(t *testing.T) {
	// Four codes of two bits: 'a' 00, 'b' 01, the end 10, a length of 3 11; what
	// follows are the codes of abbb, read bit by bit.
	lits := make([]uint8, 258, 290)
	lits['a'], lits['b'], lits[256], lits[257] = 2, 2, 2, 2
	body := func(distance, n int) func(w *bitWriter) {
		return func(w *bitWriter) {
			w.put(0b00, 2)
			w.put(0b10, 2)
			w.put(0b11, 2)
			w.put(distance, n)
			w.put(0b01, 2)
		}
	}
	with := func(n int, at ...uint8) []uint8 { return append(at, make([]uint8, n-len(at))...) }
	over := slices.Clone(lits)
	over['c'] = 2
	under := slices.Clone(lits)
	under['a'] = 0
	endless := slices.Clone(lits)
	endless[256], endless['c'] = 0, 2
	tests := []struct {
		name        string
		lits, dists []uint8
		body        func(w *bitWriter)
		ok          bool
	}{
		{"two distances", lits, with(2, 1, 1), body(0, 1), true},
		{"one distance of one bit", lits, with(1, 1), body(0, 1), true},
		{"the missing other one", lits, with(1, 1), body(1, 1), false},
		{"one distance of two bits", lits, with(1, 2), body(0, 2), false},
		{"one distance of two bits, taken for one", lits, with(1, 2), body(0, 1), false},
		{"three distances of two bits", lits, with(3, 2, 2, 2), body(0, 2), false},
		{"five distances of two bits", lits, with(5, 2, 2, 2, 2, 2), body(0, 2), false},
		{"no distance, and one used", lits, with(1, 0), body(0, 1), false},
		{"no distance, and none used", lits, with(1, 0), func(w *bitWriter) {
			for _, code := range []int{0b00, 0b10, 0b10, 0b10, 0b10, 0b01} {
				w.put(code, 2)
			}
		}, true},
		{"30 distances", lits, with(30, 1, 1), body(0, 1), true},
		{"31 distances", lits, with(31, 1, 1), body(0, 1), false},
		{"286 literals and lengths", with(286, lits...), with(2, 1, 1), body(0, 1), true},
		{"287 literals and lengths", with(287, lits...), with(2, 1, 1), body(0, 1), false},
		{"too many codes", over, with(2, 1, 1), body(0, 1), false},
		{"too few codes", under, with(2, 1, 1), body(0, 1), false},
		{"no end", endless, with(2, 1, 1), body(0, 1), false},
	}
	content := []byte("abbbb")
	for _, test := range tests {
		stream := dynamicBlock(test.lits, test.dists, test.body)
		stream = append(stream[:len(stream)-8], binary.BigEndian.AppendUint32(nil, adler32.Checksum(content))...)
		for _, after := range []int{0, 50} {
			src := append(bytes.Clone(stream), make([]byte, after)...)
			sameAsStandard(t, new(inflate.Decoder), src, len(content))
			if _, err := new(inflate.Decoder).Decode(make([]byte, 400), len(content), src); (err == nil) != test.ok {
				t.Errorf("%s, %d bytes after: %v", test.name, after, err)
			}
		}
	}
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

// corpus returns Go's own sources, cut into pieces of about the given size and
// compressed each for itself, until there are 8 MB.
func corpus(b *testing.B, piece int) (streams [][]byte, sizes []int, total int) {
	files, err := filepath.Glob(filepath.Join(runtime.GOROOT(), "src", "*", "*.go"))
	if err != nil || len(files) == 0 {
		b.Skip("no Go sources here")
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		for len(content) > 0 && total < 8<<20 {
			part := content[:min(len(content), piece)]
			content = content[len(part):]
			streams = append(streams, deflate(b, part, stdzlib.DefaultCompression))
			sizes = append(sizes, len(part))
			total += len(part)
		}
	}
	return streams, sizes, total
}

func BenchmarkDecode(b *testing.B) {
	for _, piece := range []int{100, 1000, 10000, 1 << 20} {
		streams, sizes, total := corpus(b, piece)
		dst := make([]byte, piece+inflate.Slack)
		b.Run(fmt.Sprintf("piece=%d/decoder=own", piece), func(b *testing.B) {
			b.SetBytes(int64(total))
			var d inflate.Decoder
			for b.Loop() {
				for i, s := range streams {
					if _, err := d.Decode(dst, sizes[i], s); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
		others := []struct {
			name string
			open func(io.Reader) (io.ReadCloser, error)
		}{{"klauspost", zlib.NewReader}, {"standard", stdzlib.NewReader}}
		for _, other := range others {
			b.Run(fmt.Sprintf("piece=%d/decoder=%s", piece, other.name), func(b *testing.B) {
				b.SetBytes(int64(total))
				r := bytes.NewReader(streams[0])
				z, err := other.open(r)
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					for i, s := range streams {
						r.Reset(s)
						if err := z.(zlib.Resetter).Reset(r, nil); err != nil {
							b.Fatal(err)
						}
						if _, err := io.ReadFull(z, dst[:sizes[i]]); err != nil {
							b.Fatal(err)
						}
						if n, err := z.Read(dst[sizes[i]:]); n > 0 || err != io.EOF {
							b.Fatal(n, err)
						}
					}
				}
			})
		}
	}
}
