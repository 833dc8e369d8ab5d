package gitrepo

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/oid"
)

// The layout found must be the one that git finds, wherever one starts.
func TestOpenFindsWhatGitFinds(t *testing.T) {
	s := gittest.New(t)
	s.Commit("deep/er/file", "x\n")
	s.Git("worktree", "add", "-q", "../linked tree", "-b", "side")
	s.Git("clone", "-q", "--bare", ".", "../bare.git")
	s.Git("-c", "protocol.file.allow=always", "submodule", "add", "-q", "../bare.git", "sub")
	s.In("../bare.git").Git("worktree", "add", "-q", "../of bare", "side")
	s.Git("init", "-q", "--separate-git-dir", "../apart.git", "../apart")

	for _, dir := range []string{
		".", "deep/er", ".git", ".git/refs/heads",
		"../linked tree", "../linked tree/deep/er", ".git/worktrees/linked-tree",
		"../bare.git", "../bare.git/refs", "../of bare", "sub", ".git/modules/sub", "../apart",
	} {
		t.Run(dir, func(t *testing.T) {
			s := s.For(t).In(dir)
			r := openRepo(s)
			said := strings.Split(s.Git("rev-parse", "--absolute-git-dir", "--git-common-dir",
				"--git-path", "objects", "--git-path", "index", "--is-inside-work-tree"), "\n")
			equal(t, "git dir", r.GitDir, absolute(s.Dir, said[0]))
			equal(t, "common dir", r.CommonDir, absolute(s.Dir, said[1]))
			equal(t, "object dir", r.ObjectDir, absolute(s.Dir, said[2]))
			equal(t, "index", r.IndexFile, absolute(s.Dir, said[3]))
			if said[4] == "true" {
				equal(t, "work tree", r.WorkTree, s.Git("rev-parse", "--show-toplevel"))
			}
			// inside .git, git says whether there is a work tree only by this
			if strings.HasPrefix(dir, "../bare.git") {
				equal(t, "work tree", r.WorkTree, "")
			}
		})
	}
	t.Run(".git file", func(t *testing.T) {
		r, err := Open(filepath.Join(s.Dir, "../linked tree/.git"), nil)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "git dir", r.GitDir, openRepo(s.In("../linked tree")).GitDir)
		equal(t, "work tree", r.WorkTree, absolute(s.Dir, "../linked tree"))
	})
	t.Run("git dirs know their work tree", func(t *testing.T) {
		equal(t, "main", openRepo(s.In(".git")).WorkTree, s.Dir)
		equal(t, "linked", openRepo(s.In(".git/worktrees/linked-tree")).WorkTree, absolute(s.Dir, "../linked tree"))
		equal(t, "submodule", openRepo(s.In(".git/modules/sub")).WorkTree, absolute(s.Dir, "sub"))
	})
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	s := gittest.Sandbox{TB: t, Dir: dir}
	s.Write("file", "text\n")
	s.Write("broken/.git", "gitdir: nowhere\n")
	s.Write("hollow/.git/config", "[core]\n")
	for path, says := range map[string]string{
		".":       "nor is any folder above it",
		"absent":  "no such file or folder",
		"file":    "it is a file",
		"broken":  "nowhere, which is none",
		"hollow":  "nor is any folder above it",
		"gone/by": "no such file or folder",
	} {
		_, err := Open(filepath.Join(dir, path), nil)
		if !errors.Is(err, ErrNotRepository) {
			t.Errorf("%s: error %v does not wrap ErrNotRepository", path, err)
			continue
		}
		if text := err.Error(); !strings.Contains(text, says) || !strings.Contains(text, filepath.Join(dir, path)) {
			t.Errorf("%s: error %q does not say %q and the path", path, text, says)
		}
	}
}

