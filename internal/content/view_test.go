package content

import (
	"bytes"
	"encoding/binary"
	"errors"
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
		"nothing": nil,
		"UTF-8":   []byte(text),
		"Latin-1": []byte("caf\xe9\nau lait\n"),
		"binary":  []byte("a\x00b\nc\x00\x00d"),
		"large":   []byte(strings.Repeat(text, 1000)),
		"late":    []byte(strings.Repeat("a", sniffLen) + "\x00\n"),
	}
	for name, order := range map[string]binary.AppendByteOrder{"little": binary.LittleEndian, "big": binary.BigEndian} {
		all[name+", marked"] = encode(text, order, true)
		all[name+", not marked"] = encode(strings.Repeat("some ASCII\n", 20)+text, order, false)
		all[name+", large"] = encode(strings.Repeat(text, 1000), order, true)
		all[name+", odd"] = append(encode(text, order, true), 'x')
		all[name+", half a pair"] = order.AppendUint16(encode(text, order, true), 0xd83d)
	}
	for i := range media {
		all[media[i].kind] = media[i].begin()
	}
	return all
}

// TestOwn: a view that is the blob's own has the blob's bytes, and nothing else
// has.
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
			if !v.Own() && (v.Layer == "" || v.Medium != "") {
				t.Errorf("%s: a decoded view has layer %q and medium %q", name, v.Layer, v.Medium)
			}
			if v.Medium != "" && v.Class != Binary {
				t.Errorf("%s: a medium of class %d", name, v.Class)
			}
		}
	}
}

// TestOffset: offsets are monotone and within the blob, and each line starts where
// it starts in the blob.
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
			if last != len(data) {
				t.Errorf("%s: the end is at %d of %d bytes", name, last, len(data))
			}
			if v.Layer == "utf-16" {
				checkLines(t, name, v, data)
			}
		}
	}
}

// checkLines compares the starts of lines with the newlines in UTF-16 data.
func checkLines(t *testing.T, name string, v *View, data []byte) {
	t.Helper()
	order, skip := recognise(data)
	want := []int{skip}
	for i := skip; i+1 < len(data); i += 2 {
		if order.Uint16(data[i:]) == '\n' {
			want = append(want, i+2)
		}
	}
	got := []int{v.Offset(0)}
	for i, b := range v.Data {
		if b == '\n' {
			got = append(got, v.Offset(i+1))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s: lines start at %v, want %v", name, got, want)
	}
}

// TestReader: Reader gives what the first view gives, however much each read
// returns.
func TestReader(t *testing.T) {
	for name, data := range blobs() {
		var first *View
		for first = range Views(data) {
			break
		}
		for _, wrap := range []func(io.Reader) io.Reader{
			func(r io.Reader) io.Reader { return r }, iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader,
		} {
			view, class := Reader(wrap(bytes.NewReader(data)))
			got, err := io.ReadAll(view)
			if err != nil || !bytes.Equal(got, first.Data) || class != first.Class {
				t.Errorf("%s: read %d bytes of class %d, %v; the view has %d of class %d", name, len(got), class, err, len(first.Data), first.Class)
			}
		}
	}
}

func TestReaderError(t *testing.T) {
	broken := errors.New("broken")
	for _, head := range [][]byte{nil, []byte("text"), encode("some text", binary.LittleEndian, true)} {
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
		{encode("aabbccdd", binary.LittleEndian, true), "utf-16/pairs", 2 + 8},
	} {
		for v := range Views(test.data) {
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
