package history

import (
	"context"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/lfs"
)

// accountLFS writes into the ledger the pointer files whose content is not here, by
// one of their paths. If only reachable objects are wanted, it leaves out the others.
func (h *History) accountLFS(ctx context.Context, ledger *source.Ledger, pointers map[objects.Index]int64) error {
	if len(pointers) == 0 {
		return nil
	}
	refs, err := h.readRefs(ctx)
	if err != nil {
		return err
	}
	wanted := func(n commitNum) bool { return !h.options.ReachableOnly || refs.reachable[n] }
	paths := map[objects.Index]string{}
	h.eachTree(wanted, func(_ commitNum, dir string, tree objects.Index) {
		for _, e := range h.trees.arena.get(h.trees.at[tree], new([]entry)) {
			if _, ok := pointers[e.child]; ok && paths[e.child] == "" {
				paths[e.child] = dir + h.trees.names.text(e.name)
			}
		}
	})
	staged := h.staged(ctx)
	for blob, size := range pointers {
		id := h.store.ID(blob)
		switch {
		case paths[blob] != "":
			lfs.Absent(ledger, paths[blob], size)
		case len(staged[id]) > 0:
			lfs.Absent(ledger, staged[id][0], size)
		case !h.options.ReachableOnly || refs.objects[id]:
			lfs.Absent(ledger, id.String(), size)
		}
	}
	return nil
}

// maxPath bounds, in bytes, the paths that are followed. Git can check out no longer
// ones, but trees can be made that are inside each other without end.
const maxPath = 4096

// eachTree calls visit for each tree that a wanted commit holds, once, with the first
// such commit and the path of one folder that the tree is there, which ends in a slash
// or is "". Which one does not depend on the order of the walk. To go through all paths
// would take too long: a few trees can make billions of them.
func (h *History) eachTree(wanted func(commitNum) bool, visit func(n commitNum, dir string, tree objects.Index)) {
	seen := newObjectSet(len(h.trees.at))
	type folder struct {
		dir  string
		tree objects.Index
	}
	var stack []folder
	for n, root := range h.graph.tree {
		if root == noObject || !wanted(commitNum(n)) {
			continue
		}
		for stack = append(stack, folder{"", root}); len(stack) > 0; {
			f := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if seen.has(f.tree) || len(f.dir) > maxPath {
				continue
			}
			seen.add(f.tree)
			visit(commitNum(n), f.dir, f.tree)
			for _, e := range h.trees.arena.get(h.trees.at[f.tree], new([]entry)) {
				if !seen.has(e.child) { // a blob has no entries, as an empty tree
					stack = append(stack, folder{f.dir + h.trees.names.text(e.name) + "/", e.child})
				}
			}
		}
	}
}
