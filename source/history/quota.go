package history

import (
	"encoding/binary"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/source"
)

// A handful of trees can name one blob at more paths than anyone could list: ten
// entries for the same tree, ten levels deep, are ten billion. So the walks through
// trees meet bounds. Of each secret only the first places are noted, in the order
// of the commits and of the paths, and a tree below which every secret has its
// places is not entered. Every secret keeps its first place.
const (
	maxPlaces    = 1000    // of one secret
	allPlaces    = 200_000 // of all secrets together, except that each may have leastPlaces
	leastPlaces  = 8
	maxRemoved   = 100_000 // removals of one secret that are looked at in one commit
	maxRefNames  = 2000    // branches, and likewise tags, that are named at one place
	stepsNoMemo  = 10_000  // steps of a comparison before it notes which trees bring nothing
	pathsPerTree = 50      // of the paths of all trees that can be searched for names
	leastPaths   = 100_000 // that are searched, however few trees there are
)

// placesOf returns how many places of each of some secrets are noted.
func placesOf(secrets int) int {
	return min(maxPlaces, max(leastPlaces, allPlaces/max(secrets, 1)))
}

// A quota counts the places of secrets.
type quota struct {
	most    int // places of one secret
	differ  *differ
	used    map[source.SecretKey]int
	full    int                   // how many secrets have all their places
	cut     bool                  // a place was left out
	doneIn  map[pruned]int        // how many of a tree's entries have nothing left to note
	doneOf  map[objects.Index]int // how many of a blob's secrets
	barren  map[string]bool       // comparisons that bring nothing, see compareKey
	steps   int                   // of the present comparison
	scratch []byte
}

func (d *differ) newQuota(most int) *quota {
	return &quota{
		most: most, differ: d, used: map[source.SecretKey]int{},
		doneIn: map[pruned]int{}, doneOf: map[objects.Index]int{}, barren: map[string]bool{},
	}
}

// reset makes the quota as new.
func (q *quota) reset() {
	clear(q.used)
	q.full = 0
	clear(q.doneIn)
	clear(q.doneOf)
	clear(q.barren)
}

// take reports whether one more place of a secret is to be noted.
func (q *quota) take(key source.SecretKey) bool {
	if q.used[key] == q.most {
		q.cut = true
		return false
	}
	if q.used[key]++; q.used[key] == q.most {
		q.full++
	}
	return true
}

// spent reports whether no place of any secret below a tree is to be noted any
// more. It looks at each entry until that is so, and then never again.
func (q *quota) spent(tree pruned) bool {
	if q.full == 0 {
		return false
	}
	content := q.differ.pruner.content(tree)
	i, known := q.doneIn[tree]
	start := i
	for i < len(content) {
		e := content[i]
		if e.tree != nothing && !q.spent(e.tree) || e.tree == nothing && !q.blobSpent(e.blob) {
			break
		}
		i++
	}
	if known || i > start {
		q.doneIn[tree] = i
	}
	if i == len(content) {
		q.cut = true
		return true
	}
	return false
}

func (q *quota) blobSpent(blob objects.Index) bool {
	keys := q.differ.secrets[blob]
	i := q.doneOf[blob]
	start := i
	for i < len(keys) && q.used[keys[i]] == q.most {
		i++
	}
	if i > start {
		q.doneOf[blob] = i
	}
	return i == len(keys)
}

// compareKey names the comparison of a tree with others. It is the same at every
// path, so what brings nothing once never does.
func (q *quota) compareKey(tree pruned, others []pruned) []byte {
	q.scratch = binary.AppendUvarint(q.scratch[:0], uint64(tree))
	for _, o := range others {
		q.scratch = binary.AppendUvarint(q.scratch, uint64(o))
	}
	return q.scratch
}
