package staged_test

import (
	"context"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/staged"
)

// A stagedWalk is what a walk over an index has shown.
type stagedWalk struct {
	*staged.Index
	ledger source.Ledger
	blobs  map[source.ID]string // content by id
	paths  map[source.ID]string // the path of the visited blob, by id
}

// walkStaged walks the index of the sandbox's repository, as a hook there would.
func walkStaged(s gittest.Sandbox, jobs int) *stagedWalk {
	s.Helper()
	repo, err := gitrepo.Open(s.Dir, append(os.Environ(), s.Env...))
	s.Must(err)
	store, err := repo.OpenObjects()
	s.Must(err)
	s.Cleanup(func() { store.Close() })
	w := &stagedWalk{Index: staged.New(repo, store), blobs: map[source.ID]string{}, paths: map[source.ID]string{}}
	var mu sync.Mutex
	s.Must(w.Walk(context.Background(), jobs, &w.ledger, func(worker int, b *source.Blob, base any) (source.Result, error) {
		if b.Kind == finding.KindPath {
			return source.Result{}, nil
		}
		mu.Lock()
		defer mu.Unlock()
		if _, twice := w.blobs[b.ID]; twice {
			s.Errorf("blob %s is visited twice", b.ID)
		}
		if worker < 0 || worker >= jobs || base != nil || b.Kind != finding.KindBlob || b.Size != int64(len(b.Data)) {
			s.Errorf("blob %s: worker %d, base %v, kind %s, size %d", b.ID, worker, base, b.Kind, b.Size)
		}
		w.blobs[b.ID], w.paths[b.ID] = string(b.Data), b.Path
		return source.Result{}, nil
	}))
	return w
}

// files lists what was scanned, as "PATH ID" lines in order.
func (w *stagedWalk) files(t testing.TB) []string {
	t.Helper()
	secrets := map[source.ID][]source.SecretKey{}
	for id := range w.blobs {
		secrets[id] = []source.SecretKey{1}
	}
	places, err := w.Locate(context.Background(), secrets)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for id := range w.blobs {
		if one := len(places[id]) == 1; one != (w.paths[id] != "") || one && w.paths[id] != places[id][0].Path {
			t.Errorf("blob %s was visited as %q and is at %v", id, w.paths[id], places[id])
		}
		for _, p := range places[id] {
			if p.Blob != id.Object || !p.Commit.IsZero() || !p.Reachable || p.Kind != finding.KindBlob {
				t.Errorf("place %+v of %s", p, id)
			}
			out = append(out, p.Path+" "+id.String())
		}
	}
	slices.Sort(out)
	return out
}

func wantFiles(t testing.TB, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: scanned %q, want %q", what, got, want)
	}
}

// A submodule is not scanned, and the ledger says so when it changes.
func TestStagedSubmodule(t *testing.T) {
	s := project(t)
	sub := s.In("sub")
	s.Git("init", "-q", "sub")
	sub.Commit("x", "in the submodule\n")
	s.Git("add", "sub")
	w := walkStaged(s, 2)
	wantFiles(t, "submodule", w.files(t), nil)
	skips := w.ledger.Skips()
	if len(skips) != 1 || skips[0].Reason != "submodule" || !slices.Equal(skips[0].Examples, []string{"sub"}) || skips[0].Incomplete {
		t.Errorf("skipped: %+v", skips)
	}
	s.Git("commit", "-q", "-m", "x")
	if skips := walkStaged(s, 2).ledger.Skips(); len(skips) > 0 {
		t.Errorf("a submodule that is as in HEAD: skipped %+v", skips)
	}
}
