package history

import (
	"context"
	"os"
	"runtime"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/source"
)

// BenchmarkWalk measures the walk alone, without an engine, over the
// repository that SLUICE_BENCH_REPO names.
func BenchmarkWalk(b *testing.B) {
	path := os.Getenv("SLUICE_BENCH_REPO")
	if path == "" {
		b.Skip("SLUICE_BENCH_REPO names no repository")
	}
	for b.Loop() {
		repo, err := gitrepo.Open(path, nil)
		if err != nil {
			b.Fatal(err)
		}
		store, err := repo.OpenObjects()
		if err != nil {
			b.Fatal(err)
		}
		h := New(repo, store, Options{})
		nothing := func(int, *source.Blob, any) (source.Result, error) { return source.Result{}, nil }
		if err := h.Walk(context.Background(), runtime.GOMAXPROCS(0), &source.Ledger{}, nothing); err != nil {
			b.Fatal(err)
		}
		if _, err := h.Locate(context.Background(), nil); err != nil {
			b.Fatal(err)
		}
		if err := store.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
