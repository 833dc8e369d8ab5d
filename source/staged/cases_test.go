package staged_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
)

// gitSays lists the files of the index that are new or changed, as "PATH ID" lines
// in order, by git diff-index: without deletions, changed permissions and
// submodules.
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

// project makes a repository with some folders, all of them committed.
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

// stagedCases each stage something. The number says how many files are new then.
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

// What is scanned is what differs for git, with the content that is staged, however
// the index is stored and however many workers there are.
func TestStagedIsWhatGitSays(t *testing.T) {
	first := project(t)
	for _, c := range stagedCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := first.Copy(t)
			c.stage(s)
			w := walkStaged(s, 3)
			got := w.files(t)
			s.Env = append(s.Env, "GIT_NO_REPLACE_OBJECTS=1")
			wantFiles(t, c.name, got, gitSays(s))
			if len(got) != c.files {
				t.Errorf("%d files scanned: %q, want %d", len(got), got, c.files)
			}
			for id, content := range w.blobs {
				if staged, err := s.Cmd("cat-file", "blob", id.String()).Output(); err != nil || string(staged) != content {
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

// The same holds after random work in folders whose names sort before and after the
// slash.
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
			for round := range gittest.Size(6, 12) {
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
