package commits

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// A change is a blob that a commit has at a path and none of its parents has there.
type change struct {
	commit  int // index in the revList, or noCommit
	path    string
	blob    oid.ID
	parents []oid.ID // the blobs that the parents have there
}

// noCommit is the commit of a blob that a range includes without any commit.
const noCommit = -1

// A treeReader reads trees, and keeps those that it read last.
type treeReader struct {
	store   *objects.Store
	trees   map[oid.ID][]objects.TreeEntry
	absent  map[oid.ID]bool
	modules map[string]bool   // paths of submodules met
	newName func(path string) // is called for each name that changes meets and that is new
	reads   int               // different trees read, or trees read again after a long time
	visits  int               // trees compared
}

// A handful of trees can name one blob at ten billion paths. So there is a bound to
// how often trees are compared at another path: this often each, and a number more.
const (
	visitsPerTree = 50
	leastVisits   = 10_000
)

var errPaths = errors.New("its trees have more paths than can be judged: a few trees are used again and again")

// maxTrees bounds the trees that are kept.
const maxTrees = 1 << 14

func newTreeReader(store *objects.Store) *treeReader {
	return &treeReader{store: store, trees: map[oid.ID][]objects.TreeEntry{}, absent: map[oid.ID]bool{}, modules: map[string]bool{}}
}

// read returns the entries of a tree. A tree that the store lacks has none, and is
// recorded as absent.
func (r *treeReader) read(id oid.ID) ([]objects.TreeEntry, error) {
	if entries, ok := r.trees[id]; ok {
		return entries, nil
	}
	if !r.store.Has(id) {
		r.absent[id] = true
		return nil, nil
	}
	_, data, err := r.store.Read(id)
	if err != nil {
		return nil, fmt.Errorf("reading tree %s: %w", id, err)
	}
	var entries []objects.TreeEntry
	for e, err := range objects.Entries(data, r.store.IDSize()) {
		if err != nil {
			return nil, fmt.Errorf("reading tree %s: %w", id, err)
		}
		entries = append(entries, e)
	}
	if len(r.trees) >= maxTrees {
		clear(r.trees)
	}
	r.trees[id] = entries
	r.reads++
	return entries, nil
}

// changes calls yield for every blob below dir that tree has and the parents
// have not at the same path, and newName for every name there that none of them has.
func (r *treeReader) changes(dir string, tree oid.ID, parents []oid.ID, yield func(path string, blob oid.ID, before []oid.ID)) error {
	for _, p := range parents {
		if p == tree {
			return nil
		}
	}
	if r.visits++; r.visits > leastVisits+visitsPerTree*r.reads {
		return errPaths
	}
	entries, err := r.read(tree)
	if err != nil {
		return err
	}
	sides := make([][]objects.TreeEntry, len(parents))
	for i, p := range parents {
		if sides[i], err = r.read(p); err != nil {
			return err
		}
	}
	next := make([]int, len(sides)) // the index at which the next name is expected
	for _, e := range entries {
		path := dir + string(e.Name)
		var blobs, trees []oid.ID
		same, known := false, false
		for i, side := range sides {
			old, ok := lookup(side, e.Name, &next[i])
			known = known || ok
			switch {
			case !ok:
			case old.ID == e.ID && old.Mode.IsDir() == e.Mode.IsDir():
				same = true
			case old.Mode.IsDir():
				trees = append(trees, old.ID)
			case !old.Mode.IsSubmodule():
				blobs = append(blobs, old.ID)
			}
		}
		if !known && r.newName != nil {
			r.newName(path)
		}
		switch {
		case same:
		case e.Mode.IsSubmodule():
			r.modules[path] = true
		case e.Mode.IsDir():
			if err := r.changes(path+"/", e.ID, trees, yield); err != nil {
				return err
			}
		default:
			yield(path, e.ID, blobs)
		}
	}
	return nil
}

// lookup finds a name, and looks first where it is expected: trees that differ
// little hold the same names in the same order.
func lookup(entries []objects.TreeEntry, name []byte, next *int) (objects.TreeEntry, bool) {
	for i := range entries {
		at := (*next + i) % len(entries)
		if bytes.Equal(entries[at].Name, name) {
			*next = at + 1
			return entries[at], true
		}
	}
	return objects.TreeEntry{}, false
}
