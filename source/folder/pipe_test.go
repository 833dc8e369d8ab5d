//go:build unix

package folder

import (
	"context"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/source"
)

// A named pipe among the files, or where a .gitignore belongs, does not stop a walk.
func TestPipesDoNotStopAWalk(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{".gitignore", "pipe"} {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "file"), []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	ledger, visited := &source.Ledger{}, 0
	done := make(chan error, 1)
	go func() {
		f := &Folders{Paths: []string{dir}, Gitignore: true}
		done <- f.Walk(context.Background(), 1, ledger, func(_ int, b *source.Blob, _ any) (source.Result, error) {
			if b.Kind == finding.KindBlob {
				visited++
			}
			return source.Result{}, nil
		})
	}()
	select {
	case err := <-done:
		if err != nil || visited != 1 || ledger.Complete() {
			t.Errorf("%d files visited, complete: %v, %v", visited, ledger.Complete(), err)
		}
	case <-time.After(time.Minute):
		t.Fatal("the walk does not end")
	}
}
