package remedy

import (
	"strings"
	"testing"
)

// TestMarker: what is searched for tells secrets apart that begin alike, and does not
// depend on line ends and indentation.
func TestMarker(t *testing.T) {
	head := strings.Repeat("A", 300)
	if a, b := marker(head+"one"), marker(head+"two"); a == b || len(a) != maxMarker {
		t.Errorf("%q and %q", a, b)
	}
	block := func(last, before, end string) string {
		lines := []string{"-----BEGIN X-----", strings.Repeat("c", 64), strings.Repeat(last, 64), "x=", "-----END X-----"}
		return before + strings.Join(lines, end+before) + end
	}
	want := strings.Repeat("k", 64)
	for _, text := range []string{block("k", "", "\n"), block("k", "    ", "\r\n"), block("k", "\t\"", "\",\n")} {
		if got := marker(text); got != want {
			t.Errorf("of %q it is %q", text, got)
		}
	}
	for _, text := range []string{"", "abc", "short\nlines\n"} {
		if got := marker(text); got != "" {
			t.Errorf("of %q it is %q", text, got)
		}
	}
}

func TestLatin1(t *testing.T) {
	for _, text := range []string{"", "plain", "é日本", "\xff\x00\x80"} {
		if got := fromLatin1(latin1(text)); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	if got := fromLatin1("日"); got != "" {
		t.Errorf("what latin1 does not write is read as %q", got)
	}
}
