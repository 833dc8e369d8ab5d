package content

import (
	"bytes"
	"strings"
	"testing"
)

// begin returns bytes that begin as a medium does, and go on with zeros.
func (m *magic) begin() []byte {
	data := make([]byte, 64)
	for _, p := range m.parts {
		copy(data[p.offset:], p.bytes)
	}
	return data
}

func TestClassify(t *testing.T) {
	for i := range media {
		if c, kind := classify(media[i].begin()); c != Binary || kind != media[i].kind {
			t.Errorf("%s is taken for %d %q", media[i].kind, c, kind)
		}
		// The same as text: with every byte that no text holds made one that it does.
		text := bytes.Map(func(r rune) rune {
			if r < ' ' || r > '~' {
				return 'x'
			}
			return r
		}, media[i].begin())
		if c, _ := classify(text); c != Text {
			t.Errorf("text that begins like %s is taken for %d", media[i].kind, c)
		}
	}
	for _, tt := range []struct {
		name, data string
		want       Class
	}{
		{"nothing", "", Text},
		{"text", "hello, world\n", Text},
		{"Latin-1", "caf\xe9\n", Text},
		{"UTF-8", "zwölf\n", Text},
		{"a gif in name only", "GIF89a is a format\n", Text},
		{"escape sequences", strings.Repeat("\x1b[31mred\x1b[0m\n", 20), Text},
		{"a zero early", "text\x00text", Binary},
		{"a zero late", strings.Repeat("a", sniffLen) + "\x00", Text},
		{"control characters", strings.Repeat("\x01\x02\x03a", 50), Binary},
	} {
		if got, _ := classify([]byte(tt.data)); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}
