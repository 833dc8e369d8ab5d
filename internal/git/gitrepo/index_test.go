package gitrepo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/oid"
)

// indexCases make an index each, in a repository that has some folders.
var indexCases = map[string]func(s gittest.Sandbox){
	"plain":   func(s gittest.Sandbox) {},
	"version": func(s gittest.Sandbox) { s.Git("update-index", "--index-version", "4") },
	"names": func(s gittest.Sandbox) {
		s.Write("new\nline", "1")
		s.Write("caf\u00e9 au lait", "2")
		s.Write("lat\xe9in", "3")
		s.Git("add", "-A")
		enter(s, strings.Repeat("long/", 900)+"name") // longer than the flags can say
	},
	"names in version 4": func(s gittest.Sandbox) {
		s.Git("update-index", "--index-version", "4")
		s.Write("new\nline", "1")
		s.Git("add", "-A")
		enter(s, strings.Repeat("long/", 900)+"name")
		enter(s, strings.Repeat("long/", 900)+"other")
	},
	"intent to add": func(s gittest.Sandbox) { s.Write("later", "x"); s.Git("add", "-N", "later") },
	"conflict": func(s gittest.Sandbox) {
		s.Git("checkout", "-q", "-b", "other")
		s.Commit("a/b/c", "theirs\n")
		s.Git("checkout", "-q", "main")
		s.Commit("a/b/c", "ours\n")
		s.GitFails("merge", "-q", "other")
	},
	"modes": func(s gittest.Sandbox) {
		s.Must(os.Symlink("a", filepath.Join(s.Dir, "link")))
		s.Write("run", "x")
		s.Must(os.Chmod(filepath.Join(s.Dir, "run"), 0o755))
		s.Git("init", "-q", "nested", "--object-format="+s.Git("rev-parse", "--show-object-format"))
		s.In("nested").Commit("x", "x")
		s.Git("add", "-A")
	},
	"split": func(s gittest.Sandbox) {
		s.Git("update-index", "--split-index")
		s.Write("more", "x")
		s.Git("add", "more")
	},
	"skip hash": func(s gittest.Sandbox) {
		s.Git("config", "index.skipHash", "true")
		s.Write("more", "x")
		s.Git("add", "more")
	},
	"untracked": func(s gittest.Sandbox) { s.Git("update-index", "--untracked-cache", "--force-untracked-cache") },
	"fsmonitor": func(s gittest.Sandbox) {
		s.Git("config", "core.fsmonitor", "true --") // a program that says nothing
		s.Git("update-index", "--fsmonitor")
		s.Git("status", "--short")
	},
	"end marker": func(s gittest.Sandbox) {
		s.Git("config", "index.threads", "4")
		s.Write("more", "x")
		s.Git("add", "more")
	},
	"empty": func(s gittest.Sandbox) { s.Git("rm", "-r", "-q", "--cached", ".") },
	"resolved": func(s gittest.Sandbox) {
		s.Git("checkout", "-q", "-b", "other")
		s.Commit("a/b/c", "theirs\n")
		s.Git("checkout", "-q", "main")
		s.Commit("a/b/c", "ours\n")
		s.GitFails("merge", "-q", "other")
		s.Git("add", "-A") // leaves a note for undoing
	},
}

// enter puts a path into the index that the file system may not take.
func enter(s gittest.Sandbox, path string) {
	s.Helper()
	s.Git("update-index", "--add", "--cacheinfo", "100644,"+s.Git("rev-parse", "HEAD:z")+","+path)
}

func folders(t testing.TB, args ...string) gittest.Sandbox {
	s := gittest.New(t, args...)
	for _, name := range []string{"a/b/c", "a/b/d", "a/e", "a.b/f", "z"} {
		s.Write(name, name+"\n")
	}
	s.Git("add", "-A")
	s.Git("commit", "-q", "-m", "x")
	return s
}

