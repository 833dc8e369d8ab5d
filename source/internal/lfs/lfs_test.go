package lfs_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/folder"
	"github.com/sluicesec/sluice/source/history"
	"github.com/sluicesec/sluice/source/internal/lfs"
	"github.com/sluicesec/sluice/source/internal/randomrepo"
	"github.com/sluicesec/sluice/source/staged"
)

const content = "the key is S07\n"

func pointer() (text, stored string) {
	sum := sha256.Sum256([]byte(content))
	digits := hex.EncodeToString(sum[:])
	return fmt.Sprintf("version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n", digits, len(content)),
		filepath.Join("lfs", "objects", digits[:2], digits[2:4], digits)
}

// sources returns a source of each kind for a repository, which show the same
// pointer file.
func sources(t *testing.T, s gittest.Sandbox) map[string]source.Source {
	repo, store := (&randomrepo.History{Sandbox: s}).Open()
	id := func(rev string) oid.ID {
		id, err := oid.Parse(s.Git("rev-parse", rev))
		s.Must(err)
		return id
	}
	return map[string]source.Source{
		"history": history.New(repo, store, history.Options{}),
		"commits": commits.New("test", repo, store, []oid.ID{id("HEAD")}, []oid.ID{id("HEAD~")}),
		"staged":  staged.NewOnto(repo, store, []oid.ID{id("HEAD~")}),
	}
}

// TestContent: content that Git LFS keeps is scanned if it is here, at the path of
// its pointer file; and if not, the scan is not complete, and says what is missing.
func TestContent(t *testing.T) {
	text, stored := pointer()
	s := gittest.New(t)
	s.Commit("a", "nothing\n")
	s.Commit("dir/large.bin", text)
	put := func(data string) {
		path := filepath.Join(s.Dir, ".git", stored)
		s.Must(os.RemoveAll(path))
		s.Must(os.MkdirAll(filepath.Dir(path), 0o777))
		s.Must(os.WriteFile(path, []byte(data), 0o666))
	}
	for _, state := range []struct {
		name    string
		prepare func()
		found   bool
		says    string
	}{
		{"absent", func() {}, false, source.AbsentLFS},
		{"cut off", func() { put(content[1:]) }, false, source.AbsentLFS},
		{"a pipe", func() {
			put("")
			s.Must(os.Remove(filepath.Join(s.Dir, ".git", stored)))
			// Without named pipes the content is absent, which must be said as well.
			_ = exec.Command("mkfifo", filepath.Join(s.Dir, ".git", stored)).Run()
		}, false, source.AbsentLFS},
		{"another content", func() { put(strings.ToUpper(content)) }, false, "SHA-256"},
		{"present", func() { put(content) }, true, ""},
	} {
		state.prepare()
		for name, src := range sources(t, s) {
			places, ledger := randomrepo.Walk(t, src)
			var found bool
			for _, list := range places {
				for _, p := range list {
					found = found || p.Path == "dir/large.bin" && (p.Secrets == nil || slices.Contains(p.Secrets, 7))
					if found && name != "staged" && !p.InHead {
						t.Errorf("%s, %s: not in HEAD", state.name, name)
					}
				}
			}
			says := fmt.Sprint(ledger.Skips(), ledger.Errors())
			if found != state.found || ledger.Complete() != state.found || !strings.Contains(says, state.says) {
				t.Errorf("%s, %s: found %v, complete %v: %s", state.name, name, found, ledger.Complete(), says)
			}
			if state.says == source.AbsentLFS && !strings.Contains(says, "dir/large.bin") {
				t.Errorf("%s, %s: the path is not named: %s", state.name, name, says)
			}
		}
	}
}

// TestReachableOnly: content of a pointer file that nothing leads to is not missed if
// only what is reachable is wanted.
func TestReachableOnly(t *testing.T) {
	text, _ := pointer()
	s := gittest.New(t)
	s.Commit("a", "nothing\n")
	for _, test := range []struct {
		name     string
		do       func()
		complete map[bool]bool // by ReachableOnly
	}{
		{"never committed", func() { s.Pipe([]byte(text), "hash-object", "-w", "--stdin") }, map[bool]bool{false: false, true: true}},
		{"staged", func() { s.Write("staged.bin", text); s.Git("add", ".") }, map[bool]bool{false: false, true: false}},
		{"committed", func() { s.Git("commit", "-q", "-m", "pointer") }, map[bool]bool{false: false, true: false}},
	} {
		test.do()
		for only, want := range test.complete {
			repo, store := (&randomrepo.History{Sandbox: s}).Open()
			_, ledger := randomrepo.Walk(t, history.New(repo, store, history.Options{ReachableOnly: only}))
			if ledger.Complete() != want {
				t.Errorf("%s, reachable only %v: complete %v", test.name, only, ledger.Complete())
			}
			if says := fmt.Sprint(ledger.Skips()); !want && test.name != "never committed" && !strings.Contains(says, "staged.bin") {
				t.Errorf("%s: the path is not named: %s", test.name, says)
			}
		}
	}
}

// TestFolder: in a folder the content is never at hand.
func TestFolder(t *testing.T) {
	dir := t.TempDir()
	text, _ := pointer()
	if err := os.WriteFile(filepath.Join(dir, "large.bin"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, accept := range []bool{false, true} {
		var ledger source.Ledger
		if accept {
			ledger.Accept(source.AbsentLFS)
		}
		visit := func(int, *source.Blob, any) (source.Result, error) { return source.Result{}, nil }
		if err := (&folder.Folders{Paths: []string{dir}}).Walk(context.Background(), 1, &ledger, visit); err != nil {
			t.Fatal(err)
		}
		if ledger.Complete() != accept || len(ledger.Skips()) != 1 {
			t.Errorf("accepted %v: complete %v: %v", accept, ledger.Complete(), ledger.Skips())
		}
	}
}

func TestIsPointer(t *testing.T) {
	text, _ := pointer()
	lines := strings.SplitAfter(text, "\n")
	for name, test := range map[string]struct {
		text string
		want bool
	}{
		"as written":       {text, true},
		"with CRLF":        {strings.ReplaceAll(text, "\n", "\r\n"), true},
		"no last newline":  {strings.TrimSpace(text), true},
		"an extension":     {lines[0] + "ext-0-foo sha256:" + strings.Repeat("a", 64) + "\n" + lines[1] + lines[2], true},
		"the old name":     {strings.Replace(text, "git-lfs", "hawser", 1), true},
		"no oid":           {lines[0] + lines[2], false},
		"no size":          {lines[0] + lines[1], false},
		"empty content":    {lines[0] + lines[1] + "size 0\n", false},
		"a path as oid":    {lines[0] + "oid sha256:" + strings.Repeat("../", 21) + "x\n" + lines[2], false},
		"another version":  {strings.Replace(text, "spec/v1", "spec/v1/about", 1), false},
		"text before":      {"\n" + text, false},
		"too long":         {text + strings.Repeat("x", 1024), false},
		"negative size":    {lines[0] + lines[1] + "size -5\n", false},
		"nothing":          {"", false},
		"version of other": {"version 3\noid 7\nsize 8\n", false},
	} {
		if _, ok := lfs.IsPointer([]byte(test.text)); ok != test.want {
			t.Errorf("%s: %v", name, ok)
		}
	}
}
