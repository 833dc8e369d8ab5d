package engine

import (
	"testing"

	"github.com/sluicesec/sluice/internal/content"
)

// An escape sequence is no part of the word behind it, whatever letter it ends
// with; letters that are no escape sequence are.
func TestTokenBehindEscapeSequence(t *testing.T) {
	d := lawDetector(t, []string{`\b(ab_[a-c]{4})\b`, `(?i)\bca_([a-c]+)=`, `\b[a-c]{2}_kb`, `[a-c]*=ab`, `(?:^|[^0-9A-Za-z_])(kc-[a-c]{4})\b`})
	for before, want := range map[string]bool{
		"": true, " ": true, `\`: true, `"`: true,
		`\n`: true, `\r`: true, `\t`: true, `\r\n`: true, `\\n`: true,
		`\x22`: true, `\u0022`: true, `\u003d`: true, "%3D": true, "%20": true,
		"%0A": true, "%2f": true, `\u003e`: true, `\u201c`: true, `\u0122`: true, `\012`: true, `\342\200\234`: true, "=3D": true, "=0A": true,
		"\x1b[32m": true, "\x1b[m": true, `\u001b[1;32m`: true, `\x1B[0K`: true, `\033[38;5;208m`: true, `\e[0m`: true,
		"n": false, `\a`: false, `/n`: false, `\N`: false, "[32m": false, `\u001c[32m`: false, "\x1b[32x": false, `\x1b[1234567890123m`: false,
		`\x2`: false, `\u022`: false, "%D": false, "3D": false, `\xgg`: false, "%3g": false, "%41": false, `\u0041`: false, `\101`: false, `\400`: false,
		"=3d": false, "=41": false,
	} {
		for _, token := range []string{"ab_abca", "CA_abc=", "ac_kb", "kc-abca"} {
			data := []byte("x" + before + token)
			if before == "" {
				data = []byte(token)
			}
			got := d.NewScanner().Raw(data, content.Text).Len()
			if (got == 1) != want {
				t.Errorf("%q: %d matches, want one: %t", data, got, want)
			}
		}
	}
}

// What decides about a hit reaches as far back as an escape sequence.
func TestEditOfEscapeSequence(t *testing.T) {
	d := lawDetector(t, []string{`\b(ab_[a-c]{4})\b`})
	s := d.NewScanner()
	base := []byte(`\u001b[38;5;208mab_abca`)
	for cut := range len(`\u001b[38;5;208m`) {
		data := append([]byte("x"), base[cut:]...)
		got := s.RawEdited(data, content.Text, s.Raw(base, content.Text), []Copy{{Base: cut, At: 1, Len: len(base) - cut}})
		if want := s.Raw(data, content.Text); got.Len() != want.Len() {
			t.Errorf("%q as an edit of %q: %d matches, as it is %d", data, base, got.Len(), want.Len())
		}
	}
}