// The bytes of an index say what git ls-files says.
func TestIndexIsWhatGitSays(t *testing.T) {
	ctx := context.Background()
	first := map[string]gittest.Sandbox{}
	for _, format := range []string{"sha1", "sha256"} {
		first[format] = folders(t, "--object-format="+format)
	}
	for name, make := range indexCases {
		formats := []string{"sha1"}
		if name == "names" || name == "names in version 4" {
			formats = append(formats, "sha256")
		}
		for _, format := range formats {
			t.Run(format+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := first[format].Copy(t)
				make(s)
				r := openRepo(s)
				got, err := r.Index(ctx, "")
				if err != nil {
					t.Fatal(err)
				}
				want, err := r.askIndex(ctx, r.IndexFile)
				if err != nil {
					t.Fatal(err)
				}
				entries := slices.Collect(got.Entries.All())
				for i := range entries {
					equal(t, entries[i].Path+" is intended", entries[i].IntentToAdd, entries[i].Path == "later")
					entries[i].IntentToAdd = false
				}
				if wanted := slices.Collect(want.Entries.All()); !slices.Equal(entries, wanted) {
					t.Errorf("got %v, want %v", entries, wanted)
				}
				mapped, err := r.MapIndex(ctx)
				if err != nil {
					t.Fatal(err)
				}
				err = mapped.Guard(func() error {
					if again := slices.Collect(mapped.Entries.All()); !slices.Equal(again, slices.Collect(got.Entries.All())) || !reflect.DeepEqual(mapped.Tree, got.Tree) {
						t.Errorf("mapped: %v", again)
					}
					return nil
				})
				if err = errors.Join(err, mapped.Close()); err != nil {
					t.Error(err)
				}
				checkCacheTree(s, got) // git writes the index anew for it
				if _, err := parseIndex(mustRead(t, r.IndexFile), r.ObjectFormat); (err != nil) != (name == "split") {
					t.Errorf("without git: %v", err)
				}
			})
		}
	}
}

// checkCacheTree checks that folders said to be known are what git would write.
func checkCacheTree(s gittest.Sandbox, idx *Index) {
	s.Helper()
	conflict := slices.ContainsFunc(slices.Collect(idx.Entries.All()), func(e Entry) bool { return e.Stage > 0 }) // git writes no tree then
	var check func(c *CacheTree, path string)
	check = func(c *CacheTree, path string) {
		if c.Entries >= 0 {
			if !conflict {
				equal(s, "tree of "+path, c.ID.String(), s.Git("write-tree", "--prefix="+path))
			}
			n := 0
			for e := range idx.Entries.All() {
				if strings.HasPrefix(e.Path, path) {
					n++
				}
			}
			equal(s, "entries below "+path, c.Entries, n)
		}
		for i := range c.Subtrees {
			sub := &c.Subtrees[i]
			equal(s, "subtree", c.Subtree(sub.Name), sub)
			check(sub, path+sub.Name+"/")
		}
	}
	if idx.Tree != nil {
		check(idx.Tree, "")
	}
}

