package gitrepo

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The layout found must be the one that git finds, wherever one starts.
func TestOpenFindsWhatGitFinds(t *testing.T) {
	s := newSandbox(t)
	s.commit("deep/er/file", "x\n")
	s.git("worktree", "add", "-q", "../linked tree", "-b", "side")
	s.git("clone", "-q", "--bare", ".", "../bare.git")
	s.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", "../bare.git", "sub")
	s.in("../bare.git").git("worktree", "add", "-q", "../of bare", "side")
	s.git("init", "-q", "--separate-git-dir", "../apart.git", "../apart")

	for _, dir := range []string{
		".", "deep/er", ".git", ".git/refs/heads",
		"../linked tree", "../linked tree/deep/er", ".git/worktrees/linked-tree",
		"../bare.git", "../bare.git/refs", "../of bare", "sub", ".git/modules/sub", "../apart",
	} {
		t.Run(dir, func(t *testing.T) {
			s := s.in(dir)
			s.TB = t
			r := s.open()
			equal(t, "git dir", r.GitDir, absolute(s.dir, s.git("rev-parse", "--absolute-git-dir")))
			equal(t, "common dir", r.CommonDir, absolute(s.dir, s.git("rev-parse", "--git-common-dir")))
			equal(t, "object dir", r.ObjectDir, absolute(s.dir, s.git("rev-parse", "--git-path", "objects")))
			equal(t, "index", r.IndexFile, absolute(s.dir, s.git("rev-parse", "--git-path", "index")))
			if s.git("rev-parse", "--is-inside-work-tree") == "true" {
				equal(t, "work tree", r.WorkTree, s.git("rev-parse", "--show-toplevel"))
			}
			// inside .git, git says whether there is a work tree only by this
			if strings.HasPrefix(dir, "../bare.git") {
				equal(t, "work tree", r.WorkTree, "")
			}
		})
	}
	t.Run(".git file", func(t *testing.T) {
		r, err := Open(filepath.Join(s.dir, "../linked tree/.git"), nil)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "git dir", r.GitDir, s.in("../linked tree").open().GitDir)
		equal(t, "work tree", r.WorkTree, absolute(s.dir, "../linked tree"))
	})
	t.Run("git dirs know their work tree", func(t *testing.T) {
		equal(t, "main", s.in(".git").open().WorkTree, s.dir)
		equal(t, "linked", s.in(".git/worktrees/linked-tree").open().WorkTree, absolute(s.dir, "../linked tree"))
		equal(t, "submodule", s.in(".git/modules/sub").open().WorkTree, absolute(s.dir, "sub"))
	})
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	s := sandbox{TB: t, dir: dir}
	s.write("file", "text\n")
	s.write("broken/.git", "gitdir: nowhere\n")
	s.write("hollow/.git/config", "[core]\n")
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
	s, other := newSandbox(t), newSandbox(t)
	s.write("sub/file", "x")
	objects := filepath.Join(s.dir, ".git/objects/incoming")
	env := []string{"GIT_DIR=../.git", "GIT_WORK_TREE=..", "GIT_INDEX_FILE=next-index.lock",
		"GIT_OBJECT_DIRECTORY=" + objects, "GIT_ALTERNATE_OBJECT_DIRECTORIES=/a:/b", "GIT_SOMETHING=x"}
	t.Chdir(filepath.Join(s.dir, "sub"))

	for _, path := range []string{"", ".", s.dir, filepath.Join(s.dir, ".git")} {
		r, err := Open(path, env)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, path+": git dir", r.GitDir, filepath.Join(s.dir, ".git"))
		equal(t, path+": work tree", r.WorkTree, s.dir)
		equal(t, path+": index", r.IndexFile, filepath.Join(s.dir, "next-index.lock"))
		equal(t, path+": objects", r.ObjectDir, objects)
		equal(t, path+": alternates", r.Alternates, "/a:/b")
	}
	r, err := Open(other.dir, env)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "other: git dir", r.GitDir, filepath.Join(other.dir, ".git"))
	equal(t, "other: index", r.IndexFile, filepath.Join(other.dir, ".git/index"))
	equal(t, "other: objects", r.ObjectDir, filepath.Join(other.dir, ".git/objects"))

	if _, err := Open(".", []string{"GIT_DIR=" + t.TempDir()}); !errors.Is(err, ErrNotRepository) {
		t.Errorf("GIT_DIR that is no repository: error %v", err)
	}
}

func TestFormats(t *testing.T) {
	s := newSandbox(t, "--object-format=sha256")
	equal(t, "object format", s.open().ObjectFormat, "sha256")
	equal(t, "ref format", s.open().RefFormat, "files")
	s.git("config", "extensions.refStorage", "reftable")
	equal(t, "ref format", s.open().RefFormat, "reftable")
	for _, key := range []string{"extensions.objectFormat", "extensions.refStorage"} {
		s := newSandbox(t)
		s.write(".git/config", s.git("config", "--file", ".git/config", "--list", "--name-only")[:0]+
			"["+strings.ReplaceAll(key, ".", "]\n\t")+" = novel\n")
		if r, err := Open(s.dir, nil); err == nil || !strings.Contains(err.Error(), "novel") {
			t.Errorf("%s: got %v, %v; want an error that names the format", key, r, err)
		}
	}
}

func TestWorkTreeConfig(t *testing.T) {
	s := newSandbox(t)
	s.commit("a", "x")
	s.git("worktree", "add", "-q", "../linked", "-b", "side")
	s.git("config", "extensions.worktreeConfig", "true")
	s.git("config", "--worktree", "core.worktree", "../../elsewhere")
	s.write("../elsewhere/a", "x")
	equal(t, "main", s.open().WorkTree, absolute(s.dir, "../elsewhere"))
	equal(t, "linked", s.in("../linked").open().WorkTree, absolute(s.dir, "../linked"))
}

func TestPartialShallowGrafted(t *testing.T) {
	s := newSandbox(t)
	s.commit("a", "1\n")
	tip := s.commit("a", "2\n")
	r := s.open()
	cut, err := r.Shallow()
	if r.Promisor() || r.Grafted() || len(cut) > 0 || err != nil {
		t.Errorf("a plain repository: promisor %v, grafted %v, shallow %v, %v", r.Promisor(), r.Grafted(), cut, err)
	}

	s.git("clone", "-q", "--depth=1", "--no-local", ".", "../shallow")
	cut, err = s.in("../shallow").open().Shallow()
	if err != nil || len(cut) != 1 || cut[0] != tip {
		t.Errorf("shallow: got %v, %v; want %s", cut, err, tip)
	}
	s.in("../shallow").write(".git/shallow", tip[:20]+"\n")
	if _, err = s.in("../shallow").open().Shallow(); err == nil {
		t.Error("half an id in the file shallow: no error")
	}

	s.git("config", "uploadpack.allowFilter", "true")
	s.git("clone", "-q", "--filter=blob:none", "--no-local", ".", "../partial")
	p := s.in("../partial")
	equal(t, "promisor", p.open().Promisor(), true)
	p.git("config", "--unset", "remote.origin.promisor")
	p.git("config", "--unset", "remote.origin.partialclonefilter")
	equal(t, "promisor by its packs", p.open().Promisor(), true)

	if err := os.MkdirAll(filepath.Join(s.dir, ".git/info"), 0o755); err != nil {
		t.Fatal(err)
	}
	s.write(".git/info/grafts", tip+"\n")
	equal(t, "grafted", r.Grafted(), true)
}
