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
		"key=ab\x00cdef\n": 1,
		"t\x00Kfirst\x00Isecond\x00Athird\x00Blast\n": 0,
		"key=ab\x00c\x00def\n":                        1,
		spaced("key_0123456789\n"):                    0,
		"\x00" + spaced("key_01234\n"):                0,
		"a\nb" + spaced("key_0123456"):                0,
		"key" + strings.Repeat("\x00", 9):             0,
	} {
		if got := Find(nil, []byte(text), 0, len(text)); len(got) != want {
			t.Errorf("%q has %v", text, got)
		}
	}
}

func spaced(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" }

// Terminals take a character away at a backspace, and do not show others. Many control
// characters in a line are no text.
func TestControls(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"x: k\bke\bey\by_\b_1\b1 y":           "x: key_1 y",
		"x: _\bk_\be_\by_\b__\b1 y":           "x: key_1 y",
		"x: keQ\byR\b \b_1 y":                 "x: key_1 y",
		"x: ke\x7fy\x01_1 y":                  "x: key_1 y",
		"x: \x0ekey_1\x0f=\x0e2\x0f y":        "x: key_1=2 y",
		"x: ke\x1bP1$r\x1b\\y_1 y":            "x: key_1 y",
		"x: \U0001d424\U0001d41e\U0001d432_1": "x: key_1",
		"x: a\x01key\x02b\x03key\x04c y":      "",
	} {
		runs := Find(nil, []byte(text), 0, len(text))
		if len(runs) != min(1, len(want)) {
			t.Errorf("%q has %v", text, runs)
			continue
		}
		if want == "" {
			continue
		}
		if got, _ := runs[0].Decode([]byte(text), 1<<10); string(got.Data) != want {
			t.Errorf("%q is %q, want %q", text, got.Data, want)
		}
	}
}
