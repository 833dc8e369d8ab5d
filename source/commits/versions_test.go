package commits

import (
	"bytes"
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/git/objects/delta"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/randomrepo"
)

// Whatever the commits do to a file, each version is visited once, and the
// runs that it is said to share with its base are shared.
func TestRangeVersions(t *testing.T) {
	s := gittest.New(t)
	lines := strings.Split(strings.Repeat("a line of some length\n", 200), "\n")
	write := func(change func(r *rand.Rand)) {
		r := rand.New(rand.NewPCG(uint64(len(lines)), 2))
		change(r)
		s.Commit("file", strings.Join(lines, "\n"))
	}
	write(func(*rand.Rand) {})
	first := strings.Clone(strings.Join(lines, "\n"))
	for i := range 6 {
		write(func(r *rand.Rand) { lines = slices.Insert(lines, r.IntN(len(lines)), strings.Repeat("x", i+1)) })
	}
	s.Git("checkout", "-q", "-b", "side", "HEAD~3")
	s.Commit("file", "of another kind\n")
	s.Commit("file", "")
	s.Commit("copy", first)
	s.Commit("file", first) // taken back
	s.Git("checkout", "-q", "main")
	s.Git("merge", "-q", "-s", "ours", "-m", "merged", "side")

	repo, store := (&randomrepo.History{Sandbox: s}).Open()
	head, err := oid.Parse(s.Git("rev-parse", "HEAD"))
	s.Must(err)
	for _, jobs := range []int{1, 3} {
		var mu sync.Mutex
		seen := map[string]int{}
		edited := 0
		err := New("test", repo, store, []oid.ID{head}, nil).Walk(context.Background(), jobs, &source.Ledger{}, func(_ int, b *source.Blob, base any) (source.Result, error) {
			if b.Kind != finding.KindBlob {
				return source.Result{}, nil
			}
			mu.Lock()
			defer mu.Unlock()
			seen[b.ID.String()]++
			if got := store.Hash(objects.Blob, b.Data).String(); got != b.ID.String() {
				t.Errorf("blob %s has the content of %s", b.ID, got)
			}
			before, _ := base.([]byte)
			at := 0
			for _, c := range b.Edits {
				if c.At < at || c.Len <= 0 || !bytes.Equal(b.Data[c.At:c.At+c.Len], before[c.Base:c.Base+c.Len]) {
					t.Errorf("blob %s: %+v is not shared with its base", b.ID, c)
				}
				at = c.At + c.Len
				edited++
			}
			return source.Result{State: b.Data, Found: true}, nil
		})
		s.Must(err)
		if len(seen) != 9 || edited < 12 {
			t.Errorf("%d blobs, %d runs shared", len(seen), edited)
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("blob %s is visited %d times", id, n)
			}
		}
	}
}

func FuzzShared(f *testing.F) {
	f.Add([]byte("abc"), []byte("abd"), uint16(0))
	f.Add([]byte("abc"), []byte("xabc"), uint16(600))
	f.Add([]byte(""), []byte("x"), uint16(255))
	f.Add([]byte("aa"), []byte("aaa"), uint16(256))
	f.Fuzz(func(t *testing.T, base, data []byte, padding uint16) {
		pad := bytes.Repeat([]byte("p"), int(padding)) // so that whole strides are compared
		base, data = slices.Concat(pad, base, pad), slices.Concat(pad, data, pad)
		at, from := 0, 0
		for _, c := range delta.Common(base, data) {
			if c.At < at || c.Base < from || !bytes.Equal(base[c.Base:c.Base+c.Len], data[c.At:c.At+c.Len]) {
				t.Fatalf("%q, %q: %+v", base, data, c)
			}
			at, from = c.At+c.Len, c.Base+c.Len
		}
		if bytes.Equal(base, data) && at != len(data) {
			t.Errorf("%d of %d equal bytes are shared", at, len(data))
		}
	})
}
