package history

import (
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/lfs"
)

// accountLFS writes into the ledger the pointer files whose content is not here.
func (h *History) accountLFS(ledger *source.Ledger, pointers map[objects.Index]int64) {
	if len(pointers) == 0 {
		return
	}
	paths := map[objects.Index]string{}
	h.eachTree(func(dir string, tree objects.Index) {
		for _, e := range h.trees.arena.get(h.trees.at[tree], new([]entry)) {
			if _, ok := pointers[e.child]; ok && paths[e.child] == "" {
				paths[e.child] = dir + h.trees.names.text(e.name)
			}
		}
	})
	for blob, size := range pointers {
		where := paths[blob]
		if where == "" {
			where = h.store.ID(blob).String()
		}
		lfs.Absent(ledger, where, size)
	}
}

// eachTree calls visit for each tree that a commit holds, once, with the path of one
// folder that it is or was, which ends in a slash or is "". Which one does not depend
// on the order of the walk. To go through all paths would take too long: a few trees
// can make billions of them.
func (h *History) eachTree(visit func(dir string, tree objects.Index)) {
	seen := newObjectSet(len(h.trees.at))
	type folder struct {
		dir  string
		tree objects.Index
	}
	var stack []folder
	for _, root := range h.graph.tree {
		if root == noObject {
			continue
		}
		for stack = append(stack, folder{"", root}); len(stack) > 0; {
			f := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if seen.has(f.tree) || len(f.dir) > maxTreeDepth {
				continue
			}
			seen.add(f.tree)
			visit(f.dir, f.tree)
			for _, e := range h.trees.arena.get(h.trees.at[f.tree], new([]entry)) {
				if !seen.has(e.child) { // a blob has no entries, as an empty tree
					stack = append(stack, folder{f.dir + h.trees.names.text(e.name) + "/", e.child})
				}
			}
		}
	}
}
