package gitrepo

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/oid"
)

// manyRefs makes a repository with every kind of ref, some packed, some loose.
func manyRefs(t testing.TB, args ...string) gittest.Sandbox {
	s := gittest.New(t, args...)
	s.Commit("a", "1\n")
	s.Git("tag", "light")
	s.Git("tag", "-m", "annotated", "heavy")
	s.Git("branch", "feature/one")
	s.Git("branch", "feature/two")
	s.Git("update-ref", "refs/remotes/origin/main", "HEAD")
	s.Git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
	s.Git("update-ref", "refs/pull/7/head", "HEAD")
	s.Git("pack-refs", "--all")
	s.Commit("a", "2\n")
	s.Git("branch", "-f", "feature/two") // packed and loose, the loose one newer
	s.Git("tag", "-m", "of a tag", "nested", "heavy")
	s.Git("notes", "add", "-m", "note")
	s.Write("a", "3\n")
	s.Git("stash")
	s.Git("reset", "-q", "--hard", "HEAD~1") // leaves ORIG_HEAD
	s.Git("symbolic-ref", "refs/heads/dangling", "refs/heads/unborn")
	s.Git("symbolic-ref", "refs/heads/alias", "refs/heads/main")
	s.Git("worktree", "add", "-q", "../linked", "-b", "side")
	linked := s.In("../linked")
	linked.Commit("b", "in the linked tree\n")
	linked.Git("checkout", "-q", "--detach")
	linked.Git("update-ref", "refs/bisect/bad", "HEAD")
	linked.Git("update-ref", "refs/worktree/own", "HEAD")
	return s
}

// names lists refs as "NAME ID" lines.
func names(refs []Ref) []string {
	var out []string
	for _, r := range refs {
		out = append(out, r.Name+" "+r.ID.String())
	}
	slices.Sort(out)
	return out
}

func hexes(ids []oid.ID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, id.String())
	}
	return out
}

func diff(t testing.TB, what string, got, want []string) {
	t.Helper()
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("%s: %q is too much", what, line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("%s: %q is missing", what, line)
		}
	}
}

// Files and plumbing give the same refs, from each work tree, in each format.
func TestRefsAreWhatGitSays(t *testing.T) {
	ctx := context.Background()
	for _, format := range []string{"sha1", "sha256"} {
		s := manyRefs(t, "--object-format="+format)
		for _, dir := range []string{".", "../linked"} {
			r := openRepo(s.In(dir))
			got, err := r.Refs(ctx)
			if err != nil {
				t.Fatal(err)
			}
			asked, err := r.askRefs(ctx)
			if err != nil {
				t.Fatal(err)
			}
			// for-each-ref shows only this work tree's own refs
			ours := slices.DeleteFunc(names(got), func(n string) bool {
				return strings.Contains(n, "/refs/bisect/") || strings.Contains(n, "/refs/worktree/")
			})
			diff(t, format+" in "+dir, ours, names(slices.Compact(asked)))
			for _, a := range asked {
				i := slices.IndexFunc(got, func(g Ref) bool { return g.Name == a.Name })
				if i >= 0 && !got[i].Peeled.IsZero() {
					equal(t, a.Name+" peeled", got[i].Peeled, a.Peeled)
				}
			}
			equal(t, "nested tags are there", slices.ContainsFunc(got, func(g Ref) bool { return g.Name == "refs/tags/nested" }), true)

			head, err := r.Head(ctx)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "HEAD", head.String(), s.In(dir).Git("rev-parse", "HEAD"))
		}
		got, err := openRepo(s).Refs(ctx)
		if err != nil {
			t.Fatal(err)
		}
		bad := parse(t, s.In("../linked").Git("rev-parse", "HEAD"))
		for _, name := range []string{"worktrees/linked/HEAD", "worktrees/linked/refs/bisect/bad", "worktrees/linked/refs/worktree/own"} {
			if !slices.Contains(got, Ref{Name: name, ID: bad}) {
				t.Errorf("%s: %s is missing", format, name)
			}
		}
		peeled := slices.ContainsFunc(got, func(g Ref) bool { return g.Name == "refs/tags/heavy" && !g.Peeled.IsZero() })
		equal(t, "packed-refs tell what a tag stands for", peeled, true)
	}
}

