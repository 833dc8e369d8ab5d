package model

import (
	"cmp"
	"fmt"
	"slices"
)

// A Reason is a feature and how much it raised a score, or lowered it.
type Reason struct {
	Words  string // what the feature is, with its figure
	Effect float32
}

// Explain returns the features that weighed most in Score, the heaviest first. A
// comparison in a tree has the effect that the leaves below it have more on
// average than those above.
func Explain(x *Vector, most int) []Reason {
	var effect [count]float32
	f := trees()
	for _, list := range [][]tree{f.text, f.place} {
		for k := range list {
			list[k].explain(x, &effect)
		}
	}
	var reasons []Reason
	for f := range count {
		if effect[f] > .05 || effect[f] < -.05 {
			if words := f.words(x[f]); words != "" {
				reasons = append(reasons, Reason{words, effect[f]})
			}
		}
	}
	slices.SortStableFunc(reasons, func(a, b Reason) int { return cmp.Compare(max(b.Effect, -b.Effect), max(a.Effect, -a.Effect)) })
	return reasons[:min(most, len(reasons))]
}

func (t *tree) explain(x *Vector, effect *[count]float32) {
	from, to := 0, leaves
	mean := average(t.leaves[:])
	for i := 0; i < inner; {
		n := &t.nodes[i]
		half := (from + to) / 2
		i = 2*i + 2
		if x[n.feature] < n.threshold {
			i--
			to = half
		} else {
			from = half
		}
		next := average(t.leaves[from:to])
		effect[n.feature] += next - mean
		mean = next
	}
}

func average(list []float32) float32 {
	var sum float32
	for _, v := range list {
		sum += v
	}
	return sum / float32(len(list))
}

// words says what a feature is, "" for one that says nothing by being absent.
func (f feature) words(value float32) string {
	if f < firstWord {
		if value == float32(int(value)) {
			return fmt.Sprintf("%s: %.0f", plain[f].words, value)
		}
		return fmt.Sprintf("%s: %.2f", plain[f].words, value)
	}
	list, word := f.word()
	no := ""
	if value == 0 {
		no = "no "
	}
	switch list {
	case "name":
		return fmt.Sprintf("%s%q in the name", no, word)
	case "last":
		return fmt.Sprintf("%s%q at the end of the name", no, word)
	case "around":
		return fmt.Sprintf("%s%q near it", no, word)
	case "file":
		return fmt.Sprintf("%sfile of the kind %q", no, word)
	}
	return fmt.Sprintf("%s%q in the path", no, word)
}
