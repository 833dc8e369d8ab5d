//go:build unix

package gitrepo

import (
	"context"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
)

// A named pipe in the place of a ref must not be opened: nobody may ever write to it.
func TestRefThatIsAPipe(t *testing.T) {
	s := gittest.New(t)
	tip := s.Commit("a", "1\n")
	s.Must(syscall.Mkfifo(filepath.Join(s.Dir, ".git/refs/heads/bad"), 0o644))
	refs, err := openRepo(s).Refs(context.Background())
	if err == nil {
		t.Error("no error")
	}
	diff(t, "refs", names(refs), []string{"HEAD " + tip, "refs/heads/main " + tip})
}
