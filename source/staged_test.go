package source_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
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
	paths  map[string]string // the path that was told at the visit, by id
}

// walkStaged walks the index of the sandbox's repository, as a hook there would.
func walkStaged(s gittest.Sandbox, jobs int) *stagedWalk {
	s.Helper()
	repo, err := gitrepo.Open(s.Dir, append(os.Environ(), s.Env...))
	s.Must(err)
	store, err := objects.Open(repo.GitDir, objects.Options{ObjectDir: repo.ObjectDir, Alternates: repo.Alternates, Format: repo.ObjectFormat})
	s.Must(err)
	s.Cleanup(func() { store.Close() })
	w := &stagedWalk{Staged: source.NewStaged(repo, store), blobs: map[string]string{}, paths: map[string]string{}}
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
		w.blobs[b.ID], w.paths[b.ID] = string(b.Data), b.Path
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
		if one := len(places[id]) == 1; one != (w.paths[id] != "") || one && w.paths[id] != places[id][0].Path {
			t.Errorf("blob %s was visited as %q and is at %v", id, w.paths[id], places[id])
		}
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
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := project(t)
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

// The same, after random work in folders whose names sort around the slash.
func TestStagedAfterRandomWork(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			s := project(t, "--object-format="+format)
			random := rand.New(rand.NewPCG(1, uint64(len(format))))
			names := []string{"a", "a-", "a.b", "a0", "b", "A"}
			path := func() string {
				parts := make([]string, 1+random.IntN(3))
				for i := range parts {
					parts[i] = names[random.IntN(len(names))]
				}
				return strings.Join(parts, "/")
			}
			for round := range 12 {
				for range 6 {
					p := path()
					for dir := filepath.Dir(p); dir != "."; dir = filepath.Dir(dir) { // a file may stand in the way
						if info, err := os.Lstat(filepath.Join(s.Dir, dir)); err == nil && !info.IsDir() {
							s.Must(os.Remove(filepath.Join(s.Dir, dir)))
						}
					}
					s.Must(os.RemoveAll(filepath.Join(s.Dir, p)))
					if random.IntN(3) > 0 {
						s.Write(p, fmt.Sprintln("content", random.IntN(20)))
					}
				}
				s.Git("add", "-A")
				wantFiles(t, fmt.Sprint("round ", round), walkStaged(s, 2).files(t), gitSays(s))
				switch random.IntN(4) {
				case 0:
					s.Git("commit", "-q", "--allow-empty", "-m", "x")
				case 1:
					s.Git("write-tree") // makes the whole cache tree valid
				}
			}
		})
	}
}

// Staged sees the index that the commit under way uses, which is not always
// the one in .git. The hook is this test itself, started by git.
func TestStagedInsideHooks(t *testing.T) {
	const asHook = "STAGED_TEST_HOOK_WRITES"
	if log := os.Getenv(asHook); log != "" {
		s := gittest.Sandbox{TB: t, Dir: ".", Env: os.Environ()}
		s.Must(os.WriteFile(log, []byte(strings.Join(walkStaged(s, 2).files(t), "\n")), 0o644))
		return
	}
	for name, commit := range map[string]func(s gittest.Sandbox) []string{
		"add and commit": func(s gittest.Sandbox) []string { s.Git("add", "top"); return []string{"commit"} },
		"commit -a":      func(s gittest.Sandbox) []string { return []string{"commit", "-a"} },
		"commit PATH":    func(s gittest.Sandbox) []string { return []string{"commit", "../top"} },
		"commit PATH of two": func(s gittest.Sandbox) []string {
			s.Write("b/other", "staged, but not for this commit\n")
			s.Git("add", "b/other")
			return []string{"commit", "--only", "../top"}
		},
		"commit -a --amend": func(s gittest.Sandbox) []string { return []string{"commit", "-a", "--amend"} },
	} {
		for _, tree := range []string{".", "../linked"} {
			t.Run(name+" in "+tree, func(t *testing.T) {
				t.Parallel()
				s := project(t)
				s.Git("worktree", "add", "-q", "../linked", "-b", "side")
				hook := fmt.Sprintf("#!/bin/sh\nexec '%s' -test.run='^TestStagedInsideHooks$'\n", os.Args[0])
				s.Must(os.MkdirAll(filepath.Join(s.Dir, ".git/hooks"), 0o755))
				s.Must(os.WriteFile(filepath.Join(s.Dir, ".git/hooks/pre-commit"), []byte(hook), 0o755))

				s = s.In(tree)
				s.Write("top", "the change\n")
				log := filepath.Join(t.TempDir(), "log")
				args := append(commit(s), "-q", "-m", "x")
				s.Env = append(s.Env, asHook+"="+log)
				s.In("a").Git(args...)
				got, err := os.ReadFile(log)
				s.Must(err)
				wantFiles(t, name, strings.Split(string(got), "\n"), []string{"top " + s.Git("rev-parse", "HEAD:top")})
			})
		}
	}
}

