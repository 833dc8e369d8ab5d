//go:build unix

package scan_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/history"
	"github.com/sluicesec/sluice/source/staged"
)

// TestPipesInARepository: a named pipe where git keeps a file neither stops a scan
// nor goes unnoticed.
func TestPipesInARepository(t *testing.T) {
	t.Parallel()
	repo := gittest.New(t)
	repo.Commit("a", "one")
	repo.Git("gc", "-q")
	loose := repo.Commit("b", "two")
	repo.Write("c", "three")
	repo.Git("add", "c")
	packs, err := filepath.Glob(filepath.Join(repo.Dir, ".git/objects/pack/*.pack"))
	if err != nil || len(packs) != 1 {
		t.Fatalf("%q, %v", packs, err)
	}
	pack := strings.TrimSuffix(filepath.Base(packs[0]), "pack")
	for _, place := range []string{
		"HEAD", "config", "index", "packed-refs", "commondir", "shallow", "MERGE_HEAD", "FETCH_HEAD",
		"refs/heads/main", "refs/heads/other", "logs/HEAD", "logs/refs/heads/main",
		"objects/info/alternates", "objects/pack/" + pack + "pack", "objects/pack/" + pack + "idx",
		"objects/" + loose[:2] + "/" + loose[2:],
	} {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			repo := repo.Copy(t)
			path := filepath.Join(repo.Dir, ".git", place)
			repo.Must(os.RemoveAll(path))
			repo.Must(os.MkdirAll(filepath.Dir(path), 0o755))
			repo.Must(syscall.Mkfifo(path, 0o600))
			done := make(chan error, 1)
			go func() { done <- scanBoth(repo.Dir) }()
			select {
			case err := <-done:
				if err == nil {
					t.Error("nobody says that something is wrong")
				}
			case <-time.After(time.Minute):
				t.Fatal("the scan does not end")
			}
		})
	}
}

// scanBoth scans the history and the index of a repository. It returns an error
// also when a report is not complete.
func scanBoth(dir string) error {
	repo, err := gitrepo.Open(dir, nil)
	if err != nil {
		return err
	}
	store, err := repo.OpenObjects()
	if err != nil {
		return err
	}
	defer store.Close()
	cfg, err := rules.Builtin()
	if err != nil {
		return err
	}
	s, err := scan.New(cfg)
	if err != nil {
		return err
	}
	var incomplete error
	for _, run := range []func() (*finding.Report, error){
		func() (*finding.Report, error) {
			return s.Run(context.Background(), history.New(repo, store, history.Options{}), scan.Options{})
		},
		func() (*finding.Report, error) {
			return s.Run(context.Background(), staged.New(repo, store), scan.Options{})
		},
	} {
		r, err := run()
		if err != nil {
			return err
		}
		if !r.Complete {
			incomplete = fmt.Errorf("incomplete: %q", r.Ledger.Errors)
		}
	}
	return incomplete
}
