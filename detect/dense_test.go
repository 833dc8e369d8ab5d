package detect_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/sluicesec/sluice/detect"
	"github.com/sluicesec/sluice/rules"
)

// assignment is a rule like those that look for any secret under a name: its
// literals are everywhere, and what may follow them is loose.
var assignment = rules.Rule{
	ID: "assignment", Entropy: 3,
	Regex: `(?i)[\w.-]{0,50}?(?:key|token|secret|passw(?:or)?d)[ \t\w.-]{0,20}[\s'"]{0,3}(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}([\w.=-]{10,150}|[a-z0-9][a-z0-9+/]{11,}={0,3})(?:[\x60'"\s;]|\\[nr]|$)`,
}

func dense(t testing.TB) *detect.Detector {
	t.Helper()
	d, err := detect.New(&rules.Config{Rules: []rules.Rule{
		assignment,
		{ID: "token", Regex: `\b(tok_[A-Za-z0-9]{32})\b`},
		{ID: "wide", Regex: `[a-z]+key[a-z=]+`},
		{ID: "block", Regex: `-----BEGIN [A-Z ]{0,20}KEY-----([\s\S]{64,}?)-----END`},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func randomText(seed uint64, n int, alphabet string) string {
	rng := rand.New(rand.NewPCG(seed, seed))
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[rng.IntN(len(alphabet))]
	}
	return string(b)
}

// TestDenseInputTakesLinearTime gives the engine what its worst cases are made
// of. The time is no measurement: it is what quadratic work would miss by far.
func TestDenseInputTakesLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const mb = 1 << 20
	words := func(seed uint64, n int) string {
		var b strings.Builder
		rng := rand.New(rand.NewPCG(seed, seed))
		for b.Len() < n {
			b.WriteString([]string{"key", "token", "secret", "=", "a", "x1", "-", " ", `"`, "passwd", ",", ":", "\n"}[rng.IntN(13)])
		}
		return b.String()[:n]
	}
	for name, text := range map[string]string{
		"one byte":         strings.Repeat("a", 10*mb),
		"key=":             strings.Repeat("key=", 4*mb/4),
		"keys in words":    strings.Repeat("abckey", mb/12),
		"words of rules":   words(1, mb),
		"blocks never end": strings.Repeat("-----BEGIN KEY-----\n", mb/10),
		"a long line":      randomText(2, 20*mb, "abcdefghijklmnopqrstuvwxyz0123456789 .,;(){}"),
	} {
		d := dense(t)
		start := time.Now()
		s := d.NewScanner()
		raw := s.Raw([]byte(text), detect.Text)
		matches := s.Finish([]byte(text), raw)
		kept, _ := d.Resolve(matches, "", "")
		took := time.Since(start)
		t.Logf("%s: %d MB, %d raw, %d kept: %v", name, len(text)/mb, raw.Len(), len(kept), took.Round(time.Millisecond))
		if took > 20*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}

func TestDenseTokensAreAllFound(t *testing.T) {
	d := dense(t)
	s := d.NewScanner()
	for _, glue := range []string{"\n", " ", ";", `","`} {
		var b bytes.Buffer
		const n = 5000
		for i := range n {
			fmt.Fprintf(&b, "%stok_%s", glue, randomText(uint64(i), 32, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
		}
		kept, _ := d.Resolve(s.Finish(b.Bytes(), s.Raw(b.Bytes(), detect.Text)), "", "")
		found := 0
		for _, m := range kept {
			if m.Rule.ID == "token" {
				found++
			}
		}
		if found != n {
			t.Errorf("glued by %q: %d of %d found", glue, found, n)
		}
	}
}
