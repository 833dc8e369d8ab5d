//go:build unix

package history

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/randomrepo"
)

// TestCutPack cuts the pack while it is walked: the ledger names it.
func TestCutPack(t *testing.T) {
	m := randomrepo.Make(t, 1, 40)
	m.Git("repack", "-adq", "--window=0")
	packs, err := filepath.Glob(filepath.Join(m.Dir, ".git", "objects", "pack", "*.pack"))
	if err != nil || len(packs) != 1 {
		t.Fatalf("packs: %v, %v", packs, err)
	}
	repo, store := m.Open()
	ledger := &source.Ledger{}
	cut := sync.OnceFunc(func() {
		if err := os.Truncate(packs[0], 0); err != nil {
			t.Error(err)
		}
	})
	err = New(repo, store, Options{}).Walk(context.Background(), 2, ledger, func(int, *source.Blob, any) (source.Result, error) {
		cut()
		return source.Result{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if told := strings.Join(ledger.Errors(), "\n"); ledger.Complete() || !strings.Contains(told, packs[0]) {
		t.Errorf("complete %v: %s", ledger.Complete(), told)
	}
}
