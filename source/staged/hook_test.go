package staged_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
)

// The source reads the index that the commit under way uses, which is not always
// the one in .git. The hook is this test itself, started by git.
func TestStagedInsideHooks(t *testing.T) {
	const asHook = "STAGED_TEST_HOOK_WRITES"
	if log := os.Getenv(asHook); log != "" {
		s := gittest.Sandbox{TB: t, Dir: ".", Env: os.Environ()}
		s.Must(os.WriteFile(log, []byte(strings.Join(walkStaged(s, 2).files(t), "\n")), 0o644))
		return
	}
	first := project(t)
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
				s := first.Copy(t)
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

// BenchmarkStaged does the work of a hook in a repository of 30,000 files, of which
// ten are staged.
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
