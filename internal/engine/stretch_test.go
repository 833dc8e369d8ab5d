package engine

import (
	"math/rand/v2"
	"regexp"
	"testing"
)

func stretchOfRegex(t *testing.T, expr string) stretch {
	t.Helper()
	n, _, err := parse(expr)
	if err != nil {
		t.Fatal(err)
	}
	return stretchOf(n)
}

func TestStretchIsTheRarest(t *testing.T) {
	for expr, want := range map[string]int{
		`name[^\n]{0,40}?([0-9a-f]{32})`:             32,
		`[a-z]{8}-[a-z]{4}x?`:                        13,
		`(?:key=([0-9a-f]{20}) a|b-([0-9a-z]{16,}))`: 18,
		`(?:[0-9]{30}){2}`:                           60,
		`(?:[0-9]{30})?a`:                            1,
	} {
		if got := stretchOfRegex(t, expr); got.min != want {
			t.Errorf("%q: %d bytes, want %d", expr, got.min, want)
		}
	}
}

// What a regex matches holds its stretch, and looking by leaps finds what
// looking at every byte finds.
func TestStretchIsInEveryMatch(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, expr := range []string{
		`a[^\n]{0,9}?([ab]{12})c?`, `(?:a([ab]{12,14})|[bc]{13}a)`, `(?:[ab]{3}c?){4}`, `[ab]{6}(?:c|d)[ab]{6}`,
	} {
		re, s := regexp.MustCompile(expr), stretchOfRegex(t, expr)
		if s.min < leastStretch {
			t.Fatalf("%q: a stretch of %d", expr, s.min)
		}
		matched := 0
		for range 20_000 {
			text := make([]byte, 10+rng.IntN(40))
			for i := range text {
				text[i] = "aaabbbcd\n"[rng.IntN(9-rng.IntN(4))]
			}
			run, longest := 0, 0
			for _, b := range text {
				if run++; !s.set.Has(b) {
					run = 0
				}
				longest = max(longest, run)
			}
			if got := s.in(text); got != (longest >= s.min) {
				t.Fatalf("%q in %q: %v with %d in a row", expr, text, got, longest)
			}
			if re.Match(text) {
				if matched++; !s.in(text) {
					t.Fatalf("%q matches %q, which has no stretch", expr, text)
				}
			}
		}
		if matched == 0 {
			t.Errorf("%q never matched", expr)
		}
	}
}
