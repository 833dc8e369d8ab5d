package source_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/gitrepo"
	"github.com/sluicesec/sluice/source/gitrepo/gittest"
	"github.com/sluicesec/sluice/source/objects"
)

// stagedWalk is what a walk over an index came to.
type stagedWalk struct {
	*source.Staged
	ledger source.Ledger
	blobs  map[string]string // content by id
}

// walkStaged walks the index of the sandbox's repository, as a hook there would.
func walkStaged(s gittest.Sandbox, jobs int) *stagedWalk {
	s.Helper()
	repo, err := gitrepo.Open(s.Dir, append(os.Environ(), s.Env...))
	s.Must(err)
	store, err := objects.Open(repo.GitDir, objects.Options{ObjectDir: repo.ObjectDir, Alternates: repo.Alternates, Format: repo.ObjectFormat})
	s.Must(err)
	s.Cleanup(func() { store.Close() })
	w := &stagedWalk{Staged: source.NewStaged(repo, store), blobs: map[string]string{}}
	var mu sync.Mutex
	s.Must(w.Walk(context.Background(), jobs, &w.ledger, func(worker int, b *source.Blob, base any) (source.Result, error) {
		mu.Lock()
		defer mu.Unlock()
		if _, twice := w.blobs[b.ID]; twice {
			s.Errorf("blob %s is visited twice", b.ID)
		}
		if worker < 0 || worker >= jobs || base != nil || b.Kind != source.KindBlob || b.Size != int64(len(b.Data)) {
			s.Errorf("blob %s: worker %d, base %v, kind %s, size %d", b.ID, worker, base, b.Kind, b.Size)
		}
		w.blobs[b.ID] = string(b.Data)
		return source.Result{}, nil
	}))
	return w
}

// files lists what was scanned, as "PATH ID" lines in order.
func (w *stagedWalk) files(t testing.TB) []string {
	t.Helper()
	secrets := map[string][]source.SecretKey{}
	for id := range w.blobs {
		secrets[id] = []source.SecretKey{1}
	}
	places, err := w.Locate(context.Background(), secrets)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for id := range w.blobs {
		for _, p := range places[id] {
			if p.Blob != id || p.Commit != "" || !p.Reachable || p.Kind != source.KindBlob {
				t.Errorf("place %+v of %s", p, id)
			}
			out = append(out, p.Path+" "+id)
		}
	}
	slices.Sort(out)
	return out
}

// gitSays lists what git diff-index has to say of the same index, content for
// content: what is added or changed in HEAD's place, without deletions, changed
// permissions and submodules.
func gitSays(s gittest.Sandbox) []string {
	s.Helper()
	head := "HEAD"
	if s.Cmd("rev-parse", "--verify", "-q", "HEAD").Run() != nil {
		head = s.Git("hash-object", "-t", "tree", os.DevNull)
	}
	fields := strings.Split(s.Git("diff-index", "--cached", "--raw", "--full-index", "--no-renames", "--ita-invisible-in-index", "-z", head, "--"), "\x00")
	var out []string
	for i := 0; i+1 < len(fields); i += 2 {
		f := strings.Fields(strings.TrimPrefix(fields[i], ":")) // old mode, mode, old id, id, status
		sameKind := f[0][:3] == f[1][:3]
		if f[4] == "D" || f[4] == "U" || f[1] == "160000" || sameKind && f[2] == f[3] {
			continue
		}
		out = append(out, fields[i+1]+" "+f[3])
	}
	slices.Sort(out)
	return out
}

func wantFiles(t testing.TB, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: scanned %q, want %q", what, got, want)
	}
}

// project is a repository with some folders, all committed.
func project(t testing.TB, args ...string) gittest.Sandbox {
	s := gittest.New(t, args...)
	for _, name := range []string{"a/b/c", "a/b/d", "a/e", "a.b/f", "a0", "z/y/x", "z/w", "top"} {
		s.Write(name, strings.Repeat("line of "+name+"\n", 20))
	}
	s.Must(os.Symlink("top", filepath.Join(s.Dir, "link")))
	s.Git("add", "-A")
	s.Git("commit", "-q", "-m", "x")
	return s
}

