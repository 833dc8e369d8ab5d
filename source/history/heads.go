package history

import (
	"slices"

	"github.com/sluicesec/sluice/source/objects"
)

// head is a tree that branches and tags name, as far as findings go. Most refs
// share theirs with many others.
type head struct {
	holds    map[holding]objects.Index
	branches []string
	tags     []string
}

func (l *locator) distinctHeads() []head {
	byRoot := map[pruned]*head{}
	at := func(n node) *head {
		root := l.rootOf(n)
		if byRoot[root] == nil {
			byRoot[root] = &head{holds: l.differ.all(root)}
		}
		return byRoot[root]
	}
	for n, names := range l.refs.branches {
		hd := at(n)
		hd.branches = append(hd.branches, names...)
	}
	for n, names := range l.refs.tags {
		hd := at(n)
		hd.tags = append(hd.tags, names...)
	}
	var heads []head
	for root, hd := range byRoot {
		if root != nothing {
			heads = append(heads, *hd)
		}
	}
	return heads
}

// holders returns the branches and tags whose tip holds a secret, sorted. Equal
// answers are the same slices, of which there are few.
func (l *locator) holders(held holding) (branches, tags *[]string) {
	b, t := []string{}, []string{}
	for _, hd := range l.heads {
		if _, ok := hd.holds[held]; ok {
			b = append(b, hd.branches...)
			t = append(t, hd.tags...)
		}
	}
	return l.names(b), l.names(t)
}

// names sorts a list of names and returns one slice for equal lists.
func (l *locator) names(list []string) *[]string {
	slices.Sort(list)
	for _, known := range l.lists {
		if slices.Equal(*known, list) {
			return known
		}
	}
	l.lists = append(l.lists, &list)
	return &list
}