// The environment of a hook speaks of the repository in the current folder,
// by whatever path it is called, and of no other.
func TestOpenHeedsTheEnvironmentOfItsOwnRepository(t *testing.T) {
	s, other := gittest.New(t), gittest.New(t)
	s.Write("sub/file", "x")
	objects := filepath.Join(s.Dir, ".git/objects/incoming")
	env := []string{"GIT_DIR=../.git", "GIT_WORK_TREE=..", "GIT_INDEX_FILE=next-index.lock",
		"GIT_OBJECT_DIRECTORY=" + objects, "GIT_ALTERNATE_OBJECT_DIRECTORIES=/a:/b", "GIT_SOMETHING=x"}
	t.Chdir(filepath.Join(s.Dir, "sub"))

	for _, path := range []string{"", ".", s.Dir, filepath.Join(s.Dir, ".git")} {
		r, err := Open(path, env)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, path+": git dir", r.GitDir, filepath.Join(s.Dir, ".git"))
		equal(t, path+": work tree", r.WorkTree, s.Dir)
		equal(t, path+": index", r.IndexFile, filepath.Join(s.Dir, "next-index.lock"))
		equal(t, path+": objects", r.ObjectDir, objects)
		equal(t, path+": alternates", r.Alternates, "/a:/b")
	}
	r, err := Open(other.Dir, env)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "other: git dir", r.GitDir, filepath.Join(other.Dir, ".git"))
	equal(t, "other: index", r.IndexFile, filepath.Join(other.Dir, ".git/index"))
	equal(t, "other: objects", r.ObjectDir, filepath.Join(other.Dir, ".git/objects"))

	if _, err := Open(".", []string{"GIT_DIR=" + t.TempDir()}); !errors.Is(err, ErrNotRepository) {
		t.Errorf("GIT_DIR that is no repository: error %v", err)
	}
}

func TestFormats(t *testing.T) {
	s := gittest.New(t, "--object-format=sha256")
	equal(t, "object format", openRepo(s).ObjectFormat, oid.SHA256)
	equal(t, "ref format", openRepo(s).RefFormat, "files")
	s.Git("config", "extensions.refStorage", "reftable")
	equal(t, "ref format", openRepo(s).RefFormat, "reftable")
	for _, key := range []string{"extensions.objectFormat", "extensions.refStorage"} {
		s := gittest.New(t)
		s.Write(".git/config", s.Git("config", "--file", ".git/config", "--list", "--name-only")[:0]+
			"["+strings.ReplaceAll(key, ".", "]\n\t")+" = novel\n")
		if r, err := Open(s.Dir, nil); err == nil || !strings.Contains(err.Error(), "novel") {
			t.Errorf("%s: got %v, %v; want an error that names the format", key, r, err)
		}
	}
}

func TestWorkTreeConfig(t *testing.T) {
	s := gittest.New(t)
	s.Commit("a", "x")
	s.Git("worktree", "add", "-q", "../linked", "-b", "side")
	s.Git("config", "extensions.worktreeConfig", "true")
	s.Git("config", "--worktree", "core.worktree", "../../elsewhere")
	s.Write("../elsewhere/a", "x")
	equal(t, "main", openRepo(s).WorkTree, absolute(s.Dir, "../elsewhere"))
	equal(t, "linked", openRepo(s.In("../linked")).WorkTree, absolute(s.Dir, "../linked"))
}

func TestPartialShallowGrafted(t *testing.T) {
	s := gittest.New(t)
	s.Commit("a", "1\n")
	tip := s.Commit("a", "2\n")
	r := openRepo(s)
	cut, err := r.Shallow()
	if r.Promisor() || r.Grafted() || len(cut) > 0 || err != nil {
		t.Errorf("a plain repository: promisor %v, grafted %v, shallow %v, %v", r.Promisor(), r.Grafted(), cut, err)
	}

	s.Git("clone", "-q", "--depth=1", "--no-local", ".", "../shallow")
	cut, err = openRepo(s.In("../shallow")).Shallow()
	if err != nil || len(cut) != 1 || cut[0].String() != tip {
		t.Errorf("shallow: got %v, %v; want %s", cut, err, tip)
	}
	s.In("../shallow").Write(".git/shallow", tip[:20]+"\n")
	if _, err = openRepo(s.In("../shallow")).Shallow(); err == nil {
		t.Error("half an id in the file shallow: no error")
	}

	s.Git("config", "uploadpack.allowFilter", "true")
	s.Git("clone", "-q", "--filter=blob:none", "--no-local", ".", "../partial")
	p := s.In("../partial")
	equal(t, "promisor", openRepo(p).Promisor(), true)
	p.Git("config", "--unset", "remote.origin.promisor")
	p.Git("config", "--unset", "remote.origin.partialclonefilter")
	equal(t, "promisor by its packs", openRepo(p).Promisor(), true)

	if err := os.MkdirAll(filepath.Join(s.Dir, ".git/info"), 0o755); err != nil {
		t.Fatal(err)
	}
	s.Write(".git/info/grafts", tip+"\n")
	equal(t, "grafted", r.Grafted(), true)
}
