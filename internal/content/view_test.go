package content

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// blobs are contents of all kinds.
func blobs() map[string][]byte {
	const text = "first line\r\nGrüße, 日本語 😀\n\nkey = value\n"
	all := map[string][]byte{
		"nothing":        nil,
		"UTF-8":          []byte(text),
		"Latin-1":        []byte("caf\xe9\nau lait\n"),
		"binary":         []byte("a\x00b\nc\x00\x00d"),
		"large":          []byte(strings.Repeat(text, 1000)),
		"late":           []byte(strings.Repeat("a", headLen) + "\x00\n"),
		"returns":        []byte("first\rsecond\r\rkey = value\r"),
		"many returns":   []byte(strings.Repeat("some words\r", 3000)),
		"returns, later": []byte(strings.Repeat("some words\r", 3000) + "unix\nand dos\r\n"),
		"noise":          noise(5000),
	}
	for i, w := range wides() {
		name := fmt.Sprintf("%s %d", w.layer(), i)
		if w.mark > 0 {
			all[name] = w.encode(text)
		}
		all[name+", ASCII"] = w.encode(strings.Repeat("some ASCII\n", 20) + text)
		all[name+", large"] = w.encode("some ASCII, more, and more\n" + strings.Repeat(text, 1000))
		all[name+", odd"] = append(w.encode("some ASCII, more, and more\n"+text), 'x')
		all[name+", returns"] = w.encode(strings.Repeat("some words\r", 30))
		all[name+", later"] = append([]byte(strings.Repeat("some ASCII\n", 999)), w.encode(text+text)...)
	}
	return all
}

// readers return Reader's view of data, from readers that give more or less at a time.
func readers(data []byte) (all []io.Reader) {
	for _, wrap := range []func(io.Reader) io.Reader{
		func(r io.Reader) io.Reader { return r }, iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader,
	} {
		view, _ := Reader(wrap(bytes.NewReader(data)))
		all = append(all, view)
	}
	return all
}

// TestOwn: a view that is the blob's own has the blob's bytes.
func TestOwn(t *testing.T) {
	for name, data := range blobs() {
		views := slices.Collect(Views(data))
		if len(views) == 0 {
			t.Errorf("%s shows nothing", name)
		}
		for _, v := range views {
			if v.Own() && (!bytes.Equal(v.Data, data) || v.Layer != "" || v.Offset(len(data)) != len(data)) {
				t.Errorf("%s: its own view differs from it: %q, layer %q", name, v.Data, v.Layer)
			}
		}
	}
}

// TestOffset: offsets are monotone and within the blob, and no line of the first view is
// another line of the blob.
func TestOffset(t *testing.T) {
	for name, data := range blobs() {
		for v := range Views(data) {
			if len(v.Data) > 1000 { // each call may take time in proportion to the offset
				continue
			}
			last := 0
			for i := range len(v.Data) + 1 {
				at := v.Offset(i)
				if at < last || at > len(data) {
					t.Errorf("%s: offset %d is at %d of %d bytes, after %d", name, i, at, len(data), last)
				}
				last = at
			}
		}
	}
}

// TestLines: a line of any view has the number that it has in the blob.
func TestLines(t *testing.T) {
	for name, data := range blobs() {
		ends := func(data []byte) int {
			data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
			return bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r"))
		}
		plain := data
		if w := recognise(data, true); w != nil {
			plain = w.decode(data)
		}
		want := bytes.Count(plain, []byte("\n"))
		if endsInReturns(plain) {
			want = ends(plain)
		}
		for v := range Views(data) {
			if got := bytes.Count(v.Data, []byte("\n")); got != want && v.Class == Text {
				t.Errorf("%s: view %q has %d lines, want %d", name, v.Layer, got, want)
			}
		}
	}
}

// TestReader: Reader gives what the first view gives, but for wide text in it, and
// however much each read returns.
func TestReader(t *testing.T) {
	for name, data := range blobs() {
		var first *View
		for first = range Views(data) {
			break
		}
		_, class := Reader(bytes.NewReader(data))
		if class != first.Class {
			t.Errorf("%s: read as class %d, and the view has %d", name, class, first.Class)
		}
		for _, r := range readers(data) {
			got, err := io.ReadAll(r)
			if err != nil || !bytes.Equal(got, first.Data) && !strings.HasSuffix(name, ", later") {
				t.Errorf("%s: read %d bytes, %v; the view has %d", name, len(got), err, len(first.Data))
			}
		}
	}
}

func TestReaderError(t *testing.T) {
	broken := errors.New("broken")
	for _, head := range [][]byte{nil, []byte("text"), []byte("text\r"), wides()[0].encode("some text")} {
		view, _ := Reader(io.MultiReader(bytes.NewReader(head), iotest.ErrReader(broken)))
		if _, err := io.ReadAll(view); !errors.Is(err, broken) {
			t.Errorf("after %d bytes: the error is %v", len(head), err)
		}
	}
}

// TestNested decodes what was decoded: the offsets lead through both layers to the
// blob, and its own bytes can be decoded in the same way.
func TestNested(t *testing.T) {
	pairs := func(v *View) *View { // each character is two
		var text []byte
		for i := 0; i+1 < len(v.Data); i += 2 {
			text = append(text, v.Data[i])
		}
		return v.decoded("pairs", text, func(i int) int { return 2 * i })
	}
	for _, test := range []struct {
		data  []byte
		layer string
		want  int // of the third character
	}{
		{[]byte("aabbccdd"), "pairs", 4},
		{wides()[4].encode("aabbccdd"), "utf-16/pairs", 2 + 8},
	} {
		for v := range Views(test.data) {
			if v.Class != Text {
				continue
			}
			inner := pairs(v)
			if string(inner.Data) != "abcd" || inner.Layer != test.layer || inner.Own() {
				t.Errorf("%q in layer %q", inner.Data, inner.Layer)
			}
			if got := inner.Offset(2); got != test.want {
				t.Errorf("%s: the third character is at %d, want %d", inner.Layer, got, test.want)
			}
		}
	}
}
