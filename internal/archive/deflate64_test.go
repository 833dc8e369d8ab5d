package archive

import (
	"bytes"
	"compress/flate"
	"io"
	"testing"
)

func deflated(t testing.TB, text string) []byte {
	return compressed(t, []byte(text), func(w io.Writer) (*flate.Writer, error) { return flate.NewWriter(w, flate.BestCompression) })
}

// A stream of deflate without matches of 258 bytes, whose code Deflate64 uses for other
// lengths, is one of Deflate64.
func TestDeflate64(t *testing.T) {
	for _, text := range []string{"", "a", "hello, hello, hello, hello\n", noise(100 << 10)} {
		data := deflated(t, text)
		want, err := io.ReadAll(flate.NewReader(bytes.NewReader(data)))
		if err != nil || string(want) != text {
			t.Fatal(err)
		}
		in := bytes.NewReader(append(data, "behind"...))
		got, err := io.ReadAll(newDeflate64(in))
		if err != nil || string(got) != text {
			t.Errorf("%d bytes, want %d: %v", len(got), len(text), err)
		}
		if in.Len() != len("behind") {
			t.Errorf("%d bytes are left", in.Len())
		}
	}
}
