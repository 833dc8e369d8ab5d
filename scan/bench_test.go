package scan_test

import (
	"context"
	"os"
	"runtime"
	"strconv"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/folder"
	"github.com/sluicesec/sluice/source/history"
)

func builtin(b *testing.B) *scan.Scanner {
	cfg, err := rules.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	d, err := scan.New(cfg)
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
		store, err := repo.OpenObjects()
		if err != nil {
			b.Fatal(err)
		}
		_, err = d.Run(context.Background(), history.New(repo, store, history.Options{}), scan.Options{Jobs: runtime.GOMAXPROCS(0)})
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
		_, err := d.Run(context.Background(), &folder.Folders{Paths: []string{path}}, scan.Options{Jobs: runtime.GOMAXPROCS(0)})
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
			d, err := scan.New(&rules.Config{Rules: cfg.Rules[:n], Providers: cfg.Providers})
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				_, err := d.Run(context.Background(), &folder.Folders{Paths: []string{path}}, scan.Options{Jobs: runtime.GOMAXPROCS(0)})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
