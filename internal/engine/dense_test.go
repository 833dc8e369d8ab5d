package engine

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

// assignment is a rule like those that look for any secret under a name: its
// literals are everywhere, and what may follow them is loose.
var assignment = rules.Rule{
	ID: "assignment", Entropy: 3,
	Regex: `(?i)[\w.-]{0,50}?(?:key|token|secret|passw(?:or)?d)[ \t\w.-]{0,20}[\s'"]{0,3}(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}([\w.=-]{10,150}|[a-z0-9][a-z0-9+/]{11,}={0,3})(?:[\x60'"\s;]|\\[nr]|$)`,
}

func dense(t testing.TB) *Detector {
	t.Helper()
	d, err := New(&rules.Config{Rules: []rules.Rule{
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

// The engine's worst cases: each byte that is added to a text adds a bounded
// number of steps, however long the text is. What is at the edges of the text is
// not counted, as windows are cut there and are all different.
func TestDenseInputTakesLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some hundred million steps")
	}
	t.Parallel()
	kb := 256
	if long {
		kb = 1024
	}
	words := []string{"key", "token", "secret", "=", "a", "x1", "-", " ", `"`, "passwd", ",", ":", "\n"}
	rng := rand.New(rand.NewPCG(1, 1))
	var mixed strings.Builder
	for mixed.Len() < kb<<8 {
		mixed.WriteString(words[rng.IntN(len(words))])
	}
	for _, test := range []struct {
		name, text string
		most       float64 // steps for a byte
	}{
		{"one byte", strings.Repeat("a", kb<<12), 1.1},
		{"key=", strings.Repeat("key=", kb<<7), 2},
		{"keys in words", strings.Repeat("abckey", kb<<8/6), 2},
		{"words of rules", mixed.String(), 300},
		{"blocks never end", strings.Repeat("-----BEGIN KEY-----\n", kb<<10/40), 20},
		{"a long line", randomText(2, kb<<12, "abcdefghijklmnopqrstuvwxyz0123456789 .,;(){}"), 1.5},
	} {
		part := len(test.text) / 4
		added := float64(stepsFor(t, test.text)-stepsFor(t, test.text[:part])) / float64(len(test.text)-part)
		if added > test.most {
			t.Errorf("%s: %.1f steps for each byte beyond %d, and at most %.1f are expected", test.name, added, part, test.most)
		}
	}
}

// stepsFor returns the steps of a whole scan, overlaps included.
func stepsFor(t *testing.T, text string) int64 {
	s := dense(t).NewScanner()
	matches := s.Finish([]byte(text), s.Raw([]byte(text), content.Text))
	_, pairs := winners(judgePlace(matches, "", ""))
	return s.steps() + int64(pairs)
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
