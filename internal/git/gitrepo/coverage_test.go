package gitrepo

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
)

// Only a bare repository that a commit can hold has a holder.
func TestHolder(t *testing.T) {
	s := gittest.New(t)
	s.Commit("a", "x")
	s.Git("init", "-q", "--bare", "dir/bare")
	s.Git("init", "-q", "--bare", "../bare.git")
	s.Git("init", "-q", "inner")
	s.Git("worktree", "add", "-q", "linked", "-b", "side")
	s.Write("file", "gitdir: dir/bare\n")
	s.In("dir/bare").Git("config", "core.worktree", "..")
	s.Must(os.Symlink(filepath.Join(s.Dir, "dir/bare"), filepath.Join(s.Dir, "../link")))
	for path, want := range map[string]string{
		".": "", ".git": "", ".git/refs": "", "dir": "", "inner": "", "inner/.git": "", "linked": "", ".git/worktrees/linked": "", "../bare.git": "",
		"dir/bare": s.Dir, "dir/bare/refs": s.Dir, "file": s.Dir, "../link": s.Dir,
	} {
		r, err := Open(filepath.Join(s.Dir, path), nil)
		s.Must(err)
		equal(t, path, r.Holder(), want)
	}
}

func TestRefspecs(t *testing.T) {
	for _, c := range []struct {
		specs []string
		want  bool
	}{
		{nil, false},
		{[]string{"+refs/heads/*:refs/remotes/origin/*"}, true},
		{[]string{"+refs/heads/main:refs/remotes/origin/main", "refs/heads/*:refs/heads/*"}, true},
		{[]string{"+refs/*:refs/*"}, true},
		{[]string{"+refs/heads/main:refs/remotes/origin/main"}, false},
		{[]string{"+refs/heads/a*:refs/remotes/origin/a*"}, false},
		{[]string{"+refs/heads/*:refs/remotes/origin/*", "^refs/heads/bot/*"}, false},
	} {
		equal(t, "brings all", brings(c.specs, "refs/heads/*"), c.want)
	}
}
