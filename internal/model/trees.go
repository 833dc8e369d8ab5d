package model

import (
	_ "embed"
	"encoding/binary"
	"math"
	"sync"
)

// The trees, as benchmarks/fit/fit.py writes them: four numbers of 32 bits (features, depth,
// trees of the text, trees of the place), and then for all trees together the
// features of the nodes (16 bits each), their thresholds and the values of the
// leaves (float32). Numbers are little-endian.
//
//go:embed weights.bin
var weights []byte

// depth is how many comparisons a tree makes.
const depth = 5

const (
	inner  = 1<<depth - 1
	leaves = 1 << depth
)

// A tree is a full binary tree in the order of a heap: below node i are 2i+1, if
// the feature is less than the threshold, and 2i+2. So a node needs no links.
type tree struct {
	nodes  [inner]node
	leaves [leaves]float32
}

type node struct {
	threshold float32
	feature   feature
}

// A forest is the trees of the model.
type forest struct{ text, place []tree }

var trees = sync.OnceValue(func() forest {
	word := func(i int) uint32 { return binary.LittleEndian.Uint32(weights[4*i:]) }
	text, all := int(word(2)), int(word(2)+word(3))
	list := make([]tree, all)
	features := weights[16:]
	thresholds := features[2*inner*all:]
	values := thresholds[4*inner*all:]
	float := func(b []byte, i int) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:])) }
	for t := range list {
		for i := range inner {
			list[t].nodes[i] = node{float(thresholds, t*inner+i), feature(binary.LittleEndian.Uint16(features[2*(t*inner+i):]))}
		}
		for i := range leaves {
			list[t].leaves[i] = float(values, t*leaves+i)
		}
	}
	return forest{list[:text], list[text:]}
})

// sum adds up what the trees say of a candidate.
func sum(list []tree, x *Vector) float32 {
	var total float32
	for k := range list {
		t := &list[k]
		i := 0
		for range depth {
			n := &t.nodes[i]
			i = 2*i + 2
			if x[n.feature] < n.threshold {
				i--
			}
		}
		total += t.leaves[i-inner]
	}
	return total
}

// early is how many trees are asked first of a text, and the sum below which the rest
// is not asked: most candidates are below it, and of 144,000 in public code none
// had a sum of all trees that is worth a look. See LeastText.
const (
	early      = 30
	earlyLeast = -2.5
)

// Text returns what the text alone says of a candidate, as Score does. If that is
// clearly below LeastText, it need not be the exact sum.
func Text(x *Vector) float32 {
	list := trees().text
	first := list[:min(early, len(list))]
	total := sum(first, x)
	if total < earlyLeast {
		return total
	}
	return total + sum(list[len(first):], x)
}

// Score returns how likely a candidate is a secret, at its place: the logarithm
// of the odds, as on the labelled files. See [Level] for what that means.
func Score(x *Vector) float32 {
	f := trees()
	return sum(f.text, x) + sum(f.place, x)
}
