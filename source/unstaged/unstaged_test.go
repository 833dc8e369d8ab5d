package unstaged

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/source"
)

// TestWalk: the files that git diff names are visited as the work tree has them, and no
// others.
func TestWalk(t *testing.T) {
	s := gittest.New(t)
	s.Write("same", "1\n")
	s.Write("edited", "1\n")
	s.Write("in/folder", "1\n")
	s.Write("gone", "1\n")
	s.Write("staged", "1\n")
	s.Write("windows", "1\n2\n") // with CRLF in the work tree, as core.autocrlf has it
	s.Must(os.Symlink("same", filepath.Join(s.Dir, "link")))
	s.Git("add", ".")
	s.Git("commit", "-q", "-m", "all")
	s.Write("edited", "2\n")
	s.Write("windows", "1\r\n2\r\n")
	s.Write("in/folder", "3\n")
	s.Write("staged", "4\n")
	s.Git("add", "staged")
	s.Write("new", "5\n")
	s.Write("soon", "6\n")
	s.Git("add", "-N", "soon")
	s.Must(os.Remove(filepath.Join(s.Dir, "gone")))
	s.Must(os.Remove(filepath.Join(s.Dir, "link")))
	s.Must(os.Symlink("elsewhere", filepath.Join(s.Dir, "link")))

	repo, err := gitrepo.Open(s.Dir, nil)
	s.Must(err)
	store, err := repo.OpenObjects()
	s.Must(err)
	defer store.Close()
	w, ledger := New(repo, store), &source.Ledger{}
	var mu sync.Mutex
	var got []string
	s.Must(w.Walk(context.Background(), 2, ledger, func(_ int, b *source.Blob, _ any) (source.Result, error) {
		mu.Lock()
		defer mu.Unlock()
		got = append(got, b.Path+" "+strings.TrimSpace(string(b.Data)))
		return source.Result{}, nil
	}))
	slices.Sort(got)
	want := []string{"edited 2", "in/folder 3", "link elsewhere", "soon 6"}
	if !slices.Equal(got, want) || !ledger.Complete() {
		t.Errorf("got %q, want %q; %v", got, want, ledger.Errors())
	}
	named := strings.Fields(s.Git("-c", "core.autocrlf=input", "diff", "--name-only", "--diff-filter=d"))
	for i := range got {
		got[i], _, _ = strings.Cut(got[i], " ")
	}
	if !slices.Equal(got, named) {
		t.Errorf("git diff names %q", named)
	}
	var old []string
	err = w.Previous(context.Background(), "edited", func(b *source.Blob) error {
		old = append(old, string(b.Data))
		return nil
	})
	if err != nil || !slices.Equal(old, []string{"1\n"}) {
		t.Errorf("before: %q, %v", old, err)
	}
}
