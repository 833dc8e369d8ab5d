package staged_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/staged"
)

// A scan that cannot read all that is staged says so.
func TestStagedAbsentObjects(t *testing.T) {
	first := project(t)
	remove := func(s gittest.Sandbox, id string) {
		s.Must(os.Remove(filepath.Join(s.Dir, ".git/objects", id[:2], id[2:])))
	}
	t.Run("blob", func(t *testing.T) {
		s := first.Copy(t)
		s.Write("a/lost", "lost\n")
		s.Write("a/kept", "kept\n")
		s.Git("add", "-A")
		lost := s.Git("rev-parse", ":a/lost")
		remove(s, lost)
		w := walkStaged(s, 2)
		wantFiles(t, "lost", w.files(t), []string{"a/kept " + s.Git("rev-parse", ":a/kept")})
		skips := w.ledger.Skips()
		if len(skips) != 1 || skips[0].Reason != "absent object" || !slices.Equal(skips[0].Examples, []string{lost}) || w.ledger.Complete() {
			t.Errorf("skipped: %+v; complete: %v", skips, w.ledger.Complete())
		}
	})
	t.Run("damaged blob", func(t *testing.T) {
		s := first.Copy(t)
		s.Write("a/lost", "lost\n")
		s.Git("add", "-A")
		id := s.Git("rev-parse", ":a/lost")
		remove(s, id)
		s.Write(".git/objects/"+id[:2]+"/"+id[2:], "no zlib stream")
		w := walkStaged(s, 2)
		if errs := w.ledger.Errors(); len(errs) != 1 || !strings.Contains(errs[0], "a/lost") || w.ledger.Complete() {
			t.Errorf("errors: %v; complete: %v", errs, w.ledger.Complete())
		}
	})
	for _, what := range []string{"HEAD", "HEAD^{tree}", "HEAD:a/b"} {
		t.Run(what, func(t *testing.T) {
			s := first.Copy(t)
			s.Write("a/b/c", "edited\n")
			s.Git("add", "-A")
			remove(s, s.Git("rev-parse", what))
			w := walkStaged(s, 2)
			for _, path := range []string{"a/b/c", "a/b/d"} { // what cannot be compared counts as new
				if line := path + " " + s.Git("rev-parse", ":"+path); !slices.Contains(w.files(t), line) {
					t.Errorf("%s is not scanned", line)
				}
			}
			if !w.ledger.Complete() || len(w.ledger.Notes()) != 1 {
				t.Errorf("ledger: errors %v, notes %v", w.ledger.Errors(), w.ledger.Notes())
			}
		})
	}
	t.Run("sparse folder", func(t *testing.T) {
		s := first.Copy(t)
		s.Commit("z/w", "second\n")
		s.Git("sparse-checkout", "set", "--cone", "--sparse-index", "a")
		lost := s.Git("rev-parse", "HEAD:z")
		s.Git("reset", "-q", "--soft", "HEAD~1")
		remove(s, lost)
		w := walkStaged(s, 2)
		if skips := w.ledger.Skips(); len(skips) != 1 || skips[0].Reason != "absent object" || w.ledger.Complete() {
			t.Errorf("skipped: %+v; complete: %v", skips, w.ledger.Complete())
		}
	})
}

// The error of the visitor or of the context ends a walk, and so does a damaged index.
func TestStagedStops(t *testing.T) {
	s := project(t)
	s.Git("rm", "-rq", "--cached", ".")
	s.Git("commit", "-q", "--allow-empty", "-m", "x")
	s.Git("add", "-A")
	repo, err := gitrepo.Open(s.Dir, nil)
	s.Must(err)
	store, err := repo.OpenObjects()
	s.Must(err)
	defer store.Close()
	failure := errors.New("visitor fails")
	walk := func(ctx context.Context) error {
		return staged.New(repo, store).Walk(ctx, 2, &source.Ledger{}, func(int, *source.Blob, any) (source.Result, error) {
			return source.Result{}, failure
		})
	}
	if err := walk(context.Background()); !errors.Is(err, failure) {
		t.Errorf("a visitor that fails: %v", err)
	}
	over, cancel := context.WithCancel(context.Background())
	cancel()
	if err := walk(over); !errors.Is(err, context.Canceled) {
		t.Errorf("after the context is done: %v", err)
	}
	s.Write(".git/index", "DIRC but damaged, and long enough to hold a checksum")
	if err := walk(context.Background()); err == nil || !strings.Contains(err.Error(), repo.IndexFile) {
		t.Errorf("a damaged index: %v", err)
	}
}
