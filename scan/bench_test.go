package scan_test

import (
	"context"
	"os"
	"runtime"
	"strconv"
	"testing"

	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/folder"
	"github.com/sluicesec/sluice/source/history"
)

func builtin(b *testing.B) *engine.Detector {
	cfg, err := rules.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	d, err := engine.New(cfg)
	if err != nil {
		b.Fatal(err)
	}
	return d
}

// BenchmarkGit scans the repository that SLUICE_BENCH_REPO names.
func BenchmarkGit(b *testing.B) {
	path := os.Getenv("SLUICE_BENCH_REPO")
	if path == "" {
		b.Skip("SLUICE_BENCH_REPO names no repository")
	}
	d := builtin(b)
	for b.Loop() {
		repo, err := gitrepo.Open(path, nil)
		if err != nil {
			b.Fatal(err)
		}
		store, err := objects.Open(repo.GitDir, objects.Options{})
		if err != nil {
			b.Fatal(err)
		}
		_, err = scan.Run(context.Background(), history.New(repo, store, history.Options{}), d, scan.Options{Jobs: runtime.GOMAXPROCS(0)})
		if err != nil {
			b.Fatal(err)
		}
		if err := store.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDir scans the folder that SLUICE_BENCH_DIR names.
func BenchmarkDir(b *testing.B) {
	path := os.Getenv("SLUICE_BENCH_DIR")
	if path == "" {
		b.Skip("SLUICE_BENCH_DIR names no folder")
	}
	d := builtin(b)
	for b.Loop() {
		_, err := scan.Run(context.Background(), &folder.Folders{Paths: []string{path}}, d, scan.Options{Jobs: runtime.GOMAXPROCS(0)})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRules scans the folder that SLUICE_BENCH_DIR names with the first
// half and with all of a thousand built-in rules.
func BenchmarkRules(b *testing.B) {
	path := os.Getenv("SLUICE_BENCH_DIR")
	if path == "" {
		b.Skip("SLUICE_BENCH_DIR names no folder")
	}
	cfg, err := rules.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{500, 1000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			d, err := engine.New(&rules.Config{Rules: cfg.Rules[:n], Providers: cfg.Providers})
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				_, err := scan.Run(context.Background(), &folder.Folders{Paths: []string{path}}, d, scan.Options{Jobs: runtime.GOMAXPROCS(0)})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
