package history

import (
	"encoding/binary"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/sluicesec/sluice/internal/git/objects"
)

// A pruned is the number of a pruned tree: of the entries of a tree that lead to
// blobs with secrets. Equal numbers mean equal entries; nothing means that there
// are none.
type pruned uint32

const nothing pruned = 0

// A prunedEntry is an entry of a pruned tree: a blob, or a tree that is not nothing.
type prunedEntry struct {
	name string
	blob objects.Index // if tree is nothing
	tree pruned
}

// prunedTrees are the pruned trees of a history. Several goroutines add to it.
// Which number a tree gets depends on their order; only whether numbers are equal
// matters.
type prunedTrees struct {
	trees *trees
	memo  []atomic.Uint32 // by position in the arena, which equal trees share: the number of the tree, plus one; 0 where not yet known

	mu     sync.Mutex
	number map[string]pruned // by encoded content
	next   pruned
	chunks []*[contentChunk][]prunedEntry // contents by number, in chunks, which never move
}

const contentChunk = 1 << 10

func newPrunedTrees(t *trees) *prunedTrees {
	return &prunedTrees{
		trees: t, memo: make([]atomic.Uint32, t.arena.end()), number: map[string]pruned{},
		chunks: make([]*[contentChunk][]prunedEntry, len(t.at)/contentChunk+1), next: 1,
	}
}

// content returns the entries of a pruned tree, sorted by name.
func (p *prunedTrees) content(n pruned) []prunedEntry {
	if n == nothing {
		return nil
	}
	return p.chunks[n/contentChunk][n%contentChunk]
}

// intern returns the number of a content.
func (p *prunedTrees) intern(content []prunedEntry) pruned {
	if len(content) == 0 {
		return nothing
	}
	key := make([]byte, 0, 256)
	for _, e := range content {
		key = binary.AppendUvarint(key, uint64(len(e.name)))
		key = append(key, e.name...)
		key = binary.AppendUvarint(key, uint64(e.tree))
		key = binary.AppendUvarint(key, uint64(e.blob))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	n, ok := p.number[string(key)]
	if !ok {
		n = p.next
		p.next++
		p.number[string(key)] = n
		chunk := &p.chunks[n/contentChunk]
		if *chunk == nil {
			*chunk = new([contentChunk][]prunedEntry)
		}
		(*chunk)[n%contentChunk] = slices.Clone(content)
	}
	return n
}

// entry returns the entry of that name.
func (p *prunedTrees) entry(tree pruned, name string) (prunedEntry, bool) {
	content := p.content(tree)
	i, ok := slices.BinarySearchFunc(content, name, func(e prunedEntry, name string) int { return strings.Compare(e.name, name) })
	if !ok {
		return prunedEntry{}, false
	}
	return content[i], true
}

// entryNear is entry, for a name that is probably the one at a position: of two versions of a
// folder most entries are at the same.
func (p *prunedTrees) entryNear(tree pruned, name string, i int) (prunedEntry, bool) {
	if content := p.content(tree); i < len(content) && content[i].name == name && (i == 0 || content[i-1].name != name) {
		return content[i], true
	}
	return p.entry(tree, name)
}

// A pruner prunes trees for one goroutine.
type pruner struct {
	*prunedTrees
	levels []pruneLevel
	depth  int
}

// A pruneLevel is scratch memory for one of the trees being pruned, each of which
// is inside the one before.
type pruneLevel struct {
	entries []entry
	content []prunedEntry
}

// maxTreeDepth bounds how deep trees are followed. No path that git can check out
// is so deep; but in a damaged store a tree may be inside itself.
const maxTreeDepth = 4096

// prune returns the number of a tree.
func (p *pruner) prune(tree objects.Index) pruned {
	at := p.trees.at[tree]
	if at == 0 {
		return nothing
	}
	if n := p.memo[at].Load(); n != 0 {
		return pruned(n - 1)
	}
	if p.depth == maxTreeDepth {
		return nothing
	}
	if p.depth == len(p.levels) {
		p.levels = append(p.levels, pruneLevel{})
	}
	l := p.levels[p.depth]
	p.depth++
	entries := p.trees.arena.get(at, &l.entries)
	content := l.content[:0]
	for _, e := range entries {
		if p.trees.matched.has(e.child) {
			content = append(content, prunedEntry{name: p.trees.names.text(e.name), blob: e.child})
		} else if sub := p.prune(e.child); sub != nothing {
			content = append(content, prunedEntry{name: p.trees.names.text(e.name), tree: sub})
		}
	}
	p.depth--
	p.levels[p.depth] = pruneLevel{l.entries, content}
	slices.SortStableFunc(content, func(a, b prunedEntry) int { return strings.Compare(a.name, b.name) })
	n := p.intern(content)
	p.memo[at].Store(uint32(n) + 1)
	return n
}

// blobs returns every blob that the trees lead to.
func (p *pruner) blobs(trees []pruned) map[objects.Index]bool {
	seen := map[pruned]bool{}
	blobs := map[objects.Index]bool{}
	var visit func(pruned)
	visit = func(n pruned) {
		if seen[n] {
			return
		}
		seen[n] = true
		for _, e := range p.content(n) {
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
