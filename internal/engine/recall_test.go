package engine

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
)

// TestRecallChangesNothing: a scanner that has judged much before finds what a new one
// finds, also where names come again with other text behind them.
func TestRecallChangesNothing(t *testing.T) {
	t.Parallel()
	d := namesDetector(t)
	used := d.NewScanner()
	rng := rand.New(rand.NewPCG(8, 8))
	recalled := 0
	for range rounds(300) {
		data := namesText(rng, 200+rng.IntN(3000))
		// The same names once more, with a change somewhere.
		again := append(namesText(rng, rng.IntN(400)), data...)
		again[rng.IntN(len(again))] = "x \n\"'="[rng.IntN(6)]
		for _, text := range [][]byte{data, again, again[rng.IntN(len(again)):], data[:rng.IntN(len(data))]} {
			fresh := d.NewScanner()
			want := fresh.Finish(text, fresh.Raw(text, content.Text))
			if got := used.Finish(text, used.Raw(text, content.Text)); !sameMatches(got, want) {
				t.Fatalf("with a past:\n%s\nwithout:\n%s", show(got), show(want))
			}
			recalled += len(want)
		}
	}
	if recalled < 500 {
		t.Errorf("%d matches, the test says little", recalled)
	}
}

// TestRecallKnowsTheEnds: what was judged at the end of a text is judged again where
// more follows, and likewise at its beginning.
func TestRecallKnowsTheEnds(t *testing.T) {
	d := namesDetector(t)
	s := d.NewScanner()
	text := []byte("x\ndb_password = " + strings.Join([]string{"kQ7x", "Tz2Lm"}, ""))
	for _, other := range [][]byte{text, append(text[:len(text):len(text)], "W9pRb4V\n"...), append([]byte("no_"), text[2:]...), text} {
		fresh := d.NewScanner()
		got, want := s.Finish(other, s.Raw(other, content.Text)), fresh.Finish(other, fresh.Raw(other, content.Text))
		if !sameMatches(got, want) {
			t.Errorf("%q: %s, want %s", other, show(got), show(want))
		}
	}
}
