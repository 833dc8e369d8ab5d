package engine_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
)

// assignment is a rule like those that look for any secret under a name: its
// literals are everywhere, and what may follow them is loose.
var assignment = rules.Rule{
	ID: "assignment", Entropy: 3,
	Regex: `(?i)[\w.-]{0,50}?(?:key|token|secret|passw(?:or)?d)[ \t\w.-]{0,20}[\s'"]{0,3}(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}([\w.=-]{10,150}|[a-z0-9][a-z0-9+/]{11,}={0,3})(?:[\x60'"\s;]|\\[nr]|$)`,
}

func dense(t testing.TB) *engine.Detector {
	t.Helper()
	d, err := engine.New(&rules.Config{Rules: []rules.Rule{
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
// of. Four times as much takes about four times as long, and sixteen times if
// the work is quadratic. How busy the machine is changes both, so the shortest
// of several times counts.
func TestDenseInputTakesLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const kb, mb = 1 << 10, 1 << 20
	words := []string{"key", "token", "secret", "=", "a", "x1", "-", " ", `"`, "passwd", ",", ":", "\n"}
	var mixed strings.Builder
	rng := rand.New(rand.NewPCG(1, 1))
	for mixed.Len() < mb/4 {
		mixed.WriteString(words[rng.IntN(len(words))])
	}
	for name, text := range map[string]string{
		"one byte":         strings.Repeat("a", 4*mb),
		"key=":             strings.Repeat("key=", mb/8),
		"keys in words":    strings.Repeat("abckey", mb/4/6),
		"words of rules":   mixed.String(),
		"blocks never end": strings.Repeat("-----BEGIN KEY-----\n", mb/40),
		"a long line":      randomText(2, 4*mb, "abcdefghijklmnopqrstuvwxyz0123456789 .,;(){}"),
	} {
		d := dense(t)
		timeToScan(d, []byte(text[:len(text)/4])) // compiles the rules
		quarter, whole := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
		for range 10 {
			quarter = min(quarter, timeToScan(d, []byte(text[:len(text)/4])))
			whole = min(whole, timeToScan(d, []byte(text)))
			if whole < 6*quarter {
				break
			}
		}
		if whole >= 6*quarter {
			t.Errorf("%s: %v for %d KB, %v for a quarter", name, whole, len(text)/kb, quarter)
		}
	}
}

func timeToScan(d *engine.Detector, data []byte) time.Duration {
	start := time.Now()
	s := d.NewScanner()
	d.Resolve(s.Finish(data, s.Raw(data, content.Text)), "", "")
	return time.Since(start)
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
		kept, _ := d.Resolve(s.Finish(b.Bytes(), s.Raw(b.Bytes(), content.Text)), "", "")
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
