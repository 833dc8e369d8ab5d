package archive

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// What a stream holds before the place where it is cut or damaged is shown, and what is
// missing is said. A decoder must give what it has decoded so far: the damage may be right
// behind a secret.
func TestDamagedStreams(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	noise := make([]byte, 1<<20)
	for i := range noise {
		noise[i] = byte(rng.Uint32())
	}
	for _, c := range append(slices.Clone(compressors), compressor{kind: Brotli, make: brotlied}) {
		before := "the first line of the text\n" + strings.Repeat("and more of it\n", 20)
		data := c.make(t, []byte(before+string(noise)))
		// How far behind the text the damage may be for the text to be shown: formats that
		// decode a block at a time give nothing of a block that is damaged.
		block := map[Kind]int{Zstd: 128 << 10, Lz4: 4 << 20, Snappy: 64 << 10, Bzip2: 900 << 10}[c.kind]
		for _, behind := range []int{4 << 10, 8 << 10, 20 << 10, 40 << 10, 100 << 10, 500 << 10} {
			if behind < block {
				continue
			}
			at := len(before) + behind
			damaged := bytes.Clone(data)
			for i := range 64 {
				damaged[at+i] ^= 0xa5
			}
			for how, bad := range map[string][]byte{"cut": data[:at], "damaged": damaged} {
				name := fmt.Sprintf("%s, %s %d KiB behind the text", c.kind, how, behind>>10)
				if got := Detect(bad, bad); got != c.kind {
					t.Errorf("%s: detected as %q", name, got)
					continue
				}
				all := level(t, bad)
				if len(all) == 0 || !strings.HasPrefix(all[0].data, before) {
					t.Errorf("%s: its text is not shown", name)
				}
				if m := misses(all); len(m) == 0 && (how == "cut" || c.kind != Zlib && c.kind != Brotli) { // a wrong byte of these may be none
					t.Errorf("%s: nothing is missing", name)
				}
			}
		}
	}
}

// Brotli is known by what it decodes to.
func TestBrotli(t *testing.T) {
	text := "some lines\n" + strings.Repeat("a line of text, and another one\n", 5000)
	for name, content := range map[string]string{
		"a text": text, "a short text": "KEY=hello, this is a short text\n", "a tar": string(tarOf(0)(t, []file{{"a", text}})),
	} {
		data := brotlied(t, []byte(content))
		if got := Detect(data, data); got != Brotli {
			t.Errorf("%s is detected as %q", name, got)
		}
		if all := level(t, data); len(all) != 1 || all[0].data != content {
			t.Errorf("%s: %d members", name, len(all))
		}
	}
	if all := level(t, brotliText()); Detect(brotliText(), nil) != Brotli || len(all) != 1 || all[0].data != brotliPlain {
		t.Errorf("%+v", all)
	}
	rng := rand.New(rand.NewPCG(4, 4))
	for range 20000 {
		data := make([]byte, 10+rng.IntN(3000))
		for i := range data {
			data[i] = byte(rng.Uint32())
		}
		if got := Detect(data, data); got == Brotli {
			t.Errorf("%x is detected as brotli", data[:10])
		}
	}
}
