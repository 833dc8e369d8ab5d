//go:build unix

package history_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/source/history"
)

// Pipes and circles of links do not keep a walk from its end. A file that nobody may
// read makes it incomplete.
func TestOddGitFiles(t *testing.T) {
	s := gittest.New(t)
	s.Commit("a", "1\n")
	git := filepath.Join(s.Dir, ".git")
	s.Must(os.MkdirAll(filepath.Join(git, "hooks"), 0o755))
	s.Must(syscall.Mkfifo(filepath.Join(git, "hooks/pre-commit"), 0o600))
	s.Must(syscall.Mkfifo(filepath.Join(git, "objects/pack/tmp_pack_x"), 0o600))
	s.Must(os.Symlink("..", filepath.Join(git, "hooks/circle")))
	s.Must(os.Symlink("/etc", filepath.Join(git, "hooks/key")))
	done := make(chan struct{})
	go func() {
		defer close(done)
		got, skips, complete := beside(s, history.Options{})
		if len(got) != 0 || !complete || skips["not a regular file"] != 2 || skips["symlink out of the tree"] != 1 {
			t.Errorf("%q, %v, complete: %v", got, skips, complete)
		}
	}()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("the walk does not end")
	}
	s.Write(".git/secret", "a key\n")
	s.Must(os.Chmod(filepath.Join(git, "secret"), 0))
	if _, err := os.ReadFile(filepath.Join(git, "secret")); err == nil {
		t.Skip("this user may read everything")
	}
	if _, _, complete := beside(s, history.Options{}); complete {
		t.Error("a file that cannot be read leaves the scan complete")
	}
}
