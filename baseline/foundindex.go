package baseline

import (
	"crypto/sha1"
	"encoding/hex"
	"slices"

	"github.com/sluicesec/sluice/internal/substring"
)

// A foundIndex finds findings by what imports say of them. Its lists hold indices.
type foundIndex struct {
	all      []Found
	sums     []string // the SHA-1 sums of the secrets
	bySum    map[string][]int
	bySecret map[string][]int
	byLine   map[lineOf][]int
	byPath   map[string][]int
	parts    map[string]*substring.Index // of the secrets of byPath, made when they are needed
}

// A lineOf is a line of a file, in whatever commit.
type lineOf struct {
	path string
	line int
}

func newFoundIndex(all []Found) *foundIndex {
	at := &foundIndex{all: all, bySum: map[string][]int{}, bySecret: map[string][]int{}, byLine: map[lineOf][]int{}, byPath: map[string][]int{}, parts: map[string]*substring.Index{}}
	for i := range all {
		sum := sha1.Sum([]byte(all[i].Secret))
		at.sums = append(at.sums, hex.EncodeToString(sum[:]))
		at.bySum[at.sums[i]] = append(at.bySum[at.sums[i]], i)
		at.bySecret[all[i].Secret] = append(at.bySecret[all[i].Secret], i)
		for _, p := range all[i].places {
			addLast(at.byLine, lineOf{p.path, p.line}, i)
			addLast(at.byPath, p.path, i)
		}
	}
	return at
}

// addLast adds an index to a list, unless it is the last one there.
func addLast[K comparable](lists map[K][]int, key K, i int) {
	if list := lists[key]; len(list) == 0 || list[len(list)-1] != i {
		lists[key] = append(list, i)
	}
}

// candidates returns the findings that an import may be about, in their order.
func (at *foundIndex) candidates(im Imported) []int {
	list := slices.Clone(at.bySum[im.sha1])
	if len(im.secrets) == 0 {
		list = append(list, at.byLine[lineOf{im.Path, im.Line}]...)
	}
	for _, s := range im.secrets {
		list = append(list, at.bySecret[s]...)
		for k := range at.partsAt(im.Path).Related(s) {
			list = append(list, at.byPath[im.Path][k])
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// partsAt returns the index of the secrets at a path.
func (at *foundIndex) partsAt(path string) *substring.Index {
	x := at.parts[path]
	if x == nil {
		var secrets []string
		for _, i := range at.byPath[path] {
			secrets = append(secrets, at.all[i].Secret)
		}
		x = substring.New(leastShared, secrets)
		at.parts[path] = x
	}
	return x
}
