package decode

import (
	"strings"
	"testing"
)

// Zeros in a token are left out, unless they make text in UTF-16, which has a view of
// its own.
func TestZerosOfUTF16(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"key=ab\x00cdef\n":                1,
		"key=ab\x00c\x00def\n":            1,
		spaced("key_0123456789\n"):        0,
		"\x00" + spaced("key_01234\n"):    0,
		"a\nb" + spaced("key_0123456"):    0,
		"key" + strings.Repeat("\x00", 9): 0,
	} {
		if got := Find(nil, []byte(text), 0, len(text)); len(got) != want {
			t.Errorf("%q has %v", text, got)
		}
	}
}

func spaced(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" }
