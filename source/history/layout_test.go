package history

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/git/objects/delta"
	"github.com/sluicesec/sluice/source"
)

// A tree that is read with the help of its base says what it says read alone,
// whatever the two hold.
func FuzzLayout(f *testing.F) {
	entry := func(mode, name string, id byte) []byte {
		return append([]byte(mode+" "+name+"\x00"), bytes.Repeat([]byte{id}, 20)...)
	}
	base := slices.Concat(entry("100644", "a", 1), entry("40000", "b", 2), entry("160000", "c", 3))
	f.Add(base, slices.Concat(entry("100644", "a", 1), entry("40000", "b", 4), entry("160000", "c", 3)))
	f.Add(base, slices.Concat(entry("100644", "a", 1), entry("100644", "aa", 9), entry("40000", "b", 2), entry("160000", "c", 3)))
	f.Add(base, base[20:])
	f.Add(base[:50], base)
	dir := f.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "pack"), 0o755); err != nil {
		f.Fatal(err)
	}
	store, err := objects.Open(dir, objects.Options{})
	if err != nil {
		f.Fatal(err)
	}
	defer store.Close()
	trees := newTrees(store, &source.Ledger{}, 1, nil, nil, func(int, *source.Blob, any) (source.Result, error) {
		return source.Result{}, nil
	})
	w := &trees.workers[0]
	f.Fuzz(func(t *testing.T, base, data []byte) {
		prior, _ := trees.read(w, base, nil, nil)
		alone, whole := trees.read(w, data, nil, nil)
		helped, also := trees.read(w, data, prior, delta.Common(base, data))
		if whole != also || !slices.Equal(alone.starts, helped.starts) || !slices.Equal(alone.kept, helped.kept) {
			t.Errorf("alone %v %+v, with the base %v %+v", whole, alone, also, helped)
		}
	})
}
