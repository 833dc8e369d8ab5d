package engine

import (
	"math/rand/v2"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/pattern/patterntest"
	"github.com/sluicesec/sluice/rules"
)

// checkRule compares the engine with the oracle on one rule and some text.
func checkRule(t *testing.T, expr string, data []byte) int {
	t.Helper()
	d, err := New(&rules.Config{Rules: []rules.Rule{ruleOf(expr, expr)}})
	if err != nil || len(d.UnanchoredRules()) > 0 {
		return 0
	}
	s := d.NewScanner()
	got := asOracle(s.Finish(data, s.Raw(data, content.Text)))
	want := oracles{}.matches(d, data, content.Text)
	if !slices.Equal(got, want) {
		t.Fatalf("%q on %q\n got %v\nwant %v", expr, data, got, want)
	}
	return len(want)
}

func TestRandomRulesKeepTheLaw(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(12, 12))
	found := 0
	for range rounds(1000) {
		found += checkRule(t, patterntest.Random(rng, 2+rng.IntN(3)), patterntest.Text(rng, rng.IntN(300)))
	}
	if found < rounds(500) {
		t.Errorf("only %d matches: the test says little", found)
	}
}

func FuzzRule(f *testing.F) {
	for _, expr := range patterntest.Regexes() {
		f.Add(expr, []byte("ab_abca ca_=bab\nab_ab-bb a_key_ab\x80é"))
	}
	f.Fuzz(func(t *testing.T, expr string, data []byte) {
		if len(expr) > 60 || len(data) > 300 || !utf8.ValidString(expr) {
			return
		}
		checkRule(t, expr, data)
	})
}
