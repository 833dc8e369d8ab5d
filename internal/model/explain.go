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
	if list := kinds[f]; int(value) < len(list) {
		return plain[f].words + ": " + list[int(value)]
	}
	if value == 0 && f != valueKnownShare && f != valueDigits && f != nameTail {
		return ""
	}
	if f < firstWord {
		if value == float32(int(value)) {
			return fmt.Sprintf("%s: %.0f", plain[f].words, value)
		}
		return fmt.Sprintf("%s: %.2f", plain[f].words, value)
	}
	switch list, word := f.word(); {
	case list == "name":
		return fmt.Sprintf("%q in the name", word)
	case list == "last":
		return fmt.Sprintf("%q at the end of the name", word)
	case list == "around":
		return fmt.Sprintf("%q near it", word)
	case list == "file" && word == "file":
		return "a file such as Dockerfile"
	case list == "file":
		return fmt.Sprintf("a file of the kind %s", word)
	case f == pathKnown:
		return "a file of a known kind"
	case f == pathDepth:
		return fmt.Sprintf("folders in the path: %.0f", value)
	default:
		return fmt.Sprintf("%q in the path", word)
	}
}

// kinds are the words for features that count kinds.
var kinds = map[feature][]string{
	valueFirst: characters, valueLast: characters,
	sepKind:   {"none", "=", ":", "=>", ":=", "a comparison", "a default", "+= or the like", "->", "::", "a comma", "a call", "a tag", "%3D", "|"},
	quoteKind: {"none", "single", "double", "backticks", "escaped", "HTML entities"},
	formKind:  {"name and value", "text of an element", "attribute", "value beside a name", "block", "default of a variable", "option"},
}

var characters = []string{"a lower case letter", "an upper case letter", "a digit", "a sign", "another"}
