package history

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/randomrepo"
)

// A watched is a history that notes in which objects something is found.
type watched struct {
	*History
	mu    sync.Mutex
	found map[oid.ID]bool
}

func (w *watched) Walk(ctx context.Context, jobs int, ledger *source.Ledger, visit source.Visit) error {
	return w.History.Walk(ctx, jobs, ledger, func(worker int, b *source.Blob, base any) (source.Result, error) {
		r, err := visit(worker, b, base)
		w.mu.Lock()
		defer w.mu.Unlock()
		if r.Found && !b.ID.Object.IsZero() {
			w.found[b.ID.Object] = true
		}
		return r, err
	})
}

// walkWith walks a history with a memory. The visitor knows nothing of an earlier scan, so
// in what something was found it must be found again.
func walkWith(t *testing.T, m *randomrepo.History, memory *source.Memory) (map[source.ID][]source.Place, *source.Ledger, []oid.ID) {
	t.Helper()
	repo, store := m.Open()
	w := &watched{History: New(repo, store, Options{}), found: map[oid.ID]bool{}}
	w.Remember(memory)
	places, ledger := randomrepo.Walk(t, w)
	return places, ledger, slices.Collect(maps.Keys(w.found))
}

// kept returns what a walk leaves for the next one, and what it comes to.
func kept(t *testing.T, m *randomrepo.History) (sections map[string][]byte, next func() *source.Memory, places map[source.ID][]source.Place, ledger *source.Ledger) {
	t.Helper()
	first := &source.Memory{}
	places, ledger, found := walkWith(t, m, first)
	if first.Kept == nil {
		t.Fatal("nothing was kept")
	}
	sections = first.Kept()
	return sections, func() *source.Memory {
		return &source.Memory{Sections: maps.Clone(sections), Again: found}
	}, places, ledger
}

// TestRemembered: with a memory a walk comes to the same places and counts, visits only what
// something was found in, and has nothing new to keep.
func TestRemembered(t *testing.T) {
	m := randomrepo.Make(t, 5, 40)
	_, next, places, ledger := kept(t, m)
	memory := next()
	again, ledgerAgain, _ := walkWith(t, m, memory)
	if !reflect.DeepEqual(again, places) || ledgerAgain.Counts() != ledger.Counts() {
		t.Errorf("places or counts differ: %+v and %+v", ledgerAgain.Counts(), ledger.Counts())
	}
	if memory.Kept != nil {
		t.Error("nothing is new, and yet something is to be kept")
	}
}

// TestSameEntries: trees that lead to the same are one in what is kept, and places stay what
// they were: of trees that no commit holds, and of names with a secret.
func TestSameEntries(t *testing.T) {
	m := randomrepo.Make(t, 9, 5)
	n := 0
	blob := func(text string) string {
		return strings.TrimSpace(string(m.Pipe([]byte(text), "hash-object", "-w", "--stdin")))
	}
	tree := func(entries ...string) string { // each is another one, but not in what leads to a secret
		n++
		list := append(entries, fmt.Sprintf("100644 blob %s\tplain%d", blob("plain"), n))
		return strings.TrimSpace(string(m.Pipe([]byte(strings.Join(list, "\n")+"\n"), "mktree")))
	}
	file := func(name, text string) string { return fmt.Sprintf("100644 blob %s\t%s", blob(text), name) }
	folder := func(name, tree string) string { return fmt.Sprintf("040000 tree %s\t%s", tree, name) }
	for i := range 6 { // that of two trees which has the lower id stands for both
		secret := fmt.Sprintf("S8%d", i)
		tree(folder("held", tree(file("a", "held "+secret))), folder("other", tree(file("a", "held "+secret))))
		tree(folder("held", tree(file("b", "alone "+secret))))
		tree(file("b", "alone "+secret))
	}
	both := tree(folder("one", tree(file("S73", "x"))), folder("other", tree(file("S73", "x"))))
	commit := strings.TrimSpace(m.Git("commit-tree", "-m", "m", both))
	m.Git("update-ref", "refs/heads/both", commit)
	_, next, places, _ := kept(t, m)
	if again, _, _ := walkWith(t, m, next()); !reflect.DeepEqual(again, places) {
		t.Errorf("places differ: %v and %v", again, places)
	}
}

// TestWrongSections: sections that are missing, cut short or those of another repository are
// as good as none.
func TestWrongSections(t *testing.T) {
	m := randomrepo.Make(t, 6, 30)
	sections, next, places, ledger := kept(t, m)
	foreign, _, _, _ := kept(t, randomrepo.Make(t, 7, 30))
	for _, name := range slices.Sorted(maps.Keys(sections)) {
		for what, change := range map[string]func(map[string][]byte){
			"missing": func(s map[string][]byte) { delete(s, name) },
			"cut":     func(s map[string][]byte) { s[name] = s[name][:len(s[name])/2] },
			"longer":  func(s map[string][]byte) { s[name] = append(bytes.Clone(s[name]), 0) },
		} {
			memory := next()
			change(memory.Sections)
			again, l, _ := walkWith(t, m, memory)
			if !reflect.DeepEqual(again, places) || l.Counts() != ledger.Counts() {
				t.Errorf("%s is %s: places or counts differ", name, what)
			}
		}
	}
	memory := next()
	memory.Sections = foreign
	if again, l, _ := walkWith(t, m, memory); !reflect.DeepEqual(again, places) || l.Counts() != ledger.Counts() {
		t.Error("with the memory of another repository, places or counts differ")
	}
}

// FuzzSections: whatever a section holds, the walk comes to its end. What it finds then is
// of no use: nobody but the user can write sections, see package cache.
func FuzzSections(f *testing.F) {
	m := randomrepo.Make(f, 8, 12)
	names := []string{"graph", "objects", "trees", "paths"}
	f.Add(uint8(0), uint16(0), []byte{1})
	f.Add(uint8(1), uint16(9), []byte{255, 255, 255, 255, 255, 1})
	f.Add(uint8(2), uint16(300), []byte{0, 0, 0, 0})
	var next func() *source.Memory
	f.Fuzz(func(t *testing.T, which uint8, at uint16, patch []byte) {
		m := &randomrepo.History{Sandbox: m.For(t)}
		if next == nil {
			_, next, _, _ = kept(t, m)
		}
		memory := next()
		name := names[int(which)%len(names)]
		section := bytes.Clone(memory.Sections[name])
		if int(at) < len(section) {
			copy(section[at:], patch)
		}
		memory.Sections[name] = section
		walkWith(t, m, memory)
	})
}
