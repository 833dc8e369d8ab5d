package substring

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// An index of many texts names those that are found when each is compared.
func TestRelated(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	word := func(n int) string { // of two letters, so that many are parts of others
		b := make([]byte, n)
		for i := range b {
			b[i] = "ab"[rng.IntN(2)]
		}
		return string(b)
	}
	related := 0
	for range 300 {
		least := 1 + rng.IntN(8)
		var texts []string
		for range rng.IntN(80) {
			texts = append(texts, word(rng.IntN(16)))
		}
		x := New(least, texts)
		for range 50 {
			text := word(rng.IntN(20))
			got := map[int]bool{}
			for i := range x.Related(text) {
				got[i] = true
			}
			want := map[int]bool{}
			for i, other := range texts {
				if min(len(text), len(other)) >= least && (strings.Contains(text, other) || strings.Contains(other, text)) {
					want[i] = true
				}
			}
			if !maps.Equal(got, want) {
				t.Fatalf("%q in %q, at least %d bytes: got %v, want %v", text, texts, least, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
			}
			related += len(want)
		}
	}
	if related < 10_000 {
		t.Errorf("only %d are related", related)
	}
}

// A caller need not hear all of them.
func TestRelatedEnds(t *testing.T) {
	for _, n := range []int{few, few + 1} {
		x := New(2, slices.Repeat([]string{"abc"}, n))
		for _, text := range []string{"ab", "abc", "abcd"} {
			heard := 0
			for range x.Related(text) {
				if heard++; heard == 2 {
					break
				}
			}
			if heard != 2 {
				t.Errorf("%d texts, %q: heard %d", n, text, heard)
			}
		}
	}
}
