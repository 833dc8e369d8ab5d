package history

import (
	"encoding/binary"
	"slices"
)

// head is a tree that branches and tags name, as far as findings go. Most refs
// share theirs with many others.
type head struct{ branches, tags []string }

// heads tells which refs hold a secret.
type heads struct {
	list    []head
	holders map[holding][]uint32 // numbers in list, ascending
	answers map[string]*head     // sorted names, by encoded numbers
}

func newHeads(refs *tips, d *differ, root func(node) pruned) *heads {
	h := &heads{holders: map[holding][]uint32{}, answers: map[string]*head{}}
	byRoot := map[pruned]uint32{}
	at := func(n node) *head {
		tree := root(n)
		i, ok := byRoot[tree]
		if !ok {
			i = uint32(len(h.list))
			byRoot[tree] = i
			h.list = append(h.list, head{})
			for held := range d.all(tree) {
				h.holders[held] = append(h.holders[held], i)
			}
		}
		return &h.list[i]
	}
	for n, names := range refs.branches {
		hd := at(n)
		hd.branches = append(hd.branches, names...)
	}
	for n, names := range refs.tags {
		hd := at(n)
		hd.tags = append(hd.tags, names...)
	}
	return h
}

// of returns the branches and tags whose tips hold a secret, sorted. Equal
// answers are the same, of which there are few.
func (h *heads) of(held holding) *head {
	numbers := h.holders[held]
	key := make([]byte, 0, 4*len(numbers))
	for _, i := range numbers {
		key = binary.LittleEndian.AppendUint32(key, i)
	}
	answer, ok := h.answers[string(key)]
	if !ok {
		answer = &head{branches: []string{}, tags: []string{}}
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
