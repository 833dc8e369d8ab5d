package staged_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/staged"
)

// The names of what is staged are visited once each. One that HEAD has at the same
// path is not new, and has no place.
func TestNames(t *testing.T) {
	s := gittest.New(t)
	s.Commit("key/a", "1\n")
	s.Write("key/b", "2\n")
	s.Write("new/key/c", "3\n")
	s.Write("new/d/key", "4\n")
	s.Git("add", "-A")
	repo, err := gitrepo.Open(s.Dir, nil)
	s.Must(err)
	store, err := repo.OpenObjects()
	s.Must(err)
	defer store.Close()
	index, ledger := staged.New(repo, store), &source.Ledger{}
	visits := map[string]int{}
	s.Must(index.Walk(context.Background(), 1, ledger, func(_ int, b *source.Blob, _ any) (source.Result, error) {
		if b.Kind != finding.KindPath {
			return source.Result{}, nil
		}
		visits[string(b.Data)]++
		return source.Result{Found: string(b.Data) == "key"}, nil
	}))
	if want := map[string]int{"key": 1, "b": 1, "new": 1, "c": 1, "d": 1}; fmt.Sprint(visits) != fmt.Sprint(want) || ledger.Counts().Names != len(want) {
		t.Errorf("visited %v, want %v", visits, want)
	}
	id := source.Text(finding.KindPath, "key")
	places, err := index.Locate(context.Background(), map[source.ID][]source.SecretKey{id: {1}})
	s.Must(err)
	var got []string
	for _, p := range places[id] {
		got = append(got, p.Path)
	}
	if want := []string{"new/d/key", "new/key"}; !slices.Equal(got, want) {
		t.Errorf("at %q, want %q", got, want)
	}
}
