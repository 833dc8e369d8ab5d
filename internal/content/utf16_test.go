package content

import (
	"bytes"
	"encoding/binary"
	"io"
	"testing"
	"unicode/utf16"
)

func encode(text string, order binary.AppendByteOrder, mark bool) []byte {
	var b []byte
	if mark {
		b = order.AppendUint16(b, 0xfeff)
	}
	for _, u := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, u)
	}
	return b
}

func TestUTF16(t *testing.T) {
	const text = "password = \"Grüße 😀\"\r\nnext line\n"
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		for _, mark := range []bool{true, false} {
			got, ok := decodeUTF16(encode(text, order, mark))
			if !ok || string(got) != text {
				t.Errorf("%v, mark %v: got %q, %v", order, mark, got, ok)
			}
		}
	}
	if got, ok := decodeUTF16(encode("日本語\n", binary.LittleEndian, true)); !ok || string(got) != "日本語\n" {
		t.Errorf("marked Japanese: got %q, %v", got, ok)
	}
}

func TestNotUTF16(t *testing.T) {
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
		if got, ok := decodeUTF16(data); ok {
			t.Errorf("%s: taken for UTF-16: %q", name, got)
		}
	}
}

func FuzzUTF16(f *testing.F) {
	f.Add(encode("a b\nc", binary.LittleEndian, true))
	f.Add(encode("hello world", binary.BigEndian, false))
	f.Add([]byte{0xff, 0xfe, 0x00, 0xd8, 'a'})
	f.Add(append(encode("😀 and more\n", binary.BigEndian, true), 0xd8))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, ok := decodeUTF16(data)
		view, _ := Reader(bytes.NewReader(data))
		read, err := io.ReadAll(view)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			if !bytes.Equal(read, data) {
				t.Fatalf("Reader changed what is not UTF-16: %q", read)
			}
			return
		}
		if !bytes.Equal(read, text) {
			t.Fatalf("Reader gives %q, decodeUTF16 %q", read, text)
		}
		order, skip := recognise(data)
		lines := 0
		for i := skip; i+1 < len(data); i += 2 {
			if order.Uint16(data[i:]) == '\n' {
				lines++
			}
		}
		if got := bytes.Count(text, []byte{'\n'}); got != lines {
			t.Errorf("%d lines became %d", lines, got)
		}
		if end := utf16Offset(data, text, len(text)); end != len(data) {
			t.Errorf("the text's end is at %d of %d bytes", end, len(data))
		}
	})
}

func TestUTF16Offset(t *testing.T) {
	const text = "é😀\nkey"
	for _, mark := range []bool{true, false} {
		data := encode(text+" and some ASCII", binary.LittleEndian, mark)
		wide, ok := decodeUTF16(data)
		if !ok {
			t.Fatal("not recognised")
		}
		at := utf16Offset(data, wide, bytes.IndexByte(wide, 'k'))
		if got, ok := decodeUTF16(append([]byte{0xff, 0xfe}, data[at:at+6]...)); !ok || string(got) != "key" {
			t.Errorf("mark %v: at %d stands %q", mark, at, got)
		}
	}
}
