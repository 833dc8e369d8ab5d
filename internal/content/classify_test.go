package content

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// noise returns random bytes, as of compressed data.
func noise(n int) []byte {
	rng := rand.New(rand.NewPCG(7, uint64(n)))
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(rng.Uint32())
	}
	return data
}

func TestClassify(t *testing.T) {
	text := strings.Repeat("name = value\n", 20)
	for _, tt := range []struct {
		name, data string
		want       Class
	}{
		{"nothing", "", Text},
		{"text", "hello, world\n", Text},
		{"Latin-1", "caf\xe9\n", Text},
		{"UTF-8", "zwölf\n", Text},
		{"escape sequences", strings.Repeat("\x1b[31mred\x1b[0m\n", 20), Text},
		{"overstruck letters", strings.Repeat("_\bN_\bA_\bM_\bE\n", 20), Text},
		{"one zero", "a = b\x00 and more text\n", Text},
		{"zeros for line ends", strings.Repeat("SOME_NAME=some value\x00", 20), Text},
		{"a magic number", "GIF89a\x00" + text, Text},
		{"the header of a program", "\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 57) + text, Text},
		{"zeros late", strings.Repeat("a", headLen) + "\x00\x00", Text},
		{"a small picture", "GIF89a\x01\x00\x01\x00\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x01D\x00;", Binary},
		{"control characters", strings.Repeat("\x01\x02\x03a", 50), Binary},
		{"numbers", strings.Repeat("\x10\x20\x00\x00", 100), Binary},
		{"Latin-1 and a zero", strings.Repeat("caf\xe9 \xe0 la cr\xe8me\n", 20) + "\x00", Text},
		{"UTF-8 and a zero", strings.Repeat("в начале было слово\n", 20) + "\x00", Text},
		{"bright pixels", strings.Repeat("szn\x91\x8d\x93\xa0\xb0\xc0", 200) + "\x00", Binary},
		{"noise", string(noise(2000)), Binary},
	} {
		if got := classify([]byte(tt.data), strings.IndexByte(tt.data, 0) >= 0); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}

// Looking at many bytes at once gives what looking at each gives.
func TestIsText(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		data := make([]byte, rng.IntN(600))
		for i := range data {
			data[i] = "aZ ~\x7f\x1f\x20\x1b\n\t\x80\xff\x00\x08"[rng.IntN(14)]
			if rng.IntN(3) > 0 {
				data[i] = 'a'
			}
		}
		control := 0
		for _, b := range data {
			if b < ' ' && (b < '\b' || b > '\r') && b != 0x1b || b == 0x7f {
				control++
			}
		}
		if got, want := isText(data, false), control*20 <= len(data); got != want {
			t.Fatalf("%q: %v, want %v", data, got, want)
		}
	}
}
