package staged

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// A change is a file of the index that differs from what each parent has there.
type change struct {
	path   string
	id     oid.ID
	before []oid.ID // the objects that the parents have at this path, of any type
}

// A diff compares an index with the tree of the first parent, folder by folder. It
// reads a tree only where the two may differ: the cache tree of an index says for
// most folders which tree they are equal to. The files that differ are then looked
// up in the other parents.
type diff struct {
	ctx    context.Context
	store  *objects.Store
	ledger *source.Ledger
	merged *trees

	changes  []change
	conflict bool
}

// folder compares the entries of one folder, all those whose paths begin with
// prefix, with the tree of that folder in HEAD (zero for none). known is the cache
// tree of the folder; nil if there is none.
func (d *diff) folder(prefix string, entries gitrepo.Entries, known *gitrepo.CacheTree, tree oid.ID) error {
	if err := d.ctx.Err(); err != nil {
		return err
	}
	if known != nil && known.Entries == entries.Len() && known.ID == tree {
		return nil
	}
	head := d.read(prefix, tree)
	for entries.Len() > 0 {
		first := entries.Path(0)
		name, _, below := strings.Cut(first[len(prefix):], "/")
		old := head.named(name)
		if !below {
			d.file(entries.At(0), old)
			entries = entries.Slice(1, entries.Len())
			continue
		}
		var oldTree oid.ID
		if old.Mode.IsDir() {
			oldTree = old.ID
		}
		path := first[:len(prefix)+len(name)+1]
		n := sort.Search(entries.Len(), func(i int) bool { return !strings.HasPrefix(entries.Path(i), path) })
		inside, sub := entries.Slice(0, n), known.Subtree(name)
		if first == path { // git has no file with such a path, but a folder outside a sparse checkout
			if e := entries.At(0); e.IsSparseDir() && e.ID == oldTree {
				inside = gitrepo.Entries{}
			} else if e.IsSparseDir() {
				inside, sub = d.expand(&e), nil
			}
		}
		if inside.Len() > 0 {
			if err := d.folder(path, inside, sub, oldTree); err != nil {
				return err
			}
		}
		entries = entries.Slice(n, entries.Len())
	}
	return nil
}

// file compares an entry with the one that the first parent has at its path, which
// is zero if there is none.
func (d *diff) file(e gitrepo.Entry, old objects.TreeEntry) {
	if e.IntentToAdd || e.Stage == 1 { // it has no content yet, or it is the common base of a conflict
		return
	}
	d.conflict = d.conflict || e.Stage > 0
	if isLike(e, old) {
		return
	}
	e.Path = strings.Clone(e.Path) // the index is closed before the changes are looked at
	var parents []objects.TreeEntry
	if e.Stage == 0 {
		parents = d.merged.lookup(e.Path)
	}
	if !old.ID.IsZero() {
		parents = append(parents, old)
	}
	c := change{path: e.Path, id: e.ID}
	for _, old := range parents {
		if isLike(e, old) {
			return
		}
		c.before = append(c.before, old.ID)
	}
	if e.Mode.IsSubmodule() {
		gitwalk.Submodule(d.ledger, e.Path)
		return
	}
	d.changes = append(d.changes, c)
}

// isLike reports whether an entry has the content and kind that a parent has.
func isLike(e gitrepo.Entry, old objects.TreeEntry) bool {
	return old.Mode.SameKind(e.Mode) && old.ID == e.ID
}

// read returns the entries of a tree of HEAD. A tree that cannot be read counts as empty:
// then more is scanned, not less.
func (d *diff) read(prefix string, tree oid.ID) (list folder) {
	err := d.entries(tree, func(e objects.TreeEntry) { list = append(list, e) })
	if err != nil {
		d.ledger.Note(fmt.Sprintf("the folder %q of HEAD cannot be read, so its files count as new: %v", prefix, err))
	}
	return list
}

// A folder is the entries of a tree, in the order of git: bytewise, as if the name of a
// folder ended in a slash. In a tree that is not in order some may not be found: then more
// is scanned, not less.
type folder []objects.TreeEntry

// named returns the entry with a name, which is zero if there is none.
func (f folder) named(name string) objects.TreeEntry {
	for _, end := range [...]byte{0, '/'} {
		i, ok := slices.BinarySearchFunc(f, name, func(e objects.TreeEntry, name string) int {
			n := min(len(e.Name), len(name))
			if c := cmp.Compare(string(e.Name[:n]), name[:n]); c != 0 {
				return c
			}
			last := byte(0)
			if e.Mode.IsDir() {
				last = '/'
			}
			switch {
			case len(e.Name) > n:
				last = e.Name[n]
			case len(name) > n:
				return cmp.Compare(last, name[n])
			}
			return cmp.Compare(last, end)
		})
		if ok && string(f[i].Name) == name {
			return f[i]
		}
	}
	return objects.TreeEntry{}
}

// expand returns the entries of a folder that a sparse index holds as one tree. A
// folder in it is again one entry.
func (d *diff) expand(dir *gitrepo.Entry) gitrepo.Entries {
	var inside []gitrepo.Entry
	err := d.entries(dir.ID, func(e objects.TreeEntry) {
		path := dir.Path + string(e.Name)
		if e.Mode.IsDir() {
			path += "/"
		}
		inside = append(inside, gitrepo.Entry{Path: path, Mode: e.Mode, ID: e.ID, SkipWorktree: true})
	})
	switch {
	case errors.Is(err, objects.ErrNotFound):
		d.ledger.Miss("absent object", dir.ID.String(), 0)
	case err != nil:
		d.ledger.Error(fmt.Errorf("the folder %s was not scanned whole: %w", dir.Path, err))
	}
	return gitrepo.EntriesOf(inside)
}

// entries passes the entries of a tree to show; the zero ID is an empty tree.
func (d *diff) entries(tree oid.ID, show func(objects.TreeEntry)) error {
	if tree.IsZero() {
		return nil
	}
	t, content, err := d.store.Read(tree)
	if err != nil {
		return err
	}
	if t != objects.Tree {
		return fmt.Errorf("%s is a %s, not a tree", tree, t)
	}
	for e, err := range objects.Entries(content, d.store.IDSize()) {
		if err != nil {
			return err
		}
		show(e)
	}
	return nil
}