func TestReflogsNameWhatRefsWere(t *testing.T) {
	ctx := context.Background()
	s := manyRefs(t)
	lost := parse(t, s.Commit("a", "lost\n"))
	s.Git("reset", "-q", "--hard", "HEAD~1")
	for _, dir := range []string{".", "../linked"} {
		r := openRepo(s.In(dir))
		got, err := r.Reflogs(ctx)
		if err != nil {
			t.Fatal(err)
		}
		want, err := r.askReflogs(ctx)
		if err != nil {
			t.Fatal(err)
		}
		diff(t, "reflogs in "+dir, hexes(got), hexes(want))
		equal(t, "the lost commit is named", slices.Contains(got, lost), true)
	}
	s.Write(".git/logs/refs/heads/odd", "no log\n")
	got, err := openRepo(s).Reflogs(ctx)
	if err == nil || !strings.Contains(err.Error(), "refs/heads/odd") {
		t.Errorf("a broken reflog: error %v", err)
	}
	equal(t, "the lost commit is still named", slices.Contains(got, lost), true)
}

func TestUnbornHead(t *testing.T) {
	s := gittest.New(t)
	r := openRepo(s)
	head, err := r.Head(context.Background())
	if !head.IsZero() || err != nil {
		t.Errorf("HEAD of an empty repository: %s, %v", head, err)
	}
	refs, err := r.Refs(context.Background())
	if len(refs) > 0 || err != nil {
		t.Errorf("refs of an empty repository: %v, %v", refs, err)
	}
}

// One broken ref is named, and the others are found all the same.
func TestBrokenRefsAreNamed(t *testing.T) {
	sound := gittest.New(t)
	tip := sound.Commit("a", "1\n")
	for what, breaks := range map[string]func(s gittest.Sandbox){
		"empty":    func(s gittest.Sandbox) { s.Write(".git/refs/heads/bad", "") },
		"short":    func(s gittest.Sandbox) { s.Write(".git/refs/heads/bad", "0123\n") },
		"zeros":    func(s gittest.Sandbox) { s.Write(".git/refs/heads/bad", strings.Repeat("0", 40)+"\n") },
		"outside":  func(s gittest.Sandbox) { s.Write(".git/refs/heads/bad", "ref: ../../../secret\n") },
		"climbing": func(s gittest.Sandbox) { s.Write(".git/refs/heads/bad", "ref: refs/../../../secret\n") },
		"circle":   func(s gittest.Sandbox) { s.Write(".git/refs/heads/bad", "ref: refs/heads/bad\n") },
		"huge": func(s gittest.Sandbox) {
			s.Write(".git/refs/heads/bad", s.Git("rev-parse", "HEAD")+strings.Repeat("\n", smallFile))
		},
		"device":    func(s gittest.Sandbox) { s.Must(os.Symlink("/dev/zero", filepath.Join(s.Dir, ".git/refs/heads/bad"))) },
		"link loop": func(s gittest.Sandbox) { s.Must(os.Symlink("..", filepath.Join(s.Dir, ".git/refs/heads/bad"))) },
		"packed":    func(s gittest.Sandbox) { s.Write(".git/packed-refs", "0123 refs/heads/bad\n") },
	} {
		s := sound.Copy(t)
		breaks(s)
		refs, err := openRepo(s).Refs(context.Background())
		if err == nil {
			t.Errorf("%s: no error", what)
		}
		diff(t, what, names(refs), []string{"HEAD " + tip, "refs/heads/main " + tip})
	}
}

