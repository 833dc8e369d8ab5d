package engine

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

// A prefix in the middle of base64 data is no token, and a token beside other text
// is one, however long it is.
func TestEncodedData(t *testing.T) {
	d, err := New(&rules.Config{Rules: []rules.Rule{
		{ID: "prefix", Regex: `\b(TOK[A-Za-z0-9]{20})\b`},
		{ID: "long", Regex: `\b(LONG[A-Za-z0-9+/]{20,500})`},
	}})
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	data := func(n int) string {
		const alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHIJKMPQRSUVWXYZ0123456789+/"
		b := make([]byte, n)
		for i := range b {
			b[i] = alphabet[rng.IntN(len(alphabet))]
		}
		return string(b)
	}
	wrapped := func(n, width int, sep string) string {
		var lines []string
		for range n {
			lines = append(lines, data(width))
		}
		return strings.Join(lines, sep)
	}
	token := "TOK" + strings.Repeat("a1", 10)
	for _, test := range []struct {
		name, text string
		found      bool
	}{
		{"alone", token, true},
		{"in a path", "/bot/" + token + "/send", true},
		{"in a long path", strings.Repeat("/path", 20) + "/" + token + strings.Repeat("/path", 20), true},
		{"between runs", data(1000) + `" "` + token + `" "` + data(1000), true},
		{"behind a sign", data(1000) + "=" + token + "\n" + data(1000), true},
		{"on a line of its own", wrapped(20, 76, "\n") + "\n" + token + "\n" + wrapped(20, 76, "\n"), true},
		{"at the beginning of a run", `"` + token + "/" + data(1000), true},
		{"behind an escape", `a\n` + token + "/" + data(1000), true},
		{"longer than its rule", "key=LONG" + data(4000), true},

		{"beside a checksum", "h1: " + token, true},
		{"in a name with a kind", "my-sha512-" + token, true},

		{"in go.sum", "v1.2.3 h1:kzh+" + token + "=", false},
		{"at the beginning of a checksum", "v1.2.3/go.mod h1:" + token + "=", false},
		{"in a lock file", `"integrity": "sha512-` + data(20) + "/" + token + data(30) + `=="`, false},
		{"in a run", data(2000) + "/" + token + "+" + data(2000), false},
		{"behind half a run", data(130) + "/" + token + "+" + data(130), false},
		{"at the end of a run", data(2000) + "/" + token + "==", false},
		{"in base64url", data(2000) + "-" + token + "-" + data(2000), false},
		{"in lines", wrapped(3, 76, "\n") + "\n" + data(20) + "+" + token + "/" + data(31) + "\n" + wrapped(3, 76, "\n"), false},
		{"in indented lines", wrapped(3, 64, "\r\n    ") + "\r\n    " + data(20) + "+" + token + "/" + data(19) + "\r\n    " + wrapped(3, 64, "\r\n    "), false},
		{"on the last line", wrapped(5, 76, "\n") + "\n" + data(20) + "/" + token + "==\n", false},
		{"in quoted lines", wrapped(3, 76, "\",\n\"") + "\",\n\"" + data(20) + "/" + token + "/" + data(31) + "\",\n\"" + wrapped(3, 76, "\",\n\""), false},
		{"in short lines", wrapped(9, 40, "\n") + "\n" + data(8) + "/" + token + "/" + data(8) + "\n" + wrapped(9, 40, "\n"), true},
	} {
		s := d.NewScanner()
		text := []byte(test.text)
		kept, _ := d.Resolve(s.Finish(text, s.Raw(text, content.Text)), "", "")
		if (len(kept) > 0) != test.found {
			t.Errorf("%s: found %d, want any: %v", test.name, len(kept), test.found)
		}
	}
}
