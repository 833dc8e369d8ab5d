package commits

import (
	"context"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source/internal/randomrepo"
)

// TestListed: a list of the commits that git log shows brings what a range of the same
// commits brings; with a path, it brings of that all that is at the path.
func TestListed(t *testing.T) {
	ctx := context.Background()
	for seed := range gittest.Size(3, 8) {
		m := randomrepo.Make(t, uint64(seed), 40)
		repo, store := m.Open()
		for _, base := range []int{0, 25, 38, 39} {
			include, exclude := m.Commits[m.Head].ID, m.Commits[base].ID
			span := exclude.String() + ".." + include.String()
			listed := func(options ...string) []string {
				shown, err := repo.Log(ctx, "", options)
				if err != nil {
					t.Fatal(err)
				}
				var list []Commit
				for _, l := range shown {
					list = append(list, Commit{l.Commit, l.Paths})
				}
				places, ledger := randomrepo.Walk(t, Listed("test", repo, store, list, WithAll))
				if !ledger.Complete() {
					t.Fatalf("seed %d: incomplete: %v", seed, ledger.Errors())
				}
				return randomrepo.Events(places)
			}
			repo2, store2 := m.Open()
			places, _ := randomrepo.Walk(t, New("test", repo2, store2, []oid.ID{include}, []oid.ID{exclude}))
			if got, want := listed(span), randomrepo.Events(places); !slices.Equal(got, want) {
				t.Fatalf("seed %d, %s:\ngot  %v\nwant %v", seed, span, got, want)
			}
			// Each commit alone brings its part.
			var apart []string
			shown, err := repo.Log(ctx, "", []string{span})
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range shown {
				apart = append(apart, listed("-1", l.Commit.String())...)
			}
			slices.Sort(apart)
			if want := randomrepo.Events(places); !slices.Equal(apart, want) {
				t.Fatalf("seed %d, the commits of %s one by one:\ngot  %v\nwant %v", seed, span, apart, want)
			}
		}
	}
}

// TestListedPaths: only what is at the paths of a commit counts.
func TestListedPaths(t *testing.T) {
	s := gittest.New(t)
	s.Write("in/a", "1\n")
	s.Write("out", "2\n")
	s.Git("add", ".")
	s.Git("commit", "-q", "-m", "both")
	repo, err := gitrepo.Open(s.Dir, nil)
	s.Must(err)
	store, err := repo.OpenObjects()
	s.Must(err)
	defer store.Close()
	shown, err := repo.Log(context.Background(), s.Dir, []string{"--all", "--", "in"})
	if err != nil || len(shown) != 1 || !slices.Equal(shown[0].Paths, []string{"in/a"}) {
		t.Fatalf("%v, %v", shown, err)
	}
	r := Listed("test", repo, store, []Commit{{shown[0].Commit, shown[0].Paths}}, WithAll)
	if _, ledger := randomrepo.Walk(t, r); !ledger.Complete() || len(r.changes) != 1 || r.paths.text(r.changes[0].path) != "in/a" || len(r.names) != 2 {
		t.Errorf("%v, names %v", r.changes, r.names)
	}
}

// TestListedMerges: what a merge took from its second parent counts if it is compared with
// the first alone, or with each.
func TestListedMerges(t *testing.T) {
	s := gittest.New(t)
	s.Commit("a", "1\n")
	s.Git("checkout", "-q", "-b", "side")
	s.Commit("b", "2\n")
	s.Git("checkout", "-q", "main")
	s.Commit("c", "3\n")
	s.Git("merge", "-q", "--no-ff", "-m", "join", "side")
	for merges, want := range map[Merges][]string{WithAll: nil, WithFirst: {"b"}, WithEach: {"b", "c"}} {
		repo, err := gitrepo.Open(s.Dir, nil)
		s.Must(err)
		store, err := repo.OpenObjects()
		s.Must(err)
		shown, err := repo.Log(context.Background(), s.Dir, []string{"-1"})
		s.Must(err)
		r := Listed("test", repo, store, []Commit{{shown[0].Commit, shown[0].Paths}}, merges)
		randomrepo.Walk(t, r)
		var got []string
		for _, c := range r.changes {
			got = append(got, r.paths.text(c.path))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d: %q, want %q", merges, got, want)
		}
		s.Must(store.Close())
	}
}
