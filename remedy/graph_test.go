package remedy

import (
	"context"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/oid"
)

func graphOf(t *testing.T, s gittest.Sandbox) *graph {
	t.Helper()
	repo, err := gitrepo.Open(s.Dir, nil)
	s.Must(err)
	store, err := repo.OpenObjects()
	s.Must(err)
	defer store.Close()
	g, err := readGraph(context.Background(), repo, store)
	s.Must(err)
	return g
}

func parse(t *testing.T, id string) oid.ID {
	t.Helper()
	parsed, err := oid.Parse(id)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// TestHolders: each kind of ref marks the commits that it leads to.
func TestHolders(t *testing.T) {
	s := gittest.New(t)
	base := s.Commit("a", "1")
	tagged := s.Commit("a", "2")
	s.Git("tag", "-a", "-m", "x", "v1")
	s.Git("reset", "-q", "--hard", base)
	remoteOnly := s.Commit("a", "3")
	s.Git("update-ref", "refs/remotes/origin/main", remoteOnly)
	s.Git("reset", "-q", "--hard", base)
	s.Write("a", "4")
	s.Git("stash", "-q")
	older := s.Git("rev-parse", "stash@{0}")
	s.Write("a", "5")
	s.Git("stash", "-q")
	s.Git("notes", "add", "-m", "x")
	noted := s.Git("rev-parse", "refs/notes/commits")
	dropped := s.Commit("a", "6")
	s.Git("reset", "-q", "--hard", base)
	g := graphOf(t, s)
	for _, c := range []struct {
		id   string
		want holder
	}{
		{tagged, tag}, {remoteOnly, remote}, {older, stash}, {noted, note}, {dropped, reflog},
		{base, branch | tag | remote | stash}, {s.Git("rev-parse", "v1"), tag},
	} {
		if got := g.holders(parse(t, c.id)) &^ reflog; got != c.want&^reflog || c.want == reflog && g.holders(parse(t, c.id)) != reflog {
			t.Errorf("%s is held by %b, not %b", c.id, got, c.want)
		}
	}
	if h := g.holders(parse(t, strings.Repeat("1", 40))); h != 0 {
		t.Errorf("an unknown commit is held by %b", h)
	}
}

// TestRewriteFrom: a rewrite changes the commits with a secret and all that come after
// them, and those that are signed, with all that come after these.
func TestRewriteFrom(t *testing.T) {
	s := gittest.New(t)
	plain := s.Commit("a", "0")
	s.Commit("a", "1")
	content := string(s.Pipe(nil, "cat-file", "commit", "HEAD"))
	signed := strings.TrimSpace(string(s.Pipe([]byte(strings.Replace(content, "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----\n\nsigned ", 1)), "hash-object", "-t", "commit", "-w", "--stdin")))
	s.Git("reset", "-q", "--hard", signed)
	s.Commit("a", "2")
	s.Git("checkout", "-q", "-b", "side", plain)
	secret := s.Commit("b", "3")
	s.Git("checkout", "-q", "main")
	s.Git("merge", "-q", "-m", "merge", "side")
	s.Git("tag", "v1", plain)
	g := graphOf(t, s)
	r := g.rewriteFrom(map[oid.ID]bool{parse(t, secret): true}, published, 0)
	if r.commits != 4 || r.signed != 2 || len(r.authors) != 1 || strings.Join(r.refs, " ") != "refs/heads/main refs/heads/side" {
		t.Errorf("%+v", r)
	}
	s.Git("update-ref", "refs/remotes/origin/main", "main^")
	r = graphOf(t, s).rewriteFrom(map[oid.ID]bool{parse(t, secret): true}, published, remote)
	if r.commits != 2 || r.signed != 0 || len(r.bases) != 2 {
		t.Errorf("of what is not pushed: %+v", r)
	}
}
