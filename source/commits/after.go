package commits

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
)

// An aftermath is what became of the paths at which the range brought a secret.
type aftermath struct {
	head     map[string]oid.ID   // the blob that HEAD has at a path, if any
	ends     []map[string]oid.ID // the same for each commit that the range was made from
	removals map[string][]removal
	inHead   map[oid.ID]bool // listed commits that HEAD reaches; found out only if a message holds a secret
}

// A removal is a commit of the range that changed or deleted a file which all of its
// parents have.
type removal struct {
	commit int32 // index in the listed commits
	blob   oid.ID
	before []oid.ID
}

// blobs lists all blobs of an aftermath with their paths, as the changes of paths.
func (a *aftermath) blobs(r *Range) []change {
	var all []change
	add := func(path string, blob oid.ID) {
		all = append(all, change{commit: noCommit, path: r.paths.add(path), blob: r.blobs.add(blob)})
	}
	for _, side := range append([]map[string]oid.ID{a.head}, a.ends...) {
		for _, path := range slices.Sorted(maps.Keys(side)) {
			add(path, side[path])
		}
	}
	for _, path := range slices.Sorted(maps.Keys(a.removals)) {
		for _, m := range a.removals[path] {
			if !m.blob.IsZero() {
				add(path, m.blob)
			}
			for _, id := range m.before {
				add(path, id)
			}
		}
	}
	return all
}

// findAftermath finds the aftermath of the paths at which something was found. What
// it cannot read it notes: then a place does not say that HEAD holds a secret.
func (r *Range) findAftermath(ctx context.Context, found map[oid.ID]bool, ledger *source.Ledger) error {
	a := &r.after
	root := &pathNode{}
	texts := map[oid.ID]bool{}
	for _, c := range r.changes {
		if c.path != 0 && found[r.blobs.id(c.blob)] {
			root.add(r.paths.text(c.path))
		}
	}
	for i := range r.list.listed {
		if id := r.listed(int32(i)); found[id] {
			texts[id] = true
		}
	}
	if root.sub == nil && len(texts) == 0 {
		return nil
	}
	unreadable := func(err error) {
		ledger.Note(fmt.Sprintf("whether HEAD or the end of the range still holds what was found is not known everywhere: %v", err))
	}
	head, err := r.repo.Head(ctx)
	if err != nil {
		unreadable(err)
	}
	if len(texts) > 0 && !head.IsZero() {
		if a.inHead, err = r.reachedBy(ctx, head, texts); err != nil {
			return err
		}
	}
	if root.sub == nil {
		return nil
	}
	known := len(r.trees.absent)
	at := func(commit oid.ID) map[string]oid.ID {
		blobs := map[string]oid.ID{}
		info, _, err := r.commit(commit)
		if err == nil {
			err = r.trees.find(root, info.Tree, "", blobs)
		}
		if err != nil {
			unreadable(err)
		}
		return blobs
	}
	if !head.IsZero() {
		a.head = at(head)
	}
	for _, end := range r.ends.commits {
		a.ends = append(a.ends, at(end))
	}
	a.removals = map[string][]removal{}
	for i, n := range r.list.listed {
		if err := ctx.Err(); err != nil {
			return err
		}
		parents, all := r.list.parentTrees(n)
		if !all { // it is not certain that all parents hold it
			continue
		}
		err := r.trees.removed(root, r.list.met[n].tree, parents, "", func(path string, blob oid.ID, before []oid.ID) {
			a.removals[path] = append(a.removals[path], removal{int32(i), blob, before})
		})
		if err != nil {
			unreadable(err)
		}
	}
	if len(r.trees.absent) > known {
		unreadable(errors.New("some trees are not in the repository"))
	}
	return nil
}

