package commits

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/source"
)

// A name is where a commit of the range brought it, and not where it was before. Of
// refs the names are visited that the caller gives.
func TestNames(t *testing.T) {
	s := gittest.New(t)
	s.Commit("old-key/a", "1\n")
	s.Commit("x/key", "1\n")
	base := s.Git("rev-parse", "HEAD")
	s.Commit("old-key/b", "2\n") // in a folder that was there
	s.Commit("old-key/a", "3\n") // a file that was there
	first := s.Commit("y/new-key/z/key", "4\n")
	s.Commit("y/new-key/z/other", "5\n")
	s.Git("rm", "-q", "y/new-key/z/key")
	s.Git("commit", "-q", "-m", "remove it")

	repo, err := gitrepo.Open(s.Dir, nil)
	s.Must(err)
	store, err := repo.OpenObjects()
	s.Must(err)
	defer store.Close()
	span, err := Parse(context.Background(), repo, base+"..HEAD")
	s.Must(err)
	r := span.Source(repo, store).WithRefs("refs/heads/key", "refs/heads/key")
	ledger := &source.Ledger{}
	visits := map[source.ID]int{}
	s.Must(r.Walk(context.Background(), 1, ledger, func(_ int, b *source.Blob, _ any) (source.Result, error) {
		if b.Kind == finding.KindPath || b.Kind == finding.KindRefName {
			visits[b.ID]++
		}
		return source.Result{}, nil
	}))
	secrets := map[source.ID][]source.SecretKey{}
	for id, n := range visits {
		if n != 1 {
			t.Errorf("%v is visited %d times", id, n)
		}
		secrets[id] = []source.SecretKey{1}
	}
	places, err := r.Locate(context.Background(), secrets)
	s.Must(err)
	var got []string
	for id, list := range places {
		for _, p := range list {
			if id.Kind == finding.KindRefName || p.Commit.String() == first {
				got = append(got, fmt.Sprint(id.Name, " is at ", p.Path+p.Ref, " ", p.InHead))
			}
		}
	}
	slices.Sort(got)
	want := []string{
		"key is at y/new-key/z/key false", "new-key is at y/new-key true",
		"refs/heads/key is at refs/heads/key false", "y is at y true", "z is at y/new-key/z true",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	if n := ledger.Counts().Names; n != len(visits) || n != 7 {
		t.Errorf("%d names, %v", n, visits)
	}
}
