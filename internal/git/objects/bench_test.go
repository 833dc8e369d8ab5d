package objects_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/sluicesec/sluice/internal/git/objects"
)

// BenchmarkWalk walks the objects of the repository whose git directory
// SLUICE_BENCH_REPO names, with a visitor that does nothing, and reports how much
// memory was used beside the mapped files.
func BenchmarkWalk(b *testing.B) {
	dir := os.Getenv("SLUICE_BENCH_REPO")
	if dir == "" {
		b.Skip("SLUICE_BENCH_REPO is not set")
	}
	for b.Loop() {
		s, err := objects.Open(filepath.Join(dir, "objects"), objects.Options{VerifyIDs: os.Getenv("SLUICE_BENCH_VERIFY") != ""})
		if err != nil {
			b.Fatal(err)
		}
		var count, bytes, edits atomic.Int64
		visit := func(_ int, o *objects.Object, _ any) (any, error) {
			count.Add(1)
			bytes.Add(int64(len(o.Data)))
			edits.Add(int64(len(o.Edits)))
			return nil, nil
		}
		all := func(objects.Type) bool { return true }
		err = s.Walk(b.Context(), runtime.GOMAXPROCS(0), all, visit, func(p objects.Problem) { b.Error(p) })
		if err != nil {
			b.Fatal(err)
		}
		if int(count.Load()) != s.Len() {
			b.Errorf("visited %d of %d objects", count.Load(), s.Len())
		}
		b.ReportMetric(float64(count.Load()), "objects")
		b.ReportMetric(float64(bytes.Load())/1e6, "MB")
		b.ReportMetric(float64(edits.Load()), "copies")
		b.ReportMetric(rssAnon(b), "MB-anon")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// rssAnon returns the process's anonymous memory in MB, and 0 where /proc does not tell.
func rssAnon(b *testing.B) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "RssAnon:" {
			var kb float64
			for _, c := range fields[1] {
				kb = kb*10 + float64(c-'0')
			}
			return kb / 1e3
		}
	}
	return 0
}