func mustRead(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestCacheTreeIsRead(t *testing.T) {
	s := folders(t)
	idx, err := openRepo(s).Index(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "root", idx.Tree.ID.String(), s.Git("rev-parse", "HEAD^{tree}"))
	equal(t, "a/b", idx.Tree.Subtree("a").Subtree("b").ID.String(), s.Git("rev-parse", "HEAD:a/b"))
	if got := idx.Tree.Subtree("no").Subtree("where"); got != nil {
		t.Errorf("a folder that is none: %v", got)
	}
	s.Write("a/b/c", "new\n")
	s.Git("add", "a/b/c")
	idx, err = openRepo(s).Index(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "changed", idx.Tree.Subtree("a").Subtree("b").Entries, -1)
	equal(t, "not changed", idx.Tree.Subtree("a.b").ID.String(), s.Git("rev-parse", "HEAD:a.b"))
}

// Numbers of subtrees that cannot be true take no memory.
func TestCacheTreeLies(t *testing.T) {
	for _, text := range []string{"\x00-1 1000000000\n", "\x00-1 2\na\x00-1 0\n", "\x00-1 1\na\x00-1 1\n"} {
		if c := parseCacheTree([]byte(text), 20); c != nil {
			t.Errorf("%q: %+v", text, c)
		}
	}
	if c := parseCacheTree([]byte("\x00-1 2\na\x00-1 0\nb\x00-1 0\n"), 20); c.Subtree("b") == nil {
		t.Errorf("two subtrees: %+v", c)
	}
}

func TestSparseIndex(t *testing.T) {
	s := folders(t)
	s.Git("sparse-checkout", "set", "--cone", "--sparse-index", "a")
	got, err := openRepo(s).Index(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(slices.Collect(got.Entries.All()), Entry.IsSparseDir)
	if i < 0 {
		t.Fatal("no sparse folder")
	}
	e := got.Entries.At(i)
	equal(t, "path", e.Path, "a.b/")
	equal(t, "skipped", e.SkipWorktree, true)
	equal(t, "tree", e.ID.String(), s.Git("rev-parse", "HEAD:a.b"))
}

func TestIndexOfNothing(t *testing.T) {
	s := gittest.New(t)
	idx, err := openRepo(s).Index(context.Background(), "")
	if err != nil || idx.Entries.Len() > 0 {
		t.Errorf("before the first git add: %v, %v", idx, err)
	}
}

// Damage is an error, whatever byte it strikes: the checksum sees it.
func TestDamagedIndex(t *testing.T) {
	s := folders(t)
	r := openRepo(s)
	data := mustRead(t, r.IndexFile)
	for i := range data {
		bad := slices.Clone(data)
		bad[i] ^= 1
		if idx, err := parseIndex(bad, oid.SHA1); err == nil {
			t.Fatalf("byte %d flipped: %v", i, idx)
		}
	}
	for n := range data {
		if idx, err := parseIndex(data[:n], oid.SHA1); err == nil {
			t.Fatalf("cut after %d bytes: %v", n, idx)
		}
	}
	// without a checksum, what is cut inside the entries is still missed
	body, none := data[:len(data)-20], make([]byte, 20)
	for n := range bytes.Index(body, []byte("TREE")) {
		if idx, err := parseIndex(slices.Concat(body[:n], none), oid.SHA1); err == nil {
			t.Fatalf("cut after %d bytes, no checksum: %v", n, idx)
		}
	}
}

// Where one stands makes no difference to what git is asked.
func TestIndexFromAnywhere(t *testing.T) {
	s := folders(t)
	s.Git("update-index", "--split-index")
	for _, dir := range []string{".", "a/b", ".git", ".git/refs"} {
		t.Chdir(filepath.Join(s.Dir, dir))
		idx, err := openRepo(s).Index(context.Background(), "")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "entries in "+dir, idx.Entries.Len(), 5)
	}
}

func FuzzIndex(f *testing.F) {
	first := folders(f)
	for _, name := range []string{"plain", "version", "names in version 4", "intent to add", "modes"} {
		s := first.Copy(f)
		indexCases[name](s)
		data := mustRead(f, openRepo(s).IndexFile)
		f.Add(append(data[:len(data)-20:len(data)-20], make([]byte, 20)...)) // without a checksum to hinder it
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		idx, err := parseIndex(data, oid.SHA1)
		if err != nil {
			return
		}
		var last Entry
		for i := range idx.Entries.Len() {
			e := idx.Entries.At(i)
			if e.ID.Len() != 20 || e.Stage > 3 || e.Path != idx.Entries.Path(i) || i > 0 && !inOrder(last.Path, last.Stage, e.Path, e.Stage) {
				t.Fatalf("entry %d: %+v", i, e)
			}
			last = e
		}
		if c := idx.Tree; c != nil && c.Entries >= 0 && c.ID.Len() != 20 {
			t.Fatalf("tree %+v", *c)
		}
	})
}

func BenchmarkIndex(b *testing.B) {
	s := folders(b)
	var all strings.Builder
	id := s.Git("rev-parse", "HEAD:z")
	for i := range 30_000 {
		fmt.Fprintf(&all, "100644 %s\tdir%03d/sub%d/pkg/file_number_%d.go\n", id, i/100, i/10%10, i%10)
	}
	s.Git("read-tree", "--empty")
	cmd := s.Cmd("update-index", "--index-info")
	cmd.Stdin = strings.NewReader(all.String())
	s.Must(cmd.Run())
	for _, version := range []string{"2", "4"} {
		s.Git("update-index", "--index-version", version)
		r := openRepo(s)
		b.Run("version"+version, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if idx, err := r.Index(context.Background(), ""); err != nil || idx.Entries.Len() != 30_000 {
					b.Fatal(err)
				}
			}
		})
	}
}
