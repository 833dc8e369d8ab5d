package history

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source/internal/randomrepo"
)

// TestWhoBroughtWhat compares the places of a random history with what brute
// force says of them, for every way of packing it.
func TestWhoBroughtWhat(t *testing.T) {
	packings := [][]string{nil, {"repack", "-adfq"}, {"repack", "-adfq", "--depth=250", "--window=50"}}
	for seed := range gittest.Size(4, 12) {
		m := randomrepo.Make(t, uint64(seed), 40)
		if args := packings[seed%3]; args != nil {
			var keep, drop strings.Builder // repack keeps only what a ref reaches
			for i, c := range m.Commits {
				fmt.Fprintf(&keep, "create refs/keep/%d %s\n", i, c.ID)
				fmt.Fprintf(&drop, "delete refs/keep/%d\n", i)
			}
			m.Pipe([]byte(keep.String()), "update-ref", "--stdin")
			m.Git(args...)
			m.Pipe([]byte(drop.String()), "update-ref", "--stdin")
		}
		repo, store := m.Open()
		places, ledger := randomrepo.Walk(t, New(repo, store, Options{}))
		if !ledger.Complete() {
			t.Fatalf("seed %d: incomplete: %v", seed, ledger.Errors())
		}
		var want []string
		number := map[oid.ID]int{}
		for i, c := range m.Commits {
			number[c.ID] = i
			want = append(want, m.Brought(i)...)
		}
		slices.Sort(want)
		if got := randomrepo.Events(places); !slices.Equal(got, want) {
			t.Fatalf("seed %d:\ngot  %v\nwant %v", seed, got, want)
		}
		reachable := m.Reach(m.Tips...)
		for _, ps := range places {
			for _, p := range ps {
				c := number[p.Commit]
				if p.Reachable != reachable[c] {
					t.Errorf("seed %d: %s: reachable is %v", seed, p.Commit, p.Reachable)
				}
				for _, key := range p.Secrets {
					if in := slices.Contains(randomrepo.SecretsIn(m.Commits[m.Head].Tree[p.Path]), key); p.InHead != in {
						t.Errorf("seed %d: %s S%02d: in HEAD is %v", seed, p.Path, key, p.InHead)
					}
					gone := m.Removals(c, p.Path, key)
					if p.RemovedCommit.IsZero() && len(gone) > 0 || !p.RemovedCommit.IsZero() && !gone[p.RemovedCommit] {
						t.Errorf("seed %d: %s S%02d of %s: removed by %q, may be %v", seed, p.Path, key, p.Commit, p.RemovedCommit, gone)
					}
					var branches []string
					for _, tip := range m.Tips {
						if slices.Contains(randomrepo.SecretsIn(m.Commits[tip].Tree[p.Path]), key) {
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
	m := randomrepo.Make(t, 3, 40)
	repo, store := m.Open()
	all, _ := randomrepo.Walk(t, New(repo, store, Options{}))
	some, _ := randomrepo.Walk(t, New(repo, store, Options{ReachableOnly: true}))
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