// stagedCases each stage something; the number is how many files it makes new.
var stagedCases = []struct {
	name  string
	files int
	stage func(s gittest.Sandbox)
}{
	{"nothing", 0, func(s gittest.Sandbox) { s.Write("top", "not added\n"); s.Write("new", "not added\n") }},
	{"added", 2, func(s gittest.Sandbox) { s.Write("new", "1"); s.Write("a/new/deep", "2"); s.Git("add", "-A") }},
	{"edited", 1, func(s gittest.Sandbox) { s.Write("a/b/c", "staged\n"); s.Git("add", "-A"); s.Write("a/b/c", "later\n") }},
	{"deleted", 0, func(s gittest.Sandbox) { s.Git("rm", "-q", "-r", "a/b", "top") }},
	{"renamed", 1, func(s gittest.Sandbox) { s.Git("mv", "a/b/c", "z/moved") }},
	{"folder renamed", 2, func(s gittest.Sandbox) { s.Git("mv", "a/b", "z/moved") }},
	{"renamed and edited", 1, func(s gittest.Sandbox) {
		s.Git("mv", "a/b/c", "z/moved")
		s.Write("z/moved", strings.Repeat("line of a/b/c\n", 20)+"more\n")
		s.Git("add", "-A")
	}},
	{"permissions", 0, func(s gittest.Sandbox) { s.Git("update-index", "--chmod=+x", "a/b/c") }},
	{"link to file", 1, func(s gittest.Sandbox) {
		s.Must(os.Remove(filepath.Join(s.Dir, "link")))
		s.Write("link", "top")
		s.Git("add", "-A")
	}},
	{"file to link", 1, func(s gittest.Sandbox) {
		s.Must(os.Remove(filepath.Join(s.Dir, "top")))
		s.Must(os.Symlink("target of a link", filepath.Join(s.Dir, "top")))
		s.Git("add", "-A")
	}},
	{"folder to file", 1, func(s gittest.Sandbox) { s.Git("rm", "-q", "-r", "a/b"); s.Write("a/b", "x"); s.Git("add", "-A") }},
	{"file to folder", 1, func(s gittest.Sandbox) { s.Git("rm", "-q", "a/e"); s.Write("a/e/e", "x"); s.Git("add", "-A") }},
	{"same content twice", 2, func(s gittest.Sandbox) { s.Write("one", "same"); s.Write("two", "same"); s.Git("add", "-A") }},
	{"intent to add", 0, func(s gittest.Sandbox) { s.Write("a/later", "x"); s.Git("add", "-N", "a/later") }},
	{"intent to add beside", 1, func(s gittest.Sandbox) {
		s.Write("a/later", "x")
		s.Git("add", "-N", "a/later")
		s.Write("a/now", "x")
		s.Git("add", "a/now")
	}},
	{"empty file", 1, func(s gittest.Sandbox) { s.Write("empty", ""); s.Git("add", "-A") }},
	{"strange names", 4, func(s gittest.Sandbox) {
		for _, name := range []string{"new\nline", "caf\u00e9/au lait", "lat\xe9in", "a b/\"c\"\t"} {
			s.Write(name, "content of "+name)
		}
		s.Git("add", "-A")
	}},
	{"names around the slash", 4, func(s gittest.Sandbox) {
		for _, name := range []string{"a-b", "a/0", "a.b/g", "a00"} { // before, in and after the folder a
			s.Write(name, "content of "+name)
		}
		s.Git("add", "-A")
	}},
	{"version 4", 1, func(s gittest.Sandbox) {
		s.Git("update-index", "--index-version", "4")
		s.Write("a/b/c", "x")
		s.Git("add", "-A")
	}},
	{"split index", 2, func(s gittest.Sandbox) {
		s.Git("update-index", "--split-index")
		s.Write("a/b/c", "x")
		s.Write("a/b/new", "x y")
		s.Git("add", "-A")
	}},
	{"sparse index", 1, func(s gittest.Sandbox) {
		s.Git("sparse-checkout", "set", "--cone", "--sparse-index", "a")
		s.Write("a/b/c", "x")
		s.Git("add", "a")
	}},
	{"sparse folder that differs", 3, func(s gittest.Sandbox) {
		s.Write("z/y/x", "second\n")
		s.Write("z/y/new/n", "new\n")
		s.Commit("z/w", "second\n")
		s.Git("sparse-checkout", "set", "--cone", "--sparse-index", "a")
		s.Git("reset", "-q", "--soft", "HEAD~1")
	}},
	{"cache tree forgotten", 1, func(s gittest.Sandbox) {
		s.Write("a/b/c", "x")
		s.Git("add", "-A")
		s.Git("read-tree", s.Git("write-tree"))
	}},
	{"reset", 3, func(s gittest.Sandbox) {
		s.Write("new", "x")
		s.Write("a/b/c", "y")
		s.Commit("z/w", "z")
		s.Git("reset", "-q", "--soft", "HEAD~1")
	}},
	{"replaced head", 1, func(s gittest.Sandbox) {
		first := s.Git("rev-parse", "HEAD")
		second := s.Commit("a/b/c", "in the replacement\n")
		s.Git("reset", "-q", "--soft", first)
		s.Git("replace", "-f", first, second) // git would now see nothing new
	}},
	{"packed", 1, func(s gittest.Sandbox) {
		s.Write("a/b/c", "x")
		s.Git("add", "-A")
		s.Git("repack", "-adq")
		s.Git("pack-refs", "--all")
	}},
	{"unborn", 10, func(s gittest.Sandbox) { s.Git("update-ref", "-d", "HEAD"); s.Write("new", "x"); s.Git("add", "-A") }},
	{"orphan and empty", 0, func(s gittest.Sandbox) { s.Git("checkout", "-q", "--orphan", "o"); s.Git("rm", "-rqf", ".") }},
}

