package commits

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"sort"

	"github.com/sluicesec/sluice/internal/git/objects"
)

// A tree is the content of a tree, as it is stored, and where its entries are. Two trees
// share most of their entries: these are compared as bytes, and never parsed.
type tree struct {
	content []byte
	idSize  int
	starts  []uint32 // where each entry starts, and then the end
	byName  []uint32 // the entries in the order of their names, if they are not stored in it
}

// parseTree reads the content of a tree, which must not change.
func parseTree(content []byte, idSize int) (*tree, error) {
	t := &tree{content: content, idSize: idSize, starts: []uint32{0}}
	sorted := true
	var last objects.TreeEntry
	for rest := content; len(rest) > 0; {
		e, next, ok := objects.NextEntry(rest, idSize)
		if !ok {
			return nil, fmt.Errorf("%w: tree entry", objects.ErrFormat)
		}
		sorted = sorted && compareNames(last, e) <= 0
		last, rest = e, next
		t.starts = append(t.starts, uint32(len(content)-len(rest)))
	}
	if !sorted {
		for i := range t.len() {
			t.byName = append(t.byName, uint32(i))
		}
		slices.SortStableFunc(t.byName, func(a, b uint32) int { return compareNames(t.entry(int(a)), t.entry(int(b))) })
	}
	t.starts = slices.Clip(t.starts)
	return t, nil
}

// size returns the bytes of memory that a tree takes.
func (t *tree) size() int { return len(t.content) + 4*(len(t.starts)+len(t.byName)) }

// len returns the number of entries.
func (t *tree) len() int { return len(t.starts) - 1 }

// raw returns an entry as it is stored.
func (t *tree) raw(i int) []byte { return t.content[t.starts[i]:t.starts[i+1]] }

// entry parses an entry.
func (t *tree) entry(i int) objects.TreeEntry {
	e, _, _ := objects.NextEntry(t.raw(i), t.idSize)
	return e
}

// has reports whether entry i is there and is stored as these bytes.
func (t *tree) has(i int, raw []byte) bool { return i < t.len() && bytes.Equal(t.raw(i), raw) }

// find returns the number of the first entry with a name, whatever its type.
func (t *tree) find(name []byte) (i int, ok bool) {
	for _, mode := range []objects.Mode{0, objects.ModeDir} { // git sorts a folder by its name and a slash
		want := objects.TreeEntry{Name: name, Mode: mode}
		i, ok := sort.Find(t.len(), func(i int) int { return compareNames(want, t.entry(t.sorted(i))) })
		if ok {
			return t.sorted(i), true
		}
	}
	return 0, false
}

// sorted returns the number of the entry that is the ith in the order of names.
func (t *tree) sorted(i int) int {
	if t.byName == nil {
		return i
	}
	return int(t.byName[i])
}

// compareNames compares the names of two entries in the order in which git stores them.
func compareNames(a, b objects.TreeEntry) int {
	n := min(len(a.Name), len(b.Name))
	if c := bytes.Compare(a.Name[:n], b.Name[:n]); c != 0 {
		return c
	}
	return cmp.Compare(behindName(a, n), behindName(b, n))
}

// behindName returns byte n of what an entry is sorted by.
func behindName(e objects.TreeEntry, n int) byte {
	switch {
	case n < len(e.Name):
		return e.Name[n]
	case e.Mode.IsDir():
		return '/'
	}
	return 0
}
