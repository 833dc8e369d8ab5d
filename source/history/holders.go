package history

import (
	"encoding/binary"
	"slices"
)

// refNames are the branches and tags whose commits have the same pruned tree. Many
// refs share one.
type refNames struct{ branches, tags []string }

// holders says which refs hold a secret.
type holders struct {
	list    []refNames
	numbers map[holding][]uint32 // positions in list, ascending
	answers map[string]*refNames // sorted names, by encoded positions
}

func newHolders(refs *refs, d *differ, root func(commitNum) pruned) *holders {
	h := &holders{numbers: map[holding][]uint32{}, answers: map[string]*refNames{}}
	byRoot := map[pruned]uint32{}
	at := func(n commitNum) *refNames {
		tree := root(n)
		i, ok := byRoot[tree]
		if !ok {
			i = uint32(len(h.list))
			byRoot[tree] = i
			h.list = append(h.list, refNames{})
			for held := range d.all(tree) {
				h.numbers[held] = append(h.numbers[held], i)
			}
		}
		return &h.list[i]
	}
	for n, names := range refs.branches {
		r := at(n)
		r.branches = append(r.branches, names...)
	}
	for n, names := range refs.tags {
		r := at(n)
		r.tags = append(r.tags, names...)
	}
	return h
}

// of returns the branches and tags whose commits hold a secret, sorted. Equal
// answers share one value, as there are few different ones.
func (h *holders) of(held holding) *refNames {
	numbers := h.numbers[held]
	key := make([]byte, 0, 4*len(numbers))
	for _, i := range numbers {
		key = binary.LittleEndian.AppendUint32(key, i)
	}
	answer, ok := h.answers[string(key)]
	if !ok {
		answer = &refNames{branches: []string{}, tags: []string{}}
		for _, i := range numbers {
			answer.branches = append(answer.branches, h.list[i].branches...)
			answer.tags = append(answer.tags, h.list[i].tags...)
		}
		slices.Sort(answer.branches)
		slices.Sort(answer.tags)
		h.answers[string(key)] = answer
	}
	return answer
}