// What is scanned is what git says differs, with the content that is staged,
// however the index is written and however many workers there are.
func TestStagedIsWhatGitSays(t *testing.T) {
	for _, c := range stagedCases {
		for _, format := range []string{"sha1", "sha256"} {
			t.Run(c.name+"/"+format, func(t *testing.T) {
				t.Parallel()
				s := project(t, "--object-format="+format)
				c.stage(s)
				w := walkStaged(s, 3)
				got := w.files(t)
				s.Env = append(s.Env, "GIT_NO_REPLACE_OBJECTS=1")
				wantFiles(t, c.name, got, gitSays(s))
				if len(got) != c.files {
					t.Errorf("%d files scanned: %q, want %d", len(got), got, c.files)
				}
				for id, content := range w.blobs {
					if staged, err := s.Cmd("cat-file", "blob", id).Output(); err != nil || string(staged) != content {
						t.Errorf("blob %s: got %q, want %q", id, content, staged)
					}
				}
				if !w.ledger.Complete() || len(w.ledger.Skips())+len(w.ledger.Notes()) > 0 {
					t.Errorf("ledger: %v %v %v", w.ledger.Errors(), w.ledger.Skips(), w.ledger.Notes())
				}
				counts := w.ledger.Counts()
				if counts.Files != c.files || counts.Blobs != len(w.blobs) {
					t.Errorf("counts: %+v", counts)
				}
				wantFiles(t, "on one worker", walkStaged(s, 1).files(t), got)
			})
		}
	}
}

// Staged sees the index that the commit under way uses, which is not always
// the one in .git.
func TestStagedInsideHooks(t *testing.T) {
	for name, commit := range map[string]func(s gittest.Sandbox) []string{
		"add and commit": func(s gittest.Sandbox) []string { s.Git("add", "top"); return []string{"commit"} },
		"commit -a":      func(s gittest.Sandbox) []string { return []string{"commit", "-a"} },
		"commit PATH":    func(s gittest.Sandbox) []string { return []string{"commit", "top"} },
		"commit PATH beside": func(s gittest.Sandbox) []string {
			s.Write("other", "staged, but not for this commit\n")
			s.Git("add", "other")
			return []string{"commit", "--only", "top"}
		},
	} {
		for _, tree := range []string{"main", "linked"} {
			t.Run(name+" in "+tree, func(t *testing.T) {
				t.Parallel()
				s := project(t)
				if tree == "linked" {
					s.Git("worktree", "add", "-q", "../linked", "-b", "side")
					s = s.In("../linked")
				}
				// the hook notes what git tells it, and the index that holds then
				log := t.TempDir()
				hooks := s.Git("rev-parse", "--git-path", "hooks")
				hook := "#!/bin/sh\nenv | grep ^GIT_ > " + log + "/env; pwd > " + log + "/pwd; cp \"$GIT_INDEX_FILE\" " + log + "/index\n"
				if !filepath.IsAbs(hooks) {
					hooks = filepath.Join(s.Dir, hooks)
				}
				s.Must(os.MkdirAll(hooks, 0o755))
				s.Must(os.WriteFile(filepath.Join(hooks, "pre-commit"), []byte(hook), 0o755))
				s.Write("top", "the change\n")
				args := commit(s)
				before := s.Git("rev-parse", "HEAD")
				s.Git(append(args, "-q", "-m", "x")...)
				s.Git("update-ref", "HEAD", before)

				env, err := os.ReadFile(filepath.Join(log, "env"))
				s.Must(err)
				s.Env = strings.Split(strings.TrimSpace(string(env)), "\n")
				pwd, err := os.ReadFile(filepath.Join(log, "pwd"))
				s.Must(err)
				s = s.In(strings.TrimSpace(string(pwd)))
				index, err := os.ReadFile(filepath.Join(log, "index"))
				s.Must(err)
				repo := openAs(s)
				s.Must(os.WriteFile(repo.IndexFile, index, 0o644)) // as it was while the hook ran
				defer os.Remove(repo.IndexFile)

				want := []string{"top " + s.Git("hash-object", "top")}
				wantFiles(t, name, walkRepo(s, repo).files(t), want)
			})
		}
	}
}
