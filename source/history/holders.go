package history

import (
	"encoding/binary"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/source"
)

// refNames are the branches and tags whose commits have the same pruned tree. Many
// refs share one.
type refNames struct{ branches, tags []string }

// holders says which refs hold a secret.
type holders struct {
	list    []refNames
	wanted  *folderNode
	answers map[string]*refNames // sorted names, by encoded positions
}

// A folderNode is a folder on the way to secrets that are asked for.
type folderNode struct {
	folders map[string]*folderNode
	files   map[string]map[source.SecretKey][]uint32 // positions in holders.list, ascending
}

func newFolderNode() *folderNode {
	return &folderNode{folders: map[string]*folderNode{}, files: map[string]map[source.SecretKey][]uint32{}}
}

// add asks for a secret at a path below the folder.
func (f *folderNode) add(path string, key source.SecretKey) {
	for {
		dir, rest, below := strings.Cut(path, "/")
		if !below {
			break
		}
		if f.folders[dir] == nil {
			f.folders[dir] = newFolderNode()
		}
		f, path = f.folders[dir], rest
	}
	if f.files[path] == nil {
		f.files[path] = map[source.SecretKey][]uint32{}
	}
	f.files[path][key] = nil
}

// get returns the positions of the refs that hold a secret.
func (f *folderNode) get(path string, key source.SecretKey) []uint32 {
	for {
		dir, rest, below := strings.Cut(path, "/")
		if !below {
			return f.files[path][key]
		}
		if f = f.folders[dir]; f == nil {
			return nil
		}
		path = rest
	}
}

// mark notes which of the secrets a tree holds that is that of the refs at a
// position.
func (f *folderNode) mark(d *differ, tree pruned, position uint32) {
	content := d.pruner.content(tree)
	visit := func(e prunedEntry) {
		if e.tree != nothing {
			if sub := f.folders[e.name]; sub != nil {
				sub.mark(d, e.tree, position)
			}
			return
		}
		wanted := f.files[e.name]
		if wanted == nil {
			return
		}
		for _, key := range d.secrets[e.blob] {
			if at, ok := wanted[key]; ok && len(at) < maxRefNames {
				wanted[key] = append(at, position)
			}
		}
	}
	if len(content) <= len(f.folders)+len(f.files) {
		for _, e := range content {
			visit(e)
		}
		return
	}
	for _, names := range []iter.Seq[string]{maps.Keys(f.folders), maps.Keys(f.files)} {
		for name := range names {
			if e, ok := d.pruner.entry(tree, name); ok && (e.tree != nothing) == (f.folders[name] != nil) {
				visit(e)
			}
		}
	}
}

// newHolders finds out which refs hold the given secrets.
func newHolders(refs *refs, d *differ, root func(commitNum) pruned, wanted map[holding]bool) *holders {
	h := &holders{wanted: newFolderNode(), answers: map[string]*refNames{}}
	for held := range wanted {
		h.wanted.add(held.path, held.key)
	}
	byRoot := map[pruned]uint32{}
	at := func(n commitNum) *refNames {
		tree := root(n)
		i, ok := byRoot[tree]
		if !ok {
			i = uint32(len(h.list))
			byRoot[tree] = i
			h.list = append(h.list, refNames{})
			h.wanted.mark(d, tree, i)
		}
		return &h.list[i]
	}
	for _, n := range slices.Sorted(maps.Keys(refs.branches)) {
		r := at(n)
		r.branches = append(r.branches, refs.branches[n]...)
	}
	for _, n := range slices.Sorted(maps.Keys(refs.tags)) {
		r := at(n)
		r.tags = append(r.tags, refs.tags[n]...)
	}
	return h
}

// of returns the branches and tags whose commits hold a secret, sorted. Equal
// answers share one value, as there are few different ones.
func (h *holders) of(held holding) *refNames {
	numbers := h.wanted.get(held.path, held.key)
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
		answer.branches = answer.branches[:min(len(answer.branches), maxRefNames)]
		answer.tags = answer.tags[:min(len(answer.tags), maxRefNames)]
		h.answers[string(key)] = answer
	}
	return answer
}
