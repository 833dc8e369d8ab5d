package example

import (
	"math"
	"math/rand/v2"
)

// A run is random characters of one class.
type run struct {
	chars    string
	min, max int // how many
}

// draws is how many times a run is drawn to find one that is spread well.
const draws = 8

// append takes the draw whose kinds of character (digits, upper and lower
// case) are spread best, and among equals the one with the most entropy. One
// draw alone would now and then hold no digit at all, which real tokens do
// too, but so rarely that a test should not be about it.
func (r run) append(out []byte, rng *rand.Rand) []byte {
	n := r.min + rng.IntN(r.max-r.min+1)
	start := len(out)
	out = append(out, make([]byte, n)...)
	best, bestScore := out[start:], math.Inf(-1)
	draw := make([]byte, n)
	for range draws {
		for i := range draw {
			draw[i] = r.chars[rng.IntN(len(r.chars))]
		}
		if s := spread(draw, r.chars); s > bestScore {
			bestScore = s
			copy(best, draw)
		}
	}
	return out
}

// spread is higher the better the kinds of character in the class are
// represented in s; the fraction tells entropy.
func spread(s []byte, chars string) float64 {
	var have, want [4]int
	for _, c := range s {
		have[kind(c)]++
	}
	for i := range len(chars) {
		want[kind(chars[i])]++
	}
	worst := math.Inf(1) // the share of a kind, against its share in the class
	for k := range 3 {
		if want[k] > 0 {
			share := float64(have[k]*len(chars)) / float64(want[k]*max(len(s), 1))
			worst = min(worst, share)
		}
	}
	if math.IsInf(worst, 1) {
		worst = 0
	}
	const steps = 4 // a kind that has half its share is well represented
	return math.Floor(min(worst, 0.5)*steps) + entropy(s)/9
}

// kind is 0 for digits, 1 for upper case, 2 for lower case and 3 for the rest.
func kind(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return 0
	case 'A' <= c && c <= 'Z':
		return 1
	case 'a' <= c && c <= 'z':
		return 2
	}
	return 3
}

// entropy is Shannon's, in bits per byte.
func entropy(s []byte) float64 {
	var count [256]int
	for _, c := range s {
		count[c]++
	}
	bits := 0.0
	for _, n := range count {
		if n > 0 {
			p := float64(n) / float64(len(s))
			bits -= p * math.Log2(p)
		}
	}
	return bits
}
