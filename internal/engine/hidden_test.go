package engine

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/content/decode"
)

// hiddenText is a text in which tokens of streamRules are encoded.
func hiddenText(rng *rand.Rand, lines int) []byte {
	token := func() string {
		b := make([]byte, 20)
		for i := range b {
			b[i] = "abcdefghijklmnopqrstuvwxyz0123456789"[rng.IntN(36)]
		}
		return "tok_" + string(b)
	}
	encode := []func(string) string{
		func(s string) string { return base64.StdEncoding.EncodeToString([]byte("a " + s)) },
		func(s string) string { return fmt.Sprintf("%x", "a "+s) },
		func(s string) string { return strings.ReplaceAll(s, "_", "\\u005f") },
		func(s string) string { return "q%3D" + s },
		func(s string) string { return "\"" + s[:9] + "\" +\n   \"" + s[9:] + "\"" },
		func(s string) string {
			return base64.StdEncoding.EncodeToString([]byte(base64.StdEncoding.EncodeToString([]byte("a " + s))))
		},
		func(s string) string { return s[:5] + "\x1b[1m" + s[5:] },
		func(s string) string { return s },
	}
	var b bytes.Buffer
	for range lines {
		for range rng.IntN(3) {
			b.WriteString(strings.Repeat("word ", rng.IntN(40)))
		}
		if rng.IntN(3) == 0 {
			b.WriteString(encode[rng.IntN(len(encode))](token()))
		}
		b.WriteString([]string{"\n", "\n", " ", " \\\n"}[rng.IntN(4)])
	}
	return b.Bytes()
}

// A stream has what is encoded in all of its data.
func TestStreamOfEncoded(t *testing.T) {
	t.Parallel()
	d, err := New(streamRules())
	if err != nil {
		t.Fatal(err)
	}
	s, rng, found := d.NewScanner(), rand.New(rand.NewPCG(3, 4)), 0
	show := func(m *Match) string {
		return fmt.Sprintf("%s %q at %d %d-%d %v %v %s", m.Rule.ID, m.Secret, m.Start, m.SecretStart, m.SecretEnd, m.Span, m.Layers, m.Allowed)
	}
	for range rounds(20) {
		data := hiddenText(rng, rng.IntN(12_000))
		own := s.Finish(data, s.Raw(data, content.Text))
		all := append(own, s.Hidden(data, decode.Find(nil, data, 0, len(data)), own, DecodeDepth).Matches...)
		var want, got []string
		for i := range all {
			want = append(want, show(&all[i]))
		}
		for m, err := range s.stream(context.Background(), bytes.NewReader(data), 3*stripe, false, DecodeDepth) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, show(&m))
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%d bytes\n got %q\nwant %q", len(data), missing(got, want), missing(want, got))
		}
		found += len(got)
	}
	if found == 0 {
		t.Error("nothing was found")
	}
}

// missing returns the elements of a that b lacks.
func missing(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}
