package staged

import (
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// Every entry of a tree that git made is found by its name, and no other name is found.
func TestEntriesAreFoundByName(t *testing.T) {
	s := gittest.New(t)
	names := []string{"a", "a-b/x", "a.b", "a0", "b/x", "b-", "b.", "b0", "c/x", "c!", "c.d/x", "cc", "d\xff", "d", "e\x01", "e/x"}
	for _, name := range names {
		s.Write(name, name)
	}
	s.Git("add", "-A")
	id, err := oid.Parse(s.Git("write-tree"))
	s.Must(err)
	store, err := objects.Open(s.Dir+"/.git/objects", objects.Options{})
	s.Must(err)
	defer store.Close()
	d := diff{store: store}
	list := d.read("", id)
	if len(list) != len(names) {
		t.Fatalf("%d entries, want %d", len(list), len(names))
	}
	for _, name := range names {
		top, _, below := strings.Cut(name, "/")
		if e := list.named(top); string(e.Name) != top || e.Mode.IsDir() != below {
			t.Errorf("%q: %+v", top, e)
		}
		for _, other := range []string{"", top + "0", top + "-", top + "/", top[1:], "Z" + top} {
			if known := slices.ContainsFunc(list, func(e objects.TreeEntry) bool { return string(e.Name) == other }); list.named(other).ID.IsZero() == known {
				t.Errorf("%q is found: %v", other, !known)
			}
		}
	}
}