// Both sides of a conflict may be what is committed.
func TestStagedConflict(t *testing.T) {
	s := project(t)
	s.Git("checkout", "-q", "-b", "other")
	s.Commit("a/b/c", "theirs\n")
	s.Git("checkout", "-q", "main")
	s.Commit("a/b/c", "ours\n")
	s.GitFails("merge", "-q", "other")
	w := walkStaged(s, 2)
	wantFiles(t, "conflict", w.files(t), []string{"a/b/c " + s.Git("rev-parse", ":3:a/b/c")}) // ours is HEAD's
	if len(w.ledger.Notes()) != 1 || !w.ledger.Complete() {
		t.Errorf("ledger: notes %v, errors %v", w.ledger.Notes(), w.ledger.Errors())
	}
	s.Git("update-ref", "HEAD", "HEAD~1") // now ours is new as well
	want := []string{"a/b/c " + s.Git("rev-parse", ":2:a/b/c"), "a/b/c " + s.Git("rev-parse", ":3:a/b/c")}
	slices.Sort(want)
	wantFiles(t, "conflict after a reset", walkStaged(s, 2).files(t), want)
}

// What a merge takes over as it is, is not new; what it changes on the way is.
func TestStagedMerge(t *testing.T) {
	for _, conflict := range []bool{false, true} {
		s := project(t)
		s.Git("checkout", "-q", "-b", "other")
		s.Write("theirs", "theirs\n")
		s.Write("z/w", "theirs\n")
		s.Commit("a/b/c", "theirs\n")
		s.Git("checkout", "-q", "main")
		s.Commit("top", "ours\n")
		if conflict {
			s.Commit("a/b/c", "ours\n")
			s.GitFails("merge", "-q", "--no-commit", "other")
			s.Write("a/b/c", "theirs\n")
		} else {
			s.Git("merge", "-q", "--no-commit", "other")
		}
		s.Write("merged", "neither side has this\n")
		s.Write("z/w", "edited in the merge\n")
		s.Git("add", "-A")
		w := walkStaged(s, 2)
		wantFiles(t, "merge", w.files(t), []string{"merged " + s.Git("rev-parse", ":merged"), "z/w " + s.Git("rev-parse", ":z/w")})
		before, err := w.Previous(context.Background(), "z/w")
		s.Must(err)
		if len(before) != 2 || !slices.ContainsFunc(before, func(b []byte) bool { return string(b) == "theirs\n" }) {
			t.Errorf("what both sides had: %q", before)
		}
	}
}

// The next commit may have other parents than HEAD.
func TestStagedOnto(t *testing.T) {
	s := project(t)
	s.Commit("top", "amended later\n")
	repo, err := gitrepo.Open(s.Dir, nil)
	s.Must(err)
	store, err := objects.Open(repo.GitDir, objects.Options{})
	s.Must(err)
	defer store.Close()
	parent, err := objects.ParseID(s.Git("rev-parse", "HEAD~1"))
	s.Must(err)
	for _, c := range []struct {
		parents []objects.ID
		files   int
	}{{nil, 9}, {[]objects.ID{parent}, 1}, {[]objects.ID{objects.MakeID(make([]byte, 20)), parent}, 1}} {
		ledger := &source.Ledger{}
		s.Must(source.NewStagedOnto(repo, store, c.parents).Walk(context.Background(), 2, ledger, func(int, *source.Blob, any) (source.Result, error) {
			return source.Result{}, nil
		}))
		if n := ledger.Counts().Files; n != c.files {
			t.Errorf("onto %v: %d files, want %d", c.parents, n, c.files)
		}
	}
}

