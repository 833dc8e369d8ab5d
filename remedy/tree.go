package remedy

import (
	"iter"
	"regexp"
	"strings"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// trees finds paths in trees. Most commits share most trees, so it keeps what it found.
type trees struct {
	store *objects.Store
	known map[treeKey]oid.ID
}

type treeKey struct {
	tree oid.ID
	path string
}

func newTrees(store *objects.Store) *trees { return &trees{store, map[treeKey]oid.ID{}} }

// find returns the object that a tree has at a path; the zero ID if there is none.
func (t *trees) find(tree oid.ID, path string) oid.ID {
	key := treeKey{tree, path}
	if id, ok := t.known[key]; ok {
		return id
	}
	var found oid.ID
	name, rest, deeper := strings.Cut(path, "/")
	for e := range t.entries(tree) {
		if string(e.Name) == name {
			found = e.ID
			if deeper {
				found = oid.ID{}
				if e.Mode.IsDir() {
					found = t.find(e.ID, rest)
				}
			}
			break
		}
	}
	t.known[key] = found
	return found
}

// paths returns the paths at which a tree has an object.
func (t *trees) paths(tree, object oid.ID) (paths []string) {
	for e := range t.entries(tree) {
		switch {
		case e.ID == object:
			paths = append(paths, string(e.Name))
		case e.Mode.IsDir():
			for _, p := range t.paths(e.ID, object) {
				paths = append(paths, string(e.Name)+"/"+p)
			}
		}
	}
	return paths
}

// like goes through the paths of files and folders in a tree that a report can show as
// this path: where it has a mask, anything can be.
func (t *trees) like(tree oid.ID, shown string) iter.Seq[string] {
	parts := strings.Split(shown, mask)
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	fits := regexp.MustCompile(`(?s)^` + strings.Join(parts, ".*") + `$`)
	return func(yield func(string) bool) { t.walk(tree, "", fits, yield) }
}

// mask is what reports have in place of secrets.
const mask = "***"

func (t *trees) walk(tree oid.ID, folder string, fits *regexp.Regexp, yield func(string) bool) bool {
	for e := range t.entries(tree) {
		path := folder + string(e.Name)
		if fits.MatchString(path) && !yield(path) || e.Mode.IsDir() && !t.walk(e.ID, path+"/", fits, yield) {
			return false
		}
	}
	return true
}

// entries returns the entries of a tree, as far as they can be read.
func (t *trees) entries(tree oid.ID) iter.Seq[objects.TreeEntry] {
	return func(yield func(objects.TreeEntry) bool) {
		kind, content, err := t.store.Read(tree)
		if err != nil || kind != objects.Tree {
			return
		}
		for e, err := range objects.Entries(content, t.store.IDSize()) {
			if err != nil || !yield(e) {
				return
			}
		}
	}
}
