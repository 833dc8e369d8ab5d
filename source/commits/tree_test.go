package commits

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// A tree finds each name that it has, in whatever order its entries are stored.
func TestTreeFind(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		names := map[string]bool{}
		for range r.IntN(20) {
			names[fmt.Sprintf("%c%s", 'a'+rune(r.IntN(2)), []string{"", "-", ".c", "0", "b", "/"}[r.IntN(5)])] = true
		}
		var entries []objects.TreeEntry
		for name := range names {
			e := objects.TreeEntry{Name: []byte(name), Mode: 0o100644}
			if r.IntN(2) == 0 {
				e.Mode = objects.ModeDir
			}
			entries = append(entries, e)
		}
		if r.IntN(2) == 0 {
			slices.SortFunc(entries, compareNames)
		}
		var content []byte
		for i, e := range entries {
			content = fmt.Appendf(content, "%o %s\x00%s", e.Mode, e.Name, bytes.Repeat([]byte{byte(i)}, 20))
		}
		tree, err := parseTree(content, 20)
		if err != nil || tree.len() != len(entries) {
			t.Fatal(err, tree.len(), len(entries))
		}
		for _, name := range []string{"a", "b", "a-", "a.c", "a0", "ab", "b-", "b.c", "b0", "bb", "c", ""} {
			i, ok := tree.find([]byte(name))
			if ok != names[name] || ok && string(tree.entry(i).Name) != name {
				t.Fatalf("%q of %q: %d, %v", name, content, i, ok)
			}
		}
	}
}

// However many trees are read, those that are kept take no more memory than they may,
// and the last ones are among them.
func TestTreeCacheIsBounded(t *testing.T) {
	var c treeCache
	content := bytes.Repeat([]byte("100644 name\x00aaaaaaaaaaaaaaaaaaaa"), 3000)
	for i := range 1000 {
		kept, err := parseTree(content, 20)
		if err != nil {
			t.Fatal(err)
		}
		id := oid.Make(fmt.Appendf(nil, "%020d", i))
		c.put(id, kept)
		size := 0
		for _, part := range []map[oid.ID]*tree{c.young, c.old} {
			for _, tree := range part {
				size += tree.size()
			}
		}
		if size > treeCacheLimit+2*kept.size() || c.get(id) != kept {
			t.Fatalf("after %d trees %d bytes are kept", i, size)
		}
	}
}

// Numbers belong to the ids that they were given to.
func TestNumbers(t *testing.T) {
	n := newNumbers()
	id := func(i int) oid.ID { return oid.Make(fmt.Appendf(nil, "%020d", i)) }
	for i := range 5000 {
		if _, ok := n.find(id(i)); ok {
			t.Fatalf("id %d has a number before it gets one", i)
		}
		if got := n.add(id(i)); int(got) != i || n.add(id(i)) != got || n.id(got) != id(i) {
			t.Fatalf("id %d has number %d", i, got)
		}
	}
	for i := range 5000 {
		if got, ok := n.find(id(i)); !ok || int(got) != i {
			t.Fatalf("id %d has number %d", i, got)
		}
	}
}

// The versions of a file are visited with few contents in memory, whatever was made
// from which.
func TestVersionsWeigh(t *testing.T) {
	r := &Range{blobs: newNumbers(), paths: newPaths()}
	id := func(i int) oid.ID { return oid.Make(fmt.Appendf(nil, "%020d", i)) }
	var all []change
	for i := range 200 { // each second version is an end
		before := []oid.ID{id(max(0, i-1-i%2))}
		if i == 0 {
			before = nil
		}
		r.addChange(int32(200-i), "file", id(i), before)
	}
	for _, c := range slices.Backward(r.changes) {
		all = append(all, c)
	}
	r.changes = all
	f := r.versions()
	if len(f.first) != 1 || f.at(f.first[0]).weight != 200 {
		t.Fatalf("%+v", f)
	}
	for i := range f.list {
		v, sum := &f.list[i], uint32(1)
		for n := v.next; n != 0; n = f.at(n).other {
			sum += f.at(n).weight
		}
		if v.weight != sum {
			t.Errorf("version %d weighs %d, not %d", i, v.weight, sum)
		}
	}
}
