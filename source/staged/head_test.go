package staged

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source/internal/randomrepo"
)

// When HEAD is amended, it may hold already what is staged: the place says so, for
// each secret and path by itself.
func TestInHeadOfAmended(t *testing.T) {
	s := gittest.New(t)
	s.Commit("base", "nothing\n")
	s.Write("same", "S01\n")
	s.Write("edited", "S02\n")
	s.Git("add", ".")
	s.Git("commit", "-q", "-m", "to be amended")
	s.Write("edited", "S02\nS03\n")
	s.Write("new", "S01\n")
	s.Git("add", ".")
	repo, store := (&randomrepo.History{Sandbox: s}).Open()
	parent, err := oid.Parse(s.Git("rev-parse", "HEAD~"))
	s.Must(err)
	for _, parents := range [][]oid.ID{{parent}, nil} {
		places, ledger := randomrepo.Walk(t, NewOnto(repo, store, parents))
		if !ledger.Complete() {
			t.Fatal(ledger.Errors())
		}
		got := map[string]bool{}
		for _, list := range places {
			for _, p := range list {
				for _, key := range p.Secrets {
					got[fmt.Sprintf("%s S%02d %v", p.Path, key, p.InHead)] = true
				}
			}
		}
		want := []string{"edited S02 true", "edited S03 false", "new S01 false", "same S01 true"}
		if all := slices.Sorted(maps.Keys(got)); !slices.Equal(all, want) {
			t.Errorf("got %q, want %q", all, want)
		}
	}
}
