package history_test

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/source/history"
)

func beside(s gittest.Sandbox, o history.Options) (places []string, skips map[string]int, complete bool) {
	places, visits, ledger := besideWalk(s, 2, o, finding.KindGitFile, finding.KindReflog, finding.KindSymlink, finding.KindLFSObject, finding.KindLeftover)
	for id, n := range visits {
		if n != 1 {
			s.Errorf("%v is visited %d times", id, n)
		}
	}
	skips = map[string]int{}
	for _, skip := range ledger.Skips() {
		skips[skip.Reason] = skip.Count
	}
	return places, skips, ledger.Complete()
}

// Each file of the git folder is a place, whatever it is called.
func TestGitFiles(t *testing.T) {
	s := gittest.New(t)
	s.Commit("a", "1\n")
	s.Git("worktree", "add", "-q", "../linked")
	for _, name := range []string{
		"description", "hooks/pre-commit", "hooks/lib/x", "info/exclude", "info/sparse-checkout",
		"COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG", "rr-cache/0123/preimage", "some-tool/state.db", "lfs/tmp/x", "lfs/objects/odd",
		"worktrees/linked/COMMIT_EDITMSG", "objects/info/odd", "objects/pack/odd.keep", "odd.lock",
	} {
		s.Write(".git/"+name, "a key\n")
	}
	s.Write(".git/objects/info/empty", "")
	s.Write(".git/objects/info/short", "ke")
	s.Write(".git/config.worktree", "[x]\n\ty = key\n")
	s.Git("config", "remote.origin.url", "https://u:key@example.org/x")
	id := s.Git("rev-parse", "HEAD")
	s.Write(".git/FETCH_HEAD", id+"\t\tbranch 'main' of https://u:key@example.org/x\n")
	s.Must(os.Symlink("/etc/key", filepath.Join(s.Dir, ".git/hooks/link")))
	s.Git("update-ref", "-m", "clone: from https://u:key@example.org/x", "refs/heads/b", "HEAD")
	s.In("../linked").Git("update-ref", "-m", "a key", "HEAD", "HEAD")

	var want []string
	for _, name := range []string{
		"COMMIT_EDITMSG", "FETCH_HEAD", "MERGE_MSG", "SQUASH_MSG", "config", "config.worktree", "description", "hooks/lib/x", "hooks/pre-commit",
		"info/exclude", "info/sparse-checkout", "lfs/tmp/x", "objects/info/odd", "objects/pack/odd.keep", "odd.lock", "rr-cache/0123/preimage", "some-tool/state.db",
		"worktrees/linked/COMMIT_EDITMSG",
	} {
		want = append(want, fmt.Sprintf(`git-file .git/%s "" false true`, name))
	}
	want = append(want,
		`lfs-object .git/lfs/objects/odd "" false true`, `reflog refs/heads/b "" false true`, `reflog worktrees/linked/HEAD "" false true`,
		`symlink .git/hooks/link "" false true`,
	)
	got, _, complete := beside(s, history.Options{})
	if !slices.Equal(got, want) || !complete {
		t.Errorf("complete: %v\n%s\nwant\n%s", complete, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	got, _, _ = beside(s, history.Options{NoGitFiles: true})
	if len(got) > 0 {
		t.Errorf("without the git folder: %q", got)
	}

	// From the linked work tree it is the same folder, and the refs have other names.
	for i, place := range want {
		want[i] = strings.Replace(place, "worktrees/linked/HEAD", "HEAD", 1)
	}
	slices.Sort(want)
	if got, _, _ := beside(s.In("../linked"), history.Options{}); !slices.Equal(got, want) {
		t.Errorf("linked:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}

	bare := s.In("../bare.git")
	s.Git("clone", "-q", "--bare", "--no-local", ".", bare.Dir)
	bare.Write("hooks/update", "a key\n")
	if got, _, _ := beside(bare, history.Options{}); !slices.Equal(got, []string{`git-file hooks/update "" false true`}) {
		t.Errorf("bare: %q", got)
	}
}

// The ids in git's own files are no text, and the columns of what is beside them stay.
func TestIDsAreBlank(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		s := gittest.New(t, "--object-format="+format)
		one := s.Commit("a", "1\n")
		two := s.Commit("a", "2\n")
		s.Git("checkout", "-q", one)
		s.Git("reset", "-q", "--hard", two)
		s.Write(".git/FETCH_HEAD", one+"\tnot-for-merge\tbranch 'x' of y\n")
		texts := textsOf(s, finding.KindReflog, finding.KindGitFile)
		if len(texts) < 4 {
			t.Fatalf("%s: only %q", format, texts)
		}
		for _, text := range texts {
			if strings.Contains(text, one) || strings.Contains(text, two) {
				t.Errorf("%s: %q", format, text)
			}
		}
	}
}

// A repository in the git folder is in the ledger, and nothing in it is visited.
func TestModulesAreInTheLedger(t *testing.T) {
	s := gittest.New(t)
	s.Commit("a", "1\n")
	inner := s.In(".git/modules/lib/inner")
	s.Git("init", "-q", "--bare", inner.Dir)
	inner.Write("config-key", "a key\n")
	got, skips, complete := beside(s, history.Options{})
	if len(got) > 0 || !complete || skips["repository of a submodule"] != 1 {
		t.Errorf("%q, %v, complete: %v", got, skips, complete)
	}
}

// What an interrupted git left is read as far as it goes, and no further harm is done.
func TestLeftovers(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		s := gittest.New(t, "--object-format="+format)
		r, text := rand.New(rand.NewPCG(1, 1)), ""
		for range 100 {
			text += fmt.Sprintf("line %x\n", r.Uint64())
		}
		base := s.Commit("a", text)
		s.Git("checkout", "-q", "-b", "gone")
		s.Commit("a", text+"a key\n")
		s.Commit("b", "another key\n")
		thin := s.Pipe([]byte("HEAD\n^"+base+"\n"), "pack-objects", "--thin", "--stdout", "--revs", "-q")
		s.Git("checkout", "-q", "main")
		s.Git("branch", "-q", "-D", "gone")
		s.Git("reflog", "expire", "--expire=now", "--all")
		s.Git("prune", "--expire=now")

		loose := func(text string) string {
			var b bytes.Buffer
			z := zlib.NewWriter(&b)
			fmt.Fprintf(z, "blob %d\x00%s", len(text), text)
			s.Must(z.Close())
			return b.String()
		}
		s.Write(".git/objects/pack/tmp_pack_abc", string(thin))
		s.Write(".git/objects/pack/tmp_idx_abc", "\xfftOc\x00\x00\x00\x02 key")
		s.Write(".git/objects/12/tmp_obj_abc", loose("the key\n"))
		whole := loose("cut key " + strings.Repeat(text, 3))
		s.Write(".git/objects/12/tmp_obj_cut", whole[:len(whole)-20])
		s.Write(".git/objects/tmp_objdir-incoming-x/pack/pack-1.pack", string(thin[:len(thin)-30]))
		s.Write(".git/objects/tmp_objdir-incoming-x/ab/"+strings.Repeat("c", len(base)-2), loose("a quarantined key\n"))
		s.Write(".git/objects/pack/tmp_pack_bad", "PACK\x00\x00\x00\x02\x00\x00\x00\x01\x05 key key key key key key key key key key key key key key key key")
		s.Write(".git/objects/12/tmp_obj_bad", "x\x9c not zlib, and no key")

		got, skips, complete := beside(s, history.Options{})
		var kinds []string
		for _, p := range got {
			kinds = append(kinds, strings.Join(strings.Fields(p)[:2], " "))
		}
		for _, name := range []string{"pack/tmp_pack_abc", "12/tmp_obj_abc", "12/tmp_obj_cut", "tmp_objdir-incoming-x/pack/pack-1.pack", "tmp_objdir-incoming-x/ab/" + strings.Repeat("c", len(base)-2)} {
			if !slices.Contains(kinds, "leftover .git/objects/"+name) {
				t.Errorf("%s: nothing is found in %s: %q", format, name, got)
			}
		}
		if n := len(slices.DeleteFunc(slices.Clone(kinds), func(k string) bool { return !strings.HasSuffix(k, "tmp_pack_abc") })); n != 2 {
			t.Errorf("%s: %d of two in the pack: %q", format, n, got)
		}
		for _, name := range []string{"pack/tmp_pack_bad", "12/tmp_obj_bad"} { // they are no objects
			if !slices.Contains(kinds, "git-file .git/objects/"+name) {
				t.Errorf("%s: nothing is found in %s: %q", format, name, got)
			}
		}
		if !complete || skips["damaged leftover"] != 0 {
			t.Errorf("%s: complete: %v, %v", format, complete, skips)
		}
		if got, _, _ := beside(s, history.Options{ReachableOnly: true}); len(got) > 0 {
			t.Errorf("%s: of what refs lead to: %q", format, got)
		}
	}
}

// Content of Git LFS is scanned once: as that of a pointer file, or by itself.
func TestLFSObjects(t *testing.T) {
	s := gittest.New(t)
	store := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		digits := hex.EncodeToString(sum[:])
		s.Write(filepath.Join(".git/lfs/objects", digits[:2], digits[2:4], digits), text)
		return digits
	}
	named, other := store("named key\n"), store("other key\n")
	s.Commit("big", fmt.Sprintf("version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 10\n", named))
	got, _, _ := beside(s, history.Options{})
	want := fmt.Sprintf(`lfs-object .git/lfs/objects/%s/%s/%s "" false true`, other[:2], other[2:4], other)
	if !slices.Equal(got, []string{want}) {
		t.Errorf("%q, want %q", got, want)
	}
}
