package commits

import (
	"errors"
	"fmt"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// A change is a blob that a commit has at a path and none of its parents has there.
type change struct {
	commit  int32 // index in the listed commits, or noCommit
	path    pathID
	blob    number
	parents uint32 // the blobs that the parents have there: a list of Range.lists
}

// noCommit is the commit of a blob that a range includes without any commit.
const noCommit = -1

// A treeReader reads trees, and keeps those that it read last.
type treeReader struct {
	store   *objects.Store
	cache   treeCache
	absent  map[oid.ID]bool
	modules map[string]bool   // paths of submodules met
	newName func(path string) // is called for each name that changes meets and that is new
	seen    *numbers          // the trees that were read
	visits  int               // trees compared
}

// A handful of trees can name one blob at ten billion paths. So there is a bound to
// how often trees are compared at another path: this often each, and a number more.
const (
	visitsPerTree = 50
	leastVisits   = 10_000
)

var errPaths = errors.New("its trees have more paths than can be judged: a few trees are used again and again")

func newTreeReader(store *objects.Store) *treeReader {
	return &treeReader{store: store, absent: map[oid.ID]bool{}, modules: map[string]bool{}, seen: newNumbers()}
}

// read returns a tree. One that the store lacks has no entries, and is recorded as
// absent.
func (r *treeReader) read(id oid.ID) (*tree, error) {
	if t := r.cache.get(id); t != nil {
		return t, nil
	}
	if !r.store.Has(id) {
		r.absent[id] = true
		return parseTree(nil, r.store.IDSize())
	}
	_, data, err := r.store.Read(id)
	if err != nil {
		return nil, fmt.Errorf("reading tree %s: %w", id, err)
	}
	t, err := parseTree(data, r.store.IDSize())
	if err != nil {
		return nil, fmt.Errorf("reading tree %s: %w", id, err)
	}
	r.cache.put(id, t)
	r.seen.add(id)
	return t, nil
}

// changes calls yield for every blob below dir that a tree has and the parents
// have not at the same path, and newName for every name there that none of them has.
func (r *treeReader) changes(dir string, id oid.ID, parents []oid.ID, yield func(path string, blob oid.ID, before []oid.ID)) error {
	for _, p := range parents {
		if p == id {
			return nil
		}
	}
	if r.visits++; r.visits > leastVisits+visitsPerTree*r.seen.len() {
		return errPaths
	}
	t, err := r.read(id)
	if err != nil {
		return err
	}
	sides := make([]side, len(parents))
	for i, p := range parents {
		if sides[i].tree, err = r.read(p); err != nil {
			return err
		}
	}
	for i := range t.len() {
		if raw := t.raw(i); hasNext(sides, raw) {
			continue
		}
		e := t.entry(i)
		var blobs, trees []oid.ID
		same, known := false, false
		for i := range sides {
			old, ok := sides[i].lookup(e.Name)
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
		if same {
			continue
		}
		path := dir + string(e.Name)
		if !known && r.newName != nil {
			r.newName(path)
		}
		switch {
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

// A side is a tree that another one is compared with, entry by entry. Trees that differ
// little hold the same names in the same order.
type side struct {
	*tree
	next int // the entry at which the next name is expected
}

// hasNext reports whether one of the sides has an entry of the same bytes where the next
// one is expected.
func hasNext(sides []side, raw []byte) bool {
	for i := range sides {
		if s := &sides[i]; s.has(s.next, raw) {
			s.next++
			return true
		}
	}
	return false
}

// lookup returns the entry with a name, and looks first where it is expected.
func (s *side) lookup(name []byte) (e objects.TreeEntry, ok bool) {
	if s.next < s.len() {
		if e = s.entry(s.next); string(e.Name) == string(name) {
			s.next++
			return e, true
		}
	}
	i, ok := s.find(name)
	if !ok {
		return objects.TreeEntry{}, false
	}
	s.next = i + 1
	return s.entry(i), true
}

// treeCacheLimit is how many bytes of trees are kept at most, half of them for certain.
const treeCacheLimit = 16 << 20

// A treeCache keeps the trees that were used last.
type treeCache struct {
	young, old map[oid.ID]*tree
	size       int // of young, in bytes
}

// get returns a tree that is kept, or nil.
func (c *treeCache) get(id oid.ID) *tree {
	if t := c.young[id]; t != nil {
		return t
	}
	t := c.old[id]
	if t != nil {
		c.put(id, t)
	}
	return t
}

// put adds a tree. When half of the memory is full of trees that were used lately, all
// others are dropped.
func (c *treeCache) put(id oid.ID, t *tree) {
	if c.size > treeCacheLimit/2 || c.young == nil {
		c.old, c.young, c.size = c.young, map[oid.ID]*tree{}, 0
	}
	c.young[id] = t
	c.size += t.size() + 150 // the map and the tree itself
}
