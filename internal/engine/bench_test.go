package engine_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
)

// corpus is a few megabytes of source, file by file: Go's own where it is
// installed, or the folder in SLUICE_BENCH_DIR.
func corpus(b *testing.B) (files [][]byte, size int64) {
	root := os.Getenv("SLUICE_BENCH_DIR")
	if root == "" {
		root = "/usr/local/go/src"
	}
	_ = filepath.WalkDir(root, func(path string, e os.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() && size < 48<<20 && !strings.HasSuffix(path, ".zip") {
			if data, err := os.ReadFile(path); err == nil {
				files = append(files, data)
				size += int64(len(data))
			}
		}
		return nil
	})
	if size < 1<<20 {
		b.Skip("no source to read")
	}
	return files, size
}

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

// BenchmarkRaw is the engine with all built-in rules over source code.
func BenchmarkRaw(b *testing.B) {
	files, size := corpus(b)
	d := builtin(b)
	s := d.NewScanner()
	b.SetBytes(size)
	b.ReportAllocs()
	matches := 0
	for b.Loop() {
		matches = 0
		for _, data := range files {
			for v := range content.Views(data) {
				matches += s.Raw(v.Data, v.Class).Len()
			}
		}
	}
	b.ReportMetric(float64(matches), "matches")
	b.ReportMetric(float64(len(slices.Collect(d.Rules()))), "rules")
}

// BenchmarkNew is the cost of a start: compiling all built-in rules.
func BenchmarkNew(b *testing.B) {
	cfg, err := rules.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := engine.New(cfg); err != nil {
			b.Fatal(err)
		}
	}
}
