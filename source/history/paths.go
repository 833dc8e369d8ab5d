package history

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unique"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
)

// WantPaths makes Walk visit every path whose last part passes, as a blob of
// finding.KindPath with no content: once for each blob that ever stood there if
// something is found, and once if not. It must be called before Walk.
func (h *History) WantPaths(passes func(name []byte) bool) { h.wanted = passes }

// pathFinder goes through the trees to those blobs that were kept for their
// name. Whole paths are made up only on the way to them.
type pathFinder struct {
	history *History
	ledger  *source.Ledger
	visit   source.Visit
	leads   []leads // by object index: whether such a blob is below
	walked  map[treeAt]bool
	dull    map[string]bool // paths at which nothing was found
}

type leads uint8

const (
	unknown leads = iota
	leadsOn
	leadsNowhere // also of a tree that is being looked at: a damaged store may have a tree inside itself
)

// treeAt is a tree at the path of a folder, which ends in a slash or is "".
// Thousands of trees share a path.
type treeAt struct {
	dir  unique.Handle[string]
	tree objects.Index
}

// visitPaths visits the paths in all commits, in trees that no commit holds,
// and in the index.
func (h *History) visitPaths(ctx context.Context, ledger *source.Ledger, visit source.Visit) error {
	f := &pathFinder{
		history: h, ledger: ledger, visit: visit, leads: make([]leads, len(h.trees.at)),
		walked: map[treeAt]bool{}, dull: map[string]bool{},
	}
	for _, tree := range h.graph.tree {
		if err := ctx.Err(); err != nil {
			return err
		}
		if tree != noObject {
			if err := f.walk(treeAt{unique.Make(""), tree}); err != nil {
				return err
			}
		}
	}
	for _, tree := range f.tops() {
		if err := f.walk(treeAt{unique.Make(""), tree}); err != nil {
			return err
		}
	}
	return f.index(ctx)
}

func (f *pathFinder) walk(at treeAt) error {
	if !f.leadOn(at.tree) || f.walked[at] {
		return nil
	}
	f.walked[at] = true
	trees := f.history.trees
	for _, e := range trees.arena.get(trees.at[at.tree], new([]edge)) {
		var err error
		if trees.named.has(e.child) {
			err = f.path(at.dir.Value()+trees.names.text(e.name), e.child)
		} else if f.leadOn(e.child) {
			err = f.walk(treeAt{unique.Make(at.dir.Value() + trees.names.text(e.name) + "/"), e.child})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// leadOn reports whether a blob that was kept for its name is below a tree.
func (f *pathFinder) leadOn(tree objects.Index) bool {
	if f.leads[tree] == unknown {
		f.leads[tree] = leadsNowhere
		trees := f.history.trees
		for _, e := range trees.arena.get(trees.at[tree], new([]edge)) {
			if trees.named.has(e.child) || f.leadOn(e.child) {
				f.leads[tree] = leadsOn
			}
		}
	}
	return f.leads[tree] == leadsOn
}

// tops returns the trees that lead on and that neither a walk so far nor
// another tree has led to.
func (f *pathFinder) tops() []objects.Index {
	trees := f.history.trees
	below := newIndexSet(len(trees.at))
	for at := range f.walked {
		below.add(at.tree)
	}
	var left []objects.Index
	for i := range trees.at {
		if tree := objects.Index(i); !below.has(tree) && f.leadOn(tree) {
			left = append(left, tree)
		}
	}
	for _, tree := range left {
		for _, e := range trees.arena.get(trees.at[tree], new([]edge)) {
			below.add(e.child)
		}
	}
	return slices.DeleteFunc(left, below.has)
}

// index visits the paths of the index.
func (f *pathFinder) index(ctx context.Context) error {
	index, err := f.history.repo.Index(ctx, "")
	if err != nil {
		f.ledger.Error(fmt.Errorf("the paths of the index were not judged: %w", err))
		return nil
	}
	for _, e := range index.Entries {
		id, err := oid.Parse(e.ID)
		if err != nil || !f.history.wanted([]byte(e.Path[strings.LastIndexByte(e.Path, '/')+1:])) {
			continue
		}
		if blob, ok := f.history.store.Find(id); ok {
			if err := f.path(e.Path, blob); err != nil {
				return err
			}
		}
	}
	return nil
}

// path visits a blob at a path, once. A path at which nothing was found says
// nothing with another blob either.
func (f *pathFinder) path(path string, blob objects.Index) error {
	h := f.history
	if f.dull[path] || slices.Contains(h.paths[blob], path) {
		return nil
	}
	r, err := f.visit(0, &source.Blob{ID: source.Object(h.store.ID(blob)), Kind: finding.KindPath, Path: path}, nil)
	if !r.Found {
		f.dull[path] = true
		return err
	}
	h.trees.matched.add(blob)
	h.paths[blob] = append(h.paths[blob], path)
	return err
}