func TestStagedSubmodule(t *testing.T) {
	s := project(t)
	sub := s.In("sub")
	s.Git("init", "-q", "sub")
	sub.Commit("x", "in the submodule\n")
	s.Git("add", "sub")
	w := walkStaged(s, 2)
	wantFiles(t, "submodule", w.files(t), nil)
	skips := w.ledger.Skips()
	if len(skips) != 1 || skips[0].Reason != "submodule" || !slices.Equal(skips[0].Examples, []string{"sub"}) || skips[0].Incomplete {
		t.Errorf("skipped: %+v", skips)
	}
	s.Git("commit", "-q", "-m", "x")
	if skips := walkStaged(s, 2).ledger.Skips(); len(skips) > 0 {
		t.Errorf("a submodule that is as in HEAD: skipped %+v", skips)
	}
}

// A scan that could not see all that is staged says so.
func TestStagedAbsentObjects(t *testing.T) {
	remove := func(s gittest.Sandbox, id string) {
		s.Must(os.Remove(filepath.Join(s.Dir, ".git/objects", id[:2], id[2:])))
	}
	t.Run("blob", func(t *testing.T) {
		s := project(t)
		s.Write("a/lost", "lost\n")
		s.Write("a/kept", "kept\n")
		s.Git("add", "-A")
		lost := s.Git("rev-parse", ":a/lost")
		remove(s, lost)
		w := walkStaged(s, 2)
		wantFiles(t, "lost", w.files(t), []string{"a/kept " + s.Git("rev-parse", ":a/kept")})
		skips := w.ledger.Skips()
		if len(skips) != 1 || skips[0].Reason != "absent object" || !slices.Equal(skips[0].Examples, []string{lost}) || w.ledger.Complete() {
			t.Errorf("skipped: %+v; complete: %v", skips, w.ledger.Complete())
		}
	})
	t.Run("damaged blob", func(t *testing.T) {
		s := project(t)
		s.Write("a/lost", "lost\n")
		s.Git("add", "-A")
		id := s.Git("rev-parse", ":a/lost")
		remove(s, id)
		s.Write(".git/objects/"+id[:2]+"/"+id[2:], "no zlib stream")
		w := walkStaged(s, 2)
		if errs := w.ledger.Errors(); len(errs) != 1 || !strings.Contains(errs[0], "a/lost") || w.ledger.Complete() {
			t.Errorf("errors: %v; complete: %v", errs, w.ledger.Complete())
		}
	})
	for _, what := range []string{"HEAD", "HEAD^{tree}", "HEAD:a/b"} {
		t.Run(what, func(t *testing.T) {
			s := project(t)
			s.Write("a/b/c", "edited\n")
			s.Git("add", "-A")
			remove(s, s.Git("rev-parse", what))
			w := walkStaged(s, 2)
			for _, path := range []string{"a/b/c", "a/b/d"} { // what cannot be compared counts as new
				if line := path + " " + s.Git("rev-parse", ":"+path); !slices.Contains(w.files(t), line) {
					t.Errorf("%s is not scanned", line)
				}
			}
			if !w.ledger.Complete() || len(w.ledger.Notes()) != 1 {
				t.Errorf("ledger: errors %v, notes %v", w.ledger.Errors(), w.ledger.Notes())
			}
		})
	}
	t.Run("sparse folder", func(t *testing.T) {
		s := project(t)
		s.Commit("z/w", "second\n")
		s.Git("sparse-checkout", "set", "--cone", "--sparse-index", "a")
		lost := s.Git("rev-parse", "HEAD:z")
		s.Git("reset", "-q", "--soft", "HEAD~1")
		remove(s, lost)
		w := walkStaged(s, 2)
		if skips := w.ledger.Skips(); len(skips) != 1 || skips[0].Reason != "absent object" || w.ledger.Complete() {
			t.Errorf("skipped: %+v; complete: %v", skips, w.ledger.Complete())
		}
	})
}