func TestUnfinishedOperations(t *testing.T) {
	s := gittest.New(t)
	base := s.Commit("a", "1\n")
	s.Git("checkout", "-q", "-b", "other")
	theirs := s.Commit("a", "2\n")
	s.Git("checkout", "-q", "main")
	s.Commit("a", "3\n")
	s.Write(".git/FETCH_HEAD", base+"\tnot-for-merge\tbranch 'x' of y\n"+theirs+"\t\tbranch 'z' of y\n")
	s.Write(".git/MERGE_HEAD", theirs+"\n")
	s.Write(".git/rebase-merge/autostash", base+"\n")
	s.Write(".git/SOME_HEAD", "not an id\n")
	refs, err := openRepo(s).Refs(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"FETCH_HEAD " + base, "FETCH_HEAD " + theirs, "MERGE_HEAD " + theirs, "rebase-merge/autostash " + base} {
		if !slices.Contains(names(refs), want) {
			t.Errorf("%s is missing from %v", want, names(refs))
		}
	}
}

// A link to the whole folder of refs is how some tools share a repository.
func TestLinkedRefsFolder(t *testing.T) {
	s := gittest.New(t)
	tip := s.Commit("a", "1\n")
	s.Must(os.Rename(filepath.Join(s.Dir, ".git/refs"), filepath.Join(s.Dir, "../refs")))
	s.Must(os.Symlink("../../refs", filepath.Join(s.Dir, ".git/refs")))
	refs, err := openRepo(s).Refs(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "refs", names(refs), []string{"HEAD " + tip, "refs/heads/main " + tip})
}

func BenchmarkRefs(b *testing.B) {
	s := gittest.New(b)
	tip := s.Commit("a", "1\n")
	var packed strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&packed, "%s refs/pull/%d/head\n", tip, i)
	}
	s.Write(".git/packed-refs", packed.String())
	r := openRepo(s)
	for b.Loop() {
		if refs, err := r.Refs(context.Background()); err != nil || len(refs) != 10_002 {
			b.Fatal(len(refs), err)
		}
	}
}

func FuzzPackedRefs(f *testing.F) {
	id := strings.Repeat("0123456789", 4)
	f.Add("# pack-refs with: peeled\n" + id + " refs/heads/main\n")
	f.Add(id + " refs/tags/v1\n^" + id + "\n")
	f.Add("^" + id + "\n" + id)
	f.Fuzz(func(t *testing.T, text string) {
		refs, err := parsePackedRefs(text, oid.SHA1)
		var again strings.Builder
		for _, ref := range refs {
			if ref.ID.IsNull() || ref.Name == "" || !ref.Peeled.IsZero() && ref.Peeled.IsNull() {
				t.Fatalf("a ref that is none: %+v", ref)
			}
			again.WriteString(ref.ID.String() + " " + ref.Name + "\n")
			if !ref.Peeled.IsZero() {
				again.WriteString("^" + ref.Peeled.String() + "\n")
			}
		}
		same, errAgain := parsePackedRefs(again.String(), oid.SHA1)
		if errAgain != nil || !slices.Equal(refs, same) {
			t.Fatalf("written and read again: %v, %v; before %v, %v", same, errAgain, refs, err)
		}
	})
}

func FuzzReflog(f *testing.F) {
	id, none := strings.Repeat("0123456789", 4), strings.Repeat("0", 40)
	f.Add(none + " " + id + " A <a@example.com> 1700000000 +0000\tcommit: x\n")
	f.Add(id + "\n")
	f.Fuzz(func(t *testing.T, text string) {
		seen := map[oid.ID]bool{}
		err := parseReflog(text, oid.SHA1, seen)
		for got := range seen {
			if got.IsNull() || !strings.Contains(text, got.String()) {
				t.Fatalf("%s is no id of the text", got)
			}
		}
		if err == nil && len(seen) > 2*strings.Count(text+"\n", "\n") {
			t.Fatalf("%d ids", len(seen))
		}
	})
}
