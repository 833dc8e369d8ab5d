package decode

import (
	"bytes"
	"encoding/binary"
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
			got, ok := UTF16(encode(text, order, mark))
			if !ok || string(got) != text {
				t.Errorf("%v, mark %v: got %q, %v", order, mark, got, ok)
			}
		}
	}
	if got, ok := UTF16(encode("日本語\n", binary.LittleEndian, true)); !ok || string(got) != "日本語\n" {
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
		if got, ok := UTF16(data); ok {
			t.Errorf("%s: taken for UTF-16: %q", name, got)
		}
	}
}

func FuzzUTF16(f *testing.F) {
	f.Add(encode("a b\nc", binary.LittleEndian, true))
	f.Add(encode("hello world", binary.BigEndian, false))
	f.Add([]byte{0xff, 0xfe, 0x00, 0xd8, 'a'})
	f.Fuzz(func(t *testing.T, data []byte) {
		text, ok := UTF16(data)
		if !ok {
			return
		}
		order := binary.ByteOrder(binary.LittleEndian)
		if o, ok := mark(data); ok {
			order, data = o, data[2:]
		} else {
			order = guess(data)
		}
		lines := 0
		for i := 0; i+1 < len(data); i += 2 {
			if order.Uint16(data[i:]) == '\n' {
				lines++
			}
		}
		if got := bytes.Count(text, []byte{'\n'}); got != lines {
			t.Errorf("%d lines became %d", lines, got)
		}
	})
}