// reachedBy returns which of the wanted commits, all of them listed, HEAD reaches. A
// commit that the range excludes reaches none of them.
func (r *Range) reachedBy(ctx context.Context, head oid.ID, wanted map[oid.ID]bool) (map[oid.ID]bool, error) {
	reached := map[oid.ID]bool{}
	seen := map[oid.ID]bool{head: true}
	for stack := []oid.ID{head}; len(stack) > 0 && len(reached) < len(wanted); {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if r.list.isExcluded(id) {
			continue
		}
		if wanted[id] {
			reached[id] = true
		}
		info, _, err := r.commit(id)
		if err != nil { // the history ends here: what is behind it is not reached in this clone
			continue
		}
		for _, p := range info.Parents {
			if !seen[p] {
				seen[p] = true
				stack = append(stack, p)
			}
		}
	}
	return reached, nil
}

// A pathNode is a folder of a set of paths, or a file.
type pathNode struct {
	file bool
	sub  map[string]*pathNode
}

func (n *pathNode) add(path string) {
	for name := range strings.SplitSeq(path, "/") {
		if n.sub == nil {
			n.sub = map[string]*pathNode{}
		}
		if n.sub[name] == nil {
			n.sub[name] = &pathNode{}
		}
		n = n.sub[name]
	}
	n.file = true
}

// names returns the names in a folder, sorted.
func (n *pathNode) names() []string { return slices.Sorted(maps.Keys(n.sub)) }

// entry returns the entry of a tree, zero if there is none of that name. The zero id
// is an empty tree.
func (r *treeReader) entry(tree oid.ID, name string) (objects.TreeEntry, error) {
	if tree.IsZero() {
		return objects.TreeEntry{}, nil
	}
	t, err := r.read(tree)
	if err != nil {
		return objects.TreeEntry{}, err
	}
	if i, ok := t.find([]byte(name)); ok {
		return t.entry(i), nil
	}
	return objects.TreeEntry{}, nil
}

// isBlob reports whether an entry is the content of a file or a link.
func isBlob(e objects.TreeEntry) bool {
	return !e.ID.IsZero() && !e.Mode.IsDir() && !e.Mode.IsSubmodule()
}

// find adds to blobs those that a tree has at the paths of a set.
func (r *treeReader) find(n *pathNode, tree oid.ID, dir string, blobs map[string]oid.ID) error {
	for _, name := range n.names() {
		e, err := r.entry(tree, name)
		if err != nil {
			return err
		}
		sub := n.sub[name]
		switch {
		case e.Mode.IsDir() && sub.sub != nil:
			if err := r.find(sub, e.ID, dir+name+"/", blobs); err != nil {
				return err
			}
		case isBlob(e) && sub.file:
			blobs[dir+name] = e.ID
		}
	}
	return nil
}

// removed calls yield for the paths of a set at which every parent has a blob and
// the tree has none of these.
func (r *treeReader) removed(n *pathNode, tree oid.ID, parents []oid.ID, dir string, yield func(path string, blob oid.ID, before []oid.ID)) error {
	if len(parents) == 0 || slices.Contains(parents, tree) {
		return nil
	}
	for _, name := range n.names() {
		here, err := r.entry(tree, name)
		if err != nil {
			return err
		}
		var blobs, trees []oid.ID
		for _, p := range parents {
			e, err := r.entry(p, name)
			if err != nil {
				return err
			}
			switch {
			case e.Mode.IsDir():
				trees = append(trees, e.ID)
			case isBlob(e):
				blobs = append(blobs, e.ID)
			}
		}
		sub := n.sub[name]
		if sub.file && len(blobs) == len(parents) && !slices.Contains(blobs, here.ID) {
			if !isBlob(here) {
				here.ID = oid.ID{}
			}
			yield(dir+name, here.ID, blobs)
		}
		if sub.sub != nil && len(trees) == len(parents) {
			var below oid.ID
			if here.Mode.IsDir() {
				below = here.ID
			}
			if err := r.removed(sub, below, trees, dir+name+"/", yield); err != nil {
				return err
			}
		}
	}
	return nil
}
