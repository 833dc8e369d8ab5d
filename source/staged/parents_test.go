package staged_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/staged"
)

// In a conflict either side may be committed, so both are scanned.
func TestStagedConflict(t *testing.T) {
	s := project(t)
	s.Git("checkout", "-q", "-b", "other")
	s.Commit("a/b/c", "theirs\n")
	s.Git("checkout", "-q", "main")
	s.Commit("a/b/c", "ours\n")
	s.GitFails("merge", "-q", "other")
	w := walkStaged(s, 2)
	wantFiles(t, "conflict", w.files(t), []string{"a/b/c " + s.Git("rev-parse", ":3:a/b/c")}) // ours is HEAD's
	if len(w.ledger.Notes()) != 1 || !w.ledger.Complete() {
		t.Errorf("ledger: notes %v, errors %v", w.ledger.Notes(), w.ledger.Errors())
	}
	s.Git("update-ref", "HEAD", "HEAD~1") // now ours is new as well
	want := []string{"a/b/c " + s.Git("rev-parse", ":2:a/b/c"), "a/b/c " + s.Git("rev-parse", ":3:a/b/c")}
	slices.Sort(want)
	wantFiles(t, "conflict after a reset", walkStaged(s, 2).files(t), want)
}

// What a merge takes from one side is not new; what it changes is.
func TestStagedMerge(t *testing.T) {
	for _, conflict := range []bool{false, true} {
		s := project(t)
		s.Git("checkout", "-q", "-b", "other")
		s.Write("theirs", "theirs\n")
		s.Write("z/w", "theirs\n")
		s.Commit("a/b/c", "theirs\n")
		s.Git("checkout", "-q", "main")
		s.Commit("top", "ours\n")
		if conflict {
			s.Commit("a/b/c", "ours\n")
			s.GitFails("merge", "-q", "--no-commit", "other")
			s.Write("a/b/c", "theirs\n")
		} else {
			s.Git("merge", "-q", "--no-commit", "other")
		}
		s.Write("merged", "neither side has this\n")
		s.Write("z/w", "edited in the merge\n")
		s.Git("add", "-A")
		w := walkStaged(s, 2)
		wantFiles(t, "merge", w.files(t), []string{"merged " + s.Git("rev-parse", ":merged"), "z/w " + s.Git("rev-parse", ":z/w")})
		before, err := previous(context.Background(), w, "z/w")
		s.Must(err)
		if len(before) != 2 || !slices.Contains(before, "theirs\n") {
			t.Errorf("what both sides had: %q", before)
		}
	}
}

// previous returns what Previous visits.
func previous(ctx context.Context, w source.Versioned, path string) (all []string, err error) {
	err = w.Previous(ctx, path, func(b *source.Blob) error {
		all = append(all, string(b.Data))
		return nil
	})
	return all, err
}

// The next commit may have other parents than HEAD.
func TestStagedOnto(t *testing.T) {
	s := project(t)
	s.Commit("top", "amended later\n")
	repo, err := gitrepo.Open(s.Dir, nil)
	s.Must(err)
	store, err := repo.OpenObjects()
	s.Must(err)
	defer store.Close()
	parent, err := oid.Parse(s.Git("rev-parse", "HEAD~1"))
	s.Must(err)
	for _, c := range []struct {
		parents []oid.ID
		files   int
	}{{nil, 9}, {[]oid.ID{parent}, 1}, {[]oid.ID{oid.Make(make([]byte, 20)), parent}, 1}} {
		ledger := &source.Ledger{}
		s.Must(staged.NewOnto(repo, store, c.parents).Walk(context.Background(), 2, ledger, func(int, *source.Blob, any) (source.Result, error) {
			return source.Result{}, nil
		}))
		if n := ledger.Counts().Files; n != c.files {
			t.Errorf("onto %v: %d files, want %d", c.parents, n, c.files)
		}
	}
}

// Previous returns what the parents have at a path, if it is a blob.
func TestStagedPrevious(t *testing.T) {
	ctx := context.Background()
	s := project(t)
	s.Write("a/b/c", "new\n")
	s.Git("mv", "a/b/d", "a/moved")
	s.Must(os.Remove(filepath.Join(s.Dir, "link")))
	s.Write("link", "now a file\n")
	s.Git("rm", "-q", "-r", "z/y")
	s.Write("z/y", "was a folder\n")
	s.Git("add", "-A")
	w := walkStaged(s, 2)
	for path, want := range map[string]string{
		"a/b/c": strings.Repeat("line of a/b/c\n", 20), "a/moved": "", "link": "top", "z/y": "", "nowhere": "",
	} {
		got, err := previous(ctx, w, path)
		if err != nil || strings.Join(got, "|") != want {
			t.Errorf("%s: got %q, %v; want %q", path, got, err, want)
		}
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := previous(over, w, "a/b/c"); err == nil {
		t.Error("after the context is done: no error")
	}
}
