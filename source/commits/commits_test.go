package commits

import (
	"slices"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source/internal/randomrepo"
)

// TestRange compares a range with what brute force says its commits brought.
func TestRange(t *testing.T) {
	for seed := range gittest.Size(3, 8) {
		m := randomrepo.Make(t, uint64(seed), 40)
		repo, store := m.Open()
		for _, base := range []int{0, 10, 25, 38, 39} {
			include, exclude := m.Commits[m.Head].ID, m.Commits[base].ID
			places, ledger := randomrepo.Walk(t, New("test", repo, store, []oid.ID{include}, []oid.ID{exclude}))
			if !ledger.Complete() {
				t.Fatalf("seed %d: incomplete: %v", seed, ledger.Errors())
			}
			var want []string
			old := m.Reach(base)
			for c := range m.Reach(m.Head) {
				if !old[c] {
					want = append(want, m.Brought(c)...)
				}
			}
			slices.Sort(want)
			if got := randomrepo.Events(places); !slices.Equal(got, want) {
				t.Fatalf("seed %d, %d..head:\ngot  %v\nwant %v", seed, base, got, want)
			}
		}
	}
}
