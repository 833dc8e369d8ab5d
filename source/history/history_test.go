package history

import (
	"fmt"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/source/objects"
)

// TestWhoBroughtWhat compares the places of a random history with what brute
// force says of them, for every way of packing it.
func TestWhoBroughtWhat(t *testing.T) {
	packings := [][]string{nil, {"repack", "-adfq"}, {"repack", "-adfq", "--depth=250", "--window=50"}}
	for seed := range uint64(12) {
		m := makeHistory(t, seed, 40)
		if args := packings[seed%3]; args != nil {
			for i, c := range m.commits { // repack keeps what a ref reaches
				git(t, m.dir, nil, "update-ref", fmt.Sprintf("refs/keep/%d", i), c.id)
			}
			git(t, m.dir, nil, args...)
			for i := range m.commits {
				git(t, m.dir, nil, "update-ref", "-d", fmt.Sprintf("refs/keep/%d", i))
			}
		}
		repo, store := m.open(t)
		places, ledger := run(t, New(repo, store, Options{}))
		if !ledger.Complete() {
			t.Fatalf("seed %d: incomplete: %v", seed, ledger.Errors())
		}
		var want []string
		number := map[string]int{}
		for i, c := range m.commits {
			number[c.id] = i
			want = append(want, m.brought(i)...)
		}
		slices.Sort(want)
		if got := events(places); !slices.Equal(got, want) {
			t.Fatalf("seed %d:\ngot  %v\nwant %v", seed, got, want)
		}
		reachable := m.reach(m.tips...)
		for _, ps := range places {
			for _, p := range ps {
				c := number[p.Commit]
				if p.Reachable != reachable[c] {
					t.Errorf("seed %d: %s: reachable is %v", seed, p.Commit, p.Reachable)
				}
				for _, key := range p.Secrets {
					if in := slices.Contains(secretsIn(m.commits[m.head].tree[p.Path]), key); p.InHead != in {
						t.Errorf("seed %d: %s S%02d: in HEAD is %v", seed, p.Path, key, p.InHead)
					}
					gone := m.removals(c, p.Path, key)
					if p.Removed == "" && len(gone) > 0 || p.Removed != "" && !gone[p.Removed] {
						t.Errorf("seed %d: %s S%02d of %s: removed by %q, may be %v", seed, p.Path, key, p.Commit, p.Removed, gone)
					}
					var branches []string
					for _, tip := range m.tips {
						if slices.Contains(secretsIn(m.commits[tip].tree[p.Path]), key) {
							branches = append(branches, fmt.Sprintf("t%d", tip))
						}
					}
					slices.Sort(branches)
					if !slices.Equal(p.Branches, branches) {
						t.Errorf("seed %d: %s S%02d: branches %v, want %v", seed, p.Path, key, p.Branches, branches)
					}
				}
			}
		}
	}
}

// TestReachableOnly drops exactly the places that nothing reaches.
func TestReachableOnly(t *testing.T) {
	m := makeHistory(t, 3, 40)
	repo, store := m.open(t)
	all, _ := run(t, New(repo, store, Options{}))
	some, _ := run(t, New(repo, store, Options{ReachableOnly: true}))
	dropped := 0
	for id, ps := range all {
		kept := some[id]
		for _, p := range ps {
			if !p.Reachable {
				dropped++
				continue
			}
			if len(kept) == 0 || kept[0].Commit != p.Commit || kept[0].Path != p.Path {
				t.Fatalf("%s at %s is missing", p.Path, p.Commit)
			}
			kept = kept[1:]
		}
		if len(kept) > 0 {
			t.Fatalf("%s at %s is too many", kept[0].Path, kept[0].Commit)
		}
	}
	if dropped == 0 {
		t.Fatal("the history has nothing unreachable, so this test says nothing")
	}
}

// TestRange compares a range with what brute force says its commits brought.
func TestRange(t *testing.T) {
	for seed := range uint64(8) {
		m := makeHistory(t, seed, 40)
		repo, store := m.open(t)
		for _, base := range []int{0, 10, 25, 38, 39} {
			include, err := objects.ParseID(m.commits[m.head].id)
			if err != nil {
				t.Fatal(err)
			}
			exclude, err := objects.ParseID(m.commits[base].id)
			if err != nil {
				t.Fatal(err)
			}
			places, ledger := run(t, NewRange("test", repo, store, []objects.ID{include}, []objects.ID{exclude}))
			if !ledger.Complete() {
				t.Fatalf("seed %d: incomplete: %v", seed, ledger.Errors())
			}
			var want []string
			old := m.reach(base)
			for c := range m.reach(m.head) {
				if !old[c] {
					want = append(want, m.brought(c)...)
				}
			}
			slices.Sort(want)
			if got := events(places); !slices.Equal(got, want) {
				t.Fatalf("seed %d, %d..head:\ngot  %v\nwant %v", seed, base, got, want)
			}
		}
	}
}
