package treefs_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/git/treefs"
	"github.com/sluicesec/sluice/internal/oid"
)

func TestFiles(t *testing.T) {
	s := gittest.New(t)
	s.Write("a/b/c", "content\n")
	s.Must(os.Symlink("a/b/c", filepath.Join(s.Dir, "link")))
	hex := s.Commit("top", "top\n")
	s.Commit("top", "later\n")
	store, err := objects.Open(filepath.Join(s.Dir, ".git", "objects"), objects.Options{})
	s.Must(err)
	defer store.Close()
	id, err := oid.Parse(hex)
	s.Must(err)
	files, err := treefs.New(store, id)
	s.Must(err)

	for name, want := range map[string]string{"a/b/c": "content\n", "top": "top\n"} {
		got, err := fs.ReadFile(files, name)
		if err != nil || string(got) != want {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
		if info, err := fs.Stat(files, name); err != nil || info.Size() != int64(len(want)) || !info.Mode().IsRegular() {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	for _, name := range []string{"absent", "a/absent", "top/below", "a/b/c/d"} {
		if _, err := fs.ReadFile(files, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"/top", "../top", "a/../top", ""} {
		if _, err := fs.ReadFile(files, name); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, mode := range map[string]fs.FileMode{".": fs.ModeDir, "a/b": fs.ModeDir, "link": fs.ModeSymlink} {
		if info, err := fs.Stat(files, name); err != nil || info.Mode().Type() != mode {
			t.Errorf("%s: %v, %v", name, info, err)
		}
		if _, err := fs.ReadFile(files, name); err == nil || !strings.Contains(err.Error(), "not a regular file") {
			t.Errorf("%s: %v", name, err)
		}
	}
	blob, err := oid.Parse(s.Git("rev-parse", hex+":top"))
	s.Must(err)
	if _, err := treefs.New(store, blob); err == nil {
		t.Error("the files of a blob: no error")
	}
	if _, err := treefs.New(store, oid.Make(make([]byte, 20))); !errors.Is(err, objects.ErrNotFound) {
		t.Errorf("the files of an unknown commit: %v", err)
	}
	none, err := treefs.New(store, oid.ID{})
	s.Must(err)
	if _, err := fs.Stat(none, "top"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no commit: %v", err)
	}
}
