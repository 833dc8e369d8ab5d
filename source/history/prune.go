package history

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/source/objects"
)

// pruned numbers a tree by what in it leads to blobs with findings. Equal
// numbers mean equal content; nothing means that there is none.
type pruned uint32

const nothing pruned = 0

// prunedEntry is an entry of a pruned tree: a blob, or a tree that is not nothing.
type prunedEntry struct {
	name string
	blob objects.Index // if tree is nothing
	tree pruned
}

// pruner prunes trees, each once.
type pruner struct {
	trees   *trees
	content [][]prunedEntry   // by pruned; sorted by name
	number  map[string]pruned // by encoded content
	memo    []pruned          // by object index, plus one; 0 where not yet known
}

// pending marks a tree in memo while it is pruned. It is met again only where
// a damaged store has a tree inside itself.
const pending = ^pruned(0)

func newPruner(t *trees) *pruner {
	return &pruner{
		trees: t, content: make([][]prunedEntry, 1), number: map[string]pruned{},
		memo: make([]pruned, len(t.at)),
	}
}

// prune returns the number of a tree.
func (p *pruner) prune(tree objects.Index) pruned {
	if n := p.memo[tree]; n == pending {
		return nothing
	} else if n != 0 {
		return n - 1
	}
	p.memo[tree] = pending
	var content []prunedEntry
	for _, e := range p.trees.arena.get(p.trees.at[tree]) {
		if p.trees.matched.has(e.child) {
			content = append(content, prunedEntry{name: p.trees.names.text(e.name), blob: e.child})
		} else if sub := p.prune(e.child); sub != nothing {
			content = append(content, prunedEntry{name: p.trees.names.text(e.name), tree: sub})
		}
	}
	slices.SortFunc(content, func(a, b prunedEntry) int { return strings.Compare(a.name, b.name) })
	n := p.intern(content)
	p.memo[tree] = n + 1
	return n
}

func (p *pruner) intern(content []prunedEntry) pruned {
	if len(content) == 0 {
		return nothing
	}
	var key []byte
	for _, e := range content {
		key = binary.AppendUvarint(key, uint64(len(e.name)))
		key = append(key, e.name...)
		key = binary.AppendUvarint(key, uint64(e.tree))
		key = binary.AppendUvarint(key, uint64(e.blob))
	}
	n, ok := p.number[string(key)]
	if !ok {
		n = pruned(len(p.content))
		p.number[string(key)] = n
		p.content = append(p.content, content)
	}
	return n
}

// entry returns the entry of that name, or a zero one.
func (p *pruner) entry(tree pruned, name string) (prunedEntry, bool) {
	for _, e := range p.content[tree] {
		if e.name == name {
			return e, true
		}
	}
	return prunedEntry{}, false
}

// blobs returns every blob that the trees lead to.
func (p *pruner) blobs(trees []pruned) map[objects.Index]bool {
	seen := make([]bool, len(p.content))
	blobs := map[objects.Index]bool{}
	var visit func(pruned)
	visit = func(n pruned) {
		if seen[n] {
			return
		}
		seen[n] = true
		for _, e := range p.content[n] {
			if e.tree != nothing {
				visit(e.tree)
			} else {
				blobs[e.blob] = true
			}
		}
	}
	for _, n := range trees {
		visit(n)
	}
	return blobs
}
