package pattern

import (
	"math/rand/v2"
	"regexp"
	"testing"
)

func runOf(t *testing.T, expr string) Run {
	t.Helper()
	tree, _, err := parse(expr)
	if err != nil {
		t.Fatal(err)
	}
	return longestRun(tree)
}

func TestRunIsTheRarest(t *testing.T) {
	for expr, want := range map[string]int{
		`name[^\n]{0,40}?([0-9a-f]{32})`:             32,
		`[a-z]{8}-[a-z]{4}x?`:                        13,
		`(?:key=([0-9a-f]{20}) a|b-([0-9a-z]{16,}))`: 18,
		`(?:[0-9]{30}){2}`:                           60,
		`(?:[0-9]{30})?a`:                            1,
	} {
		if got := runOf(t, expr); got.Min != want {
			t.Errorf("%q: %d bytes, want %d", expr, got.Min, want)
		}
	}
}

// What a regex matches holds its run, and looking at every few bytes finds what
// looking at every byte finds.
func TestRunIsInEveryMatch(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, expr := range []string{
		`a[^\n]{0,9}?([ab]{12})c?`, `(?:a([ab]{12,14})|[bc]{13}a)`, `(?:[ab]{3}c?){4}`, `[ab]{6}(?:c|d)[ab]{6}`,
	} {
		re, r := regexp.MustCompile(expr), runOf(t, expr)
		if r.Min < leastRun {
			t.Fatalf("%q: a run of %d", expr, r.Min)
		}
		matched := 0
		for range rounds(20_000) {
			text := make([]byte, 10+rng.IntN(40))
			for i := range text {
				text[i] = "aaabbbcd\n"[rng.IntN(9-rng.IntN(4))]
			}
			run, longest := 0, 0
			for _, b := range text {
				if run++; !r.Set.Has(b) {
					run = 0
				}
				longest = max(longest, run)
			}
			if got := r.in(text); got != (longest >= r.Min) {
				t.Fatalf("%q in %q: %v with %d in a row", expr, text, got, longest)
			}
			if re.Match(text) {
				if matched++; !r.in(text) {
					t.Fatalf("%q matches %q, which does not hold its run", expr, text)
				}
			}
		}
		if matched == 0 {
			t.Errorf("%q never matched", expr)
		}
	}
}
