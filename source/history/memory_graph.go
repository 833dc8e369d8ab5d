package history

import (
	"github.com/sluicesec/sluice/internal/cache"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// writeGraph writes the commits that need no visit, and all objects that commits name and
// the store lacks.
func (h *History) writeGraph() []byte {
	var w cache.Writer
	var commits, parents []uint32
	all, allParents := joined(h.lists)
	for _, c := range all {
		commits = append(commits, uint32(c.index), uint32(c.tree), c.count)
		for _, p := range allParents[c.first : c.first+c.count] {
			parents = append(parents, uint32(p))
		}
	}
	w.Words(commits)
	w.Words(parents)
	w.Uint(uint64(len(h.graph.absent)))
	for _, a := range h.graph.absent {
		w.Raw(a.commit.Bytes())
		w.Raw(a.id.Bytes())
		parent := uint64(0)
		if a.isParent {
			parent = 1
		}
		w.Uint(parent)
	}
	return w.Data()
}

// readGraph reads the section. It returns nil if it is not as expected, or if an object
// that was missing is there now.
func readGraph(section []byte, store *objects.Store, k *keptObjects) *commitList {
	r := cache.NewReader(section)
	commits, parents := r.Words(), r.Words()
	l := &commitList{commits: make([]commit, 0, len(commits)/3), parents: make([]objects.Index, 0, len(parents))}
	for ; len(commits) >= 3; commits = commits[3:] {
		index, ok := k.index(commits[0])
		c := commit{index: index, tree: noObject, first: uint32(len(l.parents)), count: commits[2]}
		if tree := commits[1]; tree != uint32(noObject) {
			var found bool
			c.tree, found = k.index(tree)
			ok = ok && found
		}
		if !ok || uint64(c.count) > uint64(len(parents)) {
			return nil
		}
		for _, p := range parents[:c.count] {
			parent, ok := k.index(p)
			if !ok {
				return nil
			}
			l.parents = append(l.parents, parent)
		}
		parents = parents[c.count:]
		l.commits = append(l.commits, c)
	}
	size := store.IDSize()
	var missing []oid.ID
	for range r.Len(2*size + 1) {
		from, id := r.Raw(size), r.Raw(size)
		a := absentObject{isParent: r.Uint() == 1}
		if r.Bad() {
			return nil
		}
		a.commit, a.id = oid.Make(from), oid.Make(id)
		l.absent = append(l.absent, a)
		missing = append(missing, a.id)
	}
	if !r.Done() || len(commits) > 0 || len(parents) > 0 || anyIn(store, missing) {
		return nil
	}
	return l
}

// without returns the list without the commits that are visited again.
func (l *commitList) without(store *objects.Store, visited func(objects.Index) bool) commitList {
	out := commitList{parents: l.parents}
	for _, c := range l.commits {
		if !visited(c.index) {
			out.commits = append(out.commits, c)
		}
	}
	for _, a := range l.absent {
		if i, ok := store.Find(a.commit); !ok || !visited(i) {
			out.absent = append(out.absent, a)
		}
	}
	return out
}
