package lines

import (
	"math/rand/v2"
	"testing"
	"unicode/utf8"

	"github.com/sluicesec/sluice/finding"
)

// plain is the position of an offset by the words of the package comment.
func plain(text []byte, offset int, start Position) Position {
	p, line := start, 0
	for i, b := range text[:offset] {
		if b == '\n' {
			p = Position{p.Line + 1, 0}
			line = i + 1
		}
	}
	p.Column += utf8.RuneCount(text[line:offset])
	return p
}

// randomText has lines, characters of all lengths, and broken ones.
func randomText(rng *rand.Rand) []byte {
	pieces := []string{"a", "bc", "\n", "é", "日本", "😀", "\x80", "\xc3", "\xe6\x97", "\xf0\x9f\x98", " "}
	var text []byte
	for range rng.IntN(40) {
		text = append(text, pieces[rng.IntN(len(pieces))]...)
	}
	return text
}

// A counter gives the plain answer, whatever it was asked before.
func TestCounterCounts(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 3000 {
		text, start := randomText(rng), Position{rng.IntN(3), rng.IntN(3)}
		c := New(text, start)
		for range 10 {
			offset := rng.IntN(len(text) + 1)
			if got, want := c.Position(offset), plain(text, offset, start); got != want {
				t.Fatalf("%q, offset %d: got %v, want %v", text, offset, got, want)
			}
		}
		from := rng.IntN(len(text) + 1)
		to := from + rng.IntN(len(text)-from+1)
		a, b := plain(text, from, start), plain(text, to, start)
		want := finding.Span{StartLine: a.Line + 1, StartColumn: a.Column + 1, EndLine: b.Line + 1, EndColumn: b.Column + 1}
		if got := c.Span(from, to); got != want {
			t.Fatalf("%q, %d to %d: got %v, want %v", text, from, to, got, want)
		}
	}
}

// A text can be counted in two parts, cut where Seek says.
func TestTextInTwoParts(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for range 3000 {
		text := randomText(rng)
		cut, at := New(text, Position{}).Seek(rng.IntN(len(text) + 1))
		second := New(text[cut:], at)
		for offset := cut; offset <= len(text); offset++ {
			if got, want := second.Position(offset-cut), plain(text, offset, Position{}); got != want {
				t.Fatalf("%q cut at %d, offset %d: got %v, want %v", text, cut, offset, got, want)
			}
		}
	}
}
