package history

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unique"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/lfs"
)

// WantPaths implements source.PathWanter. Walk visits such a path once for each
// blob that was ever there if something is found, and once if not.
//
// Some content counts only at certain paths. Such a blob is visited again, with the
// path. It is read again for that: its path is known only when all trees are. A blob
// that is in no tree and in no index has no path, and is not visited again.
func (h *History) WantPaths(passes func(name []byte) bool, most int64) {
	h.wanted, h.most = passes, most
}

// A pathFinder goes through the trees to the blobs that were kept for their name.
// Whole paths are built only on the way to them.
type pathFinder struct {
	history *History
	ledger  *source.Ledger
	visit   source.Visit
	leads   []leads // by position in the arena: whether a tree leads to such a blob
	walked  map[treeAt]bool
	full    bool            // there are too many paths
	judged  map[pathOf]bool // those whose content was visited
	clean   map[string]bool // paths at which nothing was found, whatever is there
}

type leads uint8

const (
	unknown leads = iota
	leadsOn
	leadsNowhere // also of a tree that is being searched: in a damaged store a tree may be inside itself
)

// A pathOf is a path with a blob that is or was there.
type pathOf struct {
	path string
	blob objects.Index
}

// A treeAt is the entries of a tree, by their position in the arena, at the path of a
// folder, which ends in a slash or is "". Thousands of trees share a path.
type treeAt struct {
	dir     unique.Handle[string]
	entries arenaPos
}

// visitPaths visits the paths in all commits, in trees that no commit holds,
// and in the indexes.
func (h *History) visitPaths(ctx context.Context, ledger *source.Ledger, visit source.Visit) error {
	f := &pathFinder{
		history: h, ledger: ledger, visit: visit, leads: make([]leads, h.trees.arena.end()),
		walked: map[treeAt]bool{}, judged: map[pathOf]bool{}, clean: map[string]bool{},
	}
	if h.trees.named.empty() {
		return f.indexes(ctx)
	}
	root := unique.Make("")
	for _, tree := range h.graph.tree {
		if err := ctx.Err(); err != nil {
			return err
		}
		if tree != noObject {
			if err := f.walk(root, tree); err != nil {
				return err
			}
		}
	}
	for _, tree := range f.roots() {
		if err := f.walk(root, tree); err != nil {
			return err
		}
	}
	return f.indexes(ctx)
}

func (f *pathFinder) walk(dir unique.Handle[string], tree objects.Index) error {
	trees := f.history.trees
	at := treeAt{dir, trees.at[tree]}
	if !f.leadOn(tree) || f.walked[at] || f.full {
		return nil
	}
	if len(f.walked) > leastPaths+pathsPerTree*len(f.history.trees.at) {
		f.full = true
		f.history.record.damaged() // with what is kept, the next walk would take longer to get here
		f.ledger.Error(errors.New("the trees have so many paths that not all of their file names were judged"))
		return nil
	}
	f.walked[at] = true
	for _, e := range trees.arena.get(at.entries, new([]entry)) {
		var err error
		if trees.named.has(e.child) {
			err = f.visitPath(dir.Value()+trees.names.text(e.name), e.child)
		} else if f.leadOn(e.child) {
			err = f.walk(unique.Make(dir.Value()+trees.names.text(e.name)+"/"), e.child)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// leadOn reports whether a tree leads to a blob that was kept for its name.
func (f *pathFinder) leadOn(tree objects.Index) bool {
	trees := f.history.trees
	at := trees.at[tree]
	if at == 0 {
		return false
	}
	if f.leads[at] == unknown {
		f.leads[at] = leadsNowhere
		for _, e := range trees.arena.get(at, new([]entry)) {
			if trees.named.has(e.child) || f.leadOn(e.child) {
				f.leads[at] = leadsOn
				break
			}
		}
	}
	return f.leads[at] == leadsOn
}

// roots returns the trees that lead to such a blob, and that no commit and no other tree
// holds.
func (f *pathFinder) roots() (left []objects.Index) {
	trees := f.history.trees
	below := trees.inOthers()
	committed := newObjectSet(len(trees.at))
	for _, tree := range f.history.graph.tree {
		if tree != noObject {
			committed.add(tree)
		}
	}
	for i := range trees.at {
		if tree := objects.Index(i); !below.has(tree) && !committed.has(tree) && f.leadOn(tree) {
			left = append(left, tree)
		}
	}
	return left
}

// indexes visits the paths of the indexes of all work trees.
func (f *pathFinder) indexes(ctx context.Context) error {
	for _, file := range f.history.repo.IndexFiles() {
		index, err := f.history.repo.Index(ctx, file)
		if err != nil {
			f.ledger.Error(fmt.Errorf("the paths of an index were not judged: %w", err))
			continue
		}
		for e := range index.Entries.All() {
			if !f.history.wanted([]byte(e.Path[strings.LastIndexByte(e.Path, '/')+1:])) {
				continue
			}
			if blob, ok := f.history.store.Find(e.ID); ok {
				if err := f.visitPath(e.Path, blob); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// visitPath visits a blob at a path, once. If nothing was found at a path, it is not
// visited with another blob: the result would be the same.
func (f *pathFinder) visitPath(path string, blob objects.Index) error {
	h := f.history
	if len(h.paths[blob]) == maxPlaces {
		f.ledger.Note(fmt.Sprintf("some files are at more paths than are judged by their names: of each, the first %d are", maxPlaces))
		return nil
	}
	if f.clean[path] || slices.Contains(h.paths[blob], path) {
		return nil
	}
	r, err := f.visit(0, &source.Blob{ID: source.Object(h.store.ID(blob)), Kind: finding.KindPath, Path: path}, nil)
	if err != nil {
		return err
	}
	found := r.Found
	if r.Content {
		content, err := f.visitContent(path, blob)
		if err != nil {
			return err
		}
		found = found || content
	}
	if found {
		h.trees.matched.add(blob)
		h.paths[blob] = append(h.paths[blob], path)
	} else if !r.Content {
		f.clean[path] = true
	}
	return nil
}

// visitContent visits the content of a blob with its path, once for each path, and
// reports whether something was found.
func (f *pathFinder) visitContent(path string, blob objects.Index) (found bool, err error) {
	h := f.history
	at := pathOf{path, blob}
	if f.judged[at] {
		return false, nil
	}
	f.judged[at] = true
	if h.large.has(blob) {
		f.ledger.TooLarge(h.most)
		return false, nil
	}
	if h.recalls.hasPath(at) {
		h.record.sawPath(at)
		return false, nil
	}
	remarks := f.ledger.Remarks()
	id := h.store.ID(blob)
	t, data, err := h.store.Read(id)
	if err == nil && t != objects.Blob {
		return false, nil // a damaged tree says that it is a file
	}
	if err != nil {
		f.ledger.Error(fmt.Errorf("%s was not judged as the file that its path says it is, because it cannot be read: %w", path, err))
		return false, nil
	}
	b := &source.Blob{ID: source.Object(id), Kind: finding.KindBlob, Path: path, Data: data, Size: int64(len(data)), Again: true}
	r, err := f.visit(0, b, nil)
	if err != nil {
		return false, err
	}
	found, _, err = h.lfs.Visit(0, b, &source.Ledger{}, f.visit) // the visit without a path counted it
	found = found || r.Found
	if _, isPointer := lfs.IsPointer(data); !found && !isPointer && f.ledger.Remarks() == remarks {
		h.record.sawPath(at)
	}
	return found, err
}
