package folder

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/source"
)

// A folder called .git is left out, and the ledger says so, if it is a repository. A file
// that is in any other is scanned.
func TestGitFolder(t *testing.T) {
	s := gittest.New(t)
	s.Commit("file", "1\n")
	for name, test := range map[string]struct {
		change  func(git string) error
		skipped bool
	}{
		"a repository":       {func(string) error { return nil }, true},
		"a detached HEAD":    {func(git string) error { return write(git, "HEAD", s.Git("rev-parse", "HEAD")+"\n") }, true},
		"a link as HEAD":     {func(git string) error { return link(git, "HEAD", "refs/heads/main") }, true},
		"no HEAD":            {func(git string) error { return os.Remove(filepath.Join(git, "HEAD")) }, false},
		"text as HEAD":       {func(git string) error { return write(git, "HEAD", "anything\n") }, false},
		"another HEAD":       {func(git string) error { return write(git, "HEAD", "ref: elsewhere\n") }, false},
		"another link":       {func(git string) error { return link(git, "HEAD", "config") }, false},
		"no objects":         {func(git string) error { return os.RemoveAll(filepath.Join(git, "objects")) }, false},
		"no refs":            {func(git string) error { return os.RemoveAll(filepath.Join(git, "refs")) }, false},
		"a file as objects":  {func(git string) error { return file(git, "objects") }, false},
		"nothing but a file": {func(git string) error { return empty(git) }, false},
	} {
		dir := t.TempDir()
		git := filepath.Join(dir, "project", ".git")
		if err := os.CopyFS(git, os.DirFS(filepath.Join(s.Dir, ".git"))); err != nil {
			t.Fatal(err)
		}
		if err := test.change(git); err != nil {
			t.Fatal(err)
		}
		if err := write(git, "inside", "text\n"); err != nil {
			t.Fatal(err)
		}
		ledger, seen := &source.Ledger{}, false
		f := &Folders{Paths: []string{dir}}
		if err := f.Walk(context.Background(), 1, ledger, func(_ int, b *source.Blob, _ any) (source.Result, error) {
			seen = seen || string(b.Data) == "text\n"
			return source.Result{}, nil
		}); err != nil {
			t.Fatal(err)
		}
		named := false
		for _, s := range ledger.Skips() {
			named = named || s.Reason == "git folder" && s.Count == 1
		}
		if seen == test.skipped || named != test.skipped {
			t.Errorf("%s: scanned %t, in the ledger as left out %t", name, seen, named)
		}
	}
}

func write(dir, name, text string) error {
	return os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600)
}

func link(dir, name, target string) error {
	if err := os.Remove(filepath.Join(dir, name)); err != nil {
		return err
	}
	return os.Symlink(target, filepath.Join(dir, name))
}

func file(dir, name string) error {
	if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
		return err
	}
	return write(dir, name, "")
}

func empty(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return os.Mkdir(dir, 0o700)
}
