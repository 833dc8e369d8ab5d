package folder

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/source"
)

// Every name below a folder is visited once, and so is what each link names. A folder
// called .git is a repository only if git would say so.
func TestNames(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a/b.txt": "1", "a/c/b.txt": "2", ".git/config": "3", "one": "4"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("target/of it", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	gittest.New(t).In(dir).Git("init", "-q", "sub")

	var mu sync.Mutex
	seen := map[string]int{}
	ledger := &source.Ledger{}
	f := &Folders{Paths: []string{dir}}
	err := f.Walk(context.Background(), 2, ledger, func(_ int, b *source.Blob, _ any) (source.Result, error) {
		mu.Lock()
		defer mu.Unlock()
		rel, err := filepath.Rel(dir, b.ID.Name)
		if err != nil {
			return source.Result{}, err
		}
		seen[string(b.Kind)+" "+filepath.ToSlash(rel)+" "+string(b.Data)]++
		return source.Result{}, nil
	})
	if err != nil || !ledger.Complete() {
		t.Fatal(err, ledger.Errors())
	}
	want := map[string]int{
		"blob a/b.txt 1": 1, "blob a/c/b.txt 2": 1, "blob .git/config 3": 1, "blob one 4": 1,
		"symlink link target/of it": 1,
	}
	for _, path := range []string{".git", ".git/config", "a", "a/b.txt", "a/c", "a/c/b.txt", "link", "one", "sub", "sub/.git"} {
		want["path "+path+" "+filepath.Base(path)] = 1
	}
	if !maps.Equal(seen, want) {
		t.Errorf("visited %v\nwant %v", slices.Sorted(maps.Keys(seen)), slices.Sorted(maps.Keys(want)))
	}
	skips := ledger.Skips()
	if counts := ledger.Counts(); counts.Names != 11 || counts.Files != 4 || len(skips) != 1 || skips[0].Reason != "git folder" || skips[0].Count != 1 {
		t.Errorf("%+v, %+v", counts, skips)
	}
	id := source.Text(finding.KindSymlink, filepath.ToSlash(filepath.Join(dir, "link")))
	places, err := f.Locate(context.Background(), map[source.ID][]source.SecretKey{id: nil})
	if err != nil || len(places[id]) != 1 || places[id][0].Kind != finding.KindSymlink {
		t.Errorf("%+v, %v", places, err)
	}
}