func TestStagedPrevious(t *testing.T) {
	ctx := context.Background()
	s := project(t)
	s.Write("a/b/c", "new\n")
	s.Git("mv", "a/b/d", "a/moved")
	s.Must(os.Remove(filepath.Join(s.Dir, "link")))
	s.Write("link", "now a file\n")
	s.Git("rm", "-q", "-r", "z/y")
	s.Write("z/y", "was a folder\n")
	s.Git("add", "-A")
	w := walkStaged(s, 2)
	for path, want := range map[string]string{
		"a/b/c": strings.Repeat("line of a/b/c\n", 20), "a/moved": "", "link": "top", "z/y": "", "nowhere": "",
	} {
		got, err := w.Previous(ctx, path)
		if err != nil || string(bytes.Join(got, []byte("|"))) != want {
			t.Errorf("%s: got %q, %v; want %q", path, got, err, want)
		}
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := w.Previous(over, "a/b/c"); err == nil {
		t.Error("after the context is done: no error")
	}
}

func TestStagedStops(t *testing.T) {
	s := project(t)
	s.Git("rm", "-rq", "--cached", ".")
	s.Git("commit", "-q", "--allow-empty", "-m", "x")
	s.Git("add", "-A")
	repo, err := gitrepo.Open(s.Dir, nil)
	s.Must(err)
	store, err := objects.Open(repo.GitDir, objects.Options{})
	s.Must(err)
	defer store.Close()
	failure := errors.New("visitor fails")
	walk := func(ctx context.Context) error {
		return source.NewStaged(repo, store).Walk(ctx, 2, &source.Ledger{}, func(int, *source.Blob, any) (source.Result, error) {
			return source.Result{}, failure
		})
	}
	if err := walk(context.Background()); !errors.Is(err, failure) {
		t.Errorf("a visitor that fails: %v", err)
	}
	over, cancel := context.WithCancel(context.Background())
	cancel()
	if err := walk(over); !errors.Is(err, context.Canceled) {
		t.Errorf("after the context is done: %v", err)
	}
	s.Write(".git/index", "DIRC but damaged, and long enough to hold a checksum")
	if err := walk(context.Background()); err == nil || !strings.Contains(err.Error(), repo.IndexFile) {
		t.Errorf("a damaged index: %v", err)
	}
}

// The work of a hook in a repository of 30,000 files, ten of them staged.
func BenchmarkStaged(b *testing.B) {
	s := gittest.New(b)
	s.Commit("old", "package old\n")
	s.Commit("new", "package new\n")
	enter := func(lines string) {
		cmd := s.Cmd("update-index", "--index-info")
		cmd.Stdin = strings.NewReader(lines)
		s.Must(cmd.Run())
	}
	var all, edited strings.Builder
	before, after := s.Git("rev-parse", "HEAD:old"), s.Git("rev-parse", "HEAD:new")
	for i := range 30_000 {
		path := fmt.Sprintf("dir%03d/sub%d/pkg/file_number_%d.go", i/100, i/10%10, i%10)
		fmt.Fprintf(&all, "100644 %s\t%s\n", before, path)
		if i%3_000 == 0 {
			fmt.Fprintf(&edited, "100644 %s\t%s\n", after, path)
		}
	}
	enter(all.String())
	s.Git("commit", "-q", "-m", "x")
	s.Git("repack", "-adq")
	enter(edited.String())
	for _, cache := range []string{"with cache tree", "without"} {
		if cache == "without" {
			list := s.Git("ls-files", "--stage")
			s.Git("read-tree", "--empty")
			enter(list + "\n")
		}
		b.Run(cache, func(b *testing.B) {
			for b.Loop() {
				if w := walkStaged(s.For(b), 2); w.ledger.Counts().Files != 10 {
					b.Fatal(w.ledger.Counts())
				}
			}
		})
	}
}
