package content

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// wides are all wide encodings.
func wides() []*wide {
	return []*wide{
		{2, binary.LittleEndian, 0}, {2, binary.BigEndian, 0}, {4, binary.LittleEndian, 0}, {4, binary.BigEndian, 0},
		{2, binary.LittleEndian, 2}, {2, binary.BigEndian, 2}, {4, binary.LittleEndian, 4}, {4, binary.BigEndian, 4},
	}
}

// encode returns a text in the encoding, with its mark if it has one.
func (w *wide) encode(text string) (data []byte) {
	if w.mark > 0 {
		text = "\ufeff" + text
	}
	order := w.order.(binary.AppendByteOrder)
	for _, r := range text {
		if w.width == 4 {
			data = order.AppendUint32(data, uint32(r))
			continue
		}
		for _, u := range utf16.AppendRune(nil, r) {
			data = order.AppendUint16(data, u)
		}
	}
	return data
}

func TestWide(t *testing.T) {
	const text = "password = \"Grüße 😀\"\r\nnext line\n"
	for _, w := range wides() {
		data := w.encode(text)
		got := recognise(data, true)
		if got == nil || got.width != w.width || string(got.decode(data)) != text {
			t.Errorf("%+v: recognised as %+v", w, got)
			continue
		}
		decoded := got.decode(data)
		at := got.offset(data, decoded, strings.Index(text, "next"))
		if part := data[at : at+4*w.width]; string((&wide{w.width, w.order, 0}).decode(part)) != "next" {
			t.Errorf("%+v: at %d stands %q", w, at, part)
		}
		if end := got.offset(data, decoded, len(decoded)); end != len(data) {
			t.Errorf("%+v: the text's end is at %d of %d bytes", w, end, len(data))
		}
	}
	for _, w := range wides()[4:6] {
		data := w.encode(text)
		data[0], data[1] = data[1], data[0] // the mark of the other order
		if got := recognise(data, true); got == nil || string(got.decode(data)) != text {
			t.Errorf("%+v with a wrong mark: recognised as %+v", w, got)
		}
	}
	if data := (&wide{2, binary.LittleEndian, 2}).encode("日本語\n"); recognise(data, true) == nil {
		t.Error("marked Japanese is not recognised")
	}
}

func TestNotWide(t *testing.T) {
	numbers := func(size int) (b []byte) {
		for i := range 200 {
			b = binary.LittleEndian.AppendUint32(b, uint32(i))[:len(b)+size]
		}
		return b
	}
	for name, data := range map[string][]byte{
		"empty":             nil,
		"one byte":          {0xff},
		"plain text":        []byte("plain text, not wide at all"),
		"UTF-8":             []byte("Grüße, 日本語 und so weiter"),
		"16-bit numbers":    numbers(2),
		"32-bit numbers":    numbers(4),
		"zeros":             make([]byte, 100),
		"a mark by chance":  append([]byte{0xff, 0xfe}, numbers(4)...),
		"text with one NUL": []byte("text with one \x00 in it, and more behind"),
	} {
		if w := recognise(data, true); w != nil {
			t.Errorf("%s: taken for %+v", name, w)
		}
	}
}

// Wide text is found wherever it begins, and whatever is around it; in memory and in a
// stream, the lines before it and in it are as many.
func TestWideRuns(t *testing.T) {
	const text = "NAME=Grüße\r\npassword = 12345\n"
	for _, w := range wides() {
		for before := range 20 {
			for _, around := range []string{"\x01", "#\n", "long line\n"} {
				head := strings.Repeat(around, before+8)
				data := []byte(head + string(w.encode(text)) + around)
				if recognise(data, true) != nil {
					continue
				}
				want := strings.Repeat("\n", strings.Count(head, "\n")) + text
				views := slices.Collect(Views(data))
				if len(views) != 2 || !strings.HasPrefix(strings.TrimLeft(string(views[1].Data), "\x00"), want) {
					t.Fatalf("%+v behind %d of %q: %d views, %q, want %q", w, before, around, len(views), views[len(views)-1].Data, want)
				}
				for _, r := range readers(data) {
					read, err := io.ReadAll(r)
					if err != nil || !strings.Contains(string(read), text) || !strings.HasPrefix(string(read), head) {
						t.Fatalf("%+v behind %d of %q: read %q, %v", w, before, around, read, err)
					}
				}
			}
		}
	}
}

// What has no wide text in it is read as it is.
func TestNoWideRuns(t *testing.T) {
	table := bytes.Repeat([]byte("a\x00b\x00c\x00d\x00\x01\x02\x03"), 1000)
	for name, data := range map[string][]byte{"noise": noise(20000), "zeros": make([]byte, 20000), "short runs": table} {
		if views := slices.Collect(Views(data)); len(views) != 1 {
			t.Errorf("%s: %d views", name, len(views))
		}
		view, _ := Reader(bytes.NewReader(data))
		if read, err := io.ReadAll(view); err != nil || !bytes.Equal(read, data) {
			t.Errorf("%s: it was changed, %v", name, err)
		}
	}
}

// Views and streams of any bytes: no panic, and offsets within the data.
func FuzzViews(f *testing.F) {
	for _, w := range wides() {
		f.Add(w.encode("hello world"))
		f.Add(append([]byte("# comment\r\n"), w.encode("key = value\r")...))
	}
	f.Add([]byte{0xff, 0xfe, 0x00, 0xd8, 'a'})
	f.Add([]byte("a\rb\r\nc\r"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for v := range Views(data) {
			last := 0
			for _, i := range []int{0, len(v.Data) / 3, len(v.Data) / 2, len(v.Data)} {
				at := v.Offset(i)
				if at < last || at > len(data) {
					t.Fatalf("offset %d is at %d of %d bytes, after %d", i, at, len(data), last)
				}
				last = at
			}
			if v.Own() && !bytes.Equal(v.Data, data) {
				t.Fatal("its own view differs from it")
			}
		}
		var first []byte
		for i, r := range readers(data) {
			read, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				first = read
			} else if !bytes.Equal(read, first) {
				t.Fatalf("read %q in small steps, and %q at once", read, first)
			}
		}
	})
}
