package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "",
		"plain, naïve 日本語 🔑":     "plain, naïve 日本語 🔑",
		"a\nb\tc\r":              `a\nb\tc\r`,
		"\x1b[31m":               `\x1b[31m`,
		"\u009b31m":              `\u009b31m`,
		"\x9b":                   `\x9b`,
		"a\u202eb\u2066\u200f":   `a\u202eb\u2066\u200f`,
		"\x00\x7f":               `\x00\x7f`,
		"\u00a0\u2028\U000e0041": `\u00a0\u2028\U000e0041`,
		`C:\x`:                   `C:\x`,
		"\ufffd":                 "\ufffd",
	} {
		if got := printable(in); got != want {
			t.Errorf("printable(%q) is %q, not %q", in, got, want)
		}
	}
}

func FuzzPrintable(f *testing.F) {
	for _, s := range []string{"", "a", hostile, "\xff\xfe", "日本語"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := printable(s)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, unprintable) {
			t.Errorf("printable(%q) is %q", s, got)
		}
		if again := printable(got); again != got {
			t.Errorf("printable(%q) is %q, and of that %q", s, got, again)
		}
	})
}

// FuzzEncode: to a JSON reader the escapes make no difference.
func FuzzEncode(f *testing.F) {
	for _, s := range []string{"", "a", hostile, "\xff\xfe", "日本語", `\u202e`, "\U000e0041"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var b bytes.Buffer
		w := bufio.NewWriter(&b)
		if err := encode(w, []string{s}, " "); err != nil {
			t.Fatal(err)
		}
		w.Flush()
		if strings.ContainsFunc(b.String(), func(r rune) bool { return r != '\n' && unprintable(r) }) {
			t.Errorf("%q is written as %q", s, b.String())
		}
		var got []string
		if err := json.Unmarshal(b.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if want := strings.ToValidUTF8(s, "\ufffd"); len([]rune(got[0])) != len([]rune(s)) || strings.ToValidUTF8(got[0], "") != got[0] || utf8.ValidString(s) && got[0] != want {
			t.Errorf("%q is read back as %q", s, got[0])
		}
	})
}
