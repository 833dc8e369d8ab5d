package gitrepo

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
)

func TestResolve(t *testing.T) {
	ctx := context.Background()
	s := gittest.New(t)
	first := s.Commit("a", "1\n")
	second := s.Commit("a", "2\n")
	s.Git("tag", "-m", "x", "v1", first)
	r := openRepo(s)
	for rev, want := range map[string]string{
		"HEAD": second, "main": second, "HEAD~1": first, "v1": first, second[:9]: second, "HEAD@{1}": first, "HEAD^{/change}": second,
	} {
		got, err := r.Resolve(ctx, rev)
		if got.String() != want || err != nil {
			t.Errorf("%s: got %s, %v; want %s", rev, got, err, want)
		}
	}
	for _, rev := range []string{"", "nowhere", "HEAD~9", "HEAD:a", "HEAD^{tree}", "--all", "-h", "v1..HEAD", "HEAD main", "HEAD\nmain"} {
		got, err := r.Resolve(ctx, rev)
		if err == nil || !strings.Contains(err.Error(), "unknown revision") || !strings.Contains(err.Error(), r.GitDir) {
			t.Errorf("%q: got %s, %v; want an error that names it", rev, got, err)
		}
	}
	s.Git("replace", second, first)
	if got, err := r.Resolve(ctx, "HEAD~1"); got.String() != first || err != nil {
		t.Errorf("with a replacement: got %s, %v; want %s", got, err, first)
	}

	s.Git("clone", "-q", "--depth=1", "--no-local", ".", "../shallow")
	if _, err := openRepo(s.In("../shallow")).Resolve(ctx, "HEAD~1"); err == nil || !strings.Contains(err.Error(), "shallow") {
		t.Errorf("beyond the end of a shallow clone: %v", err)
	}

	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := r.Resolve(over, "HEAD"); !errors.Is(err, context.Canceled) {
		t.Errorf("after the context is done: %v", err)
	}
}

func TestResolveWithoutGit(t *testing.T) {
	s := gittest.New(t)
	s.Commit("a", "1\n")
	t.Setenv("PATH", t.TempDir())
	if _, err := openRepo(s).Resolve(context.Background(), "HEAD"); err == nil || !strings.Contains(err.Error(), "not on the PATH") {
		t.Errorf("got %v; want an error that says git is missing", err)
	}
}

// Nothing that a repository's configuration names is run, whichever way git is asked.
func TestConfigurationRunsNothing(t *testing.T) {
	ctx := context.Background()
	s := gittest.New(t)
	first := s.Commit("a", "1\n")
	s.Commit("a", "2\n")
	s.Git("update-index", "--split-index")
	ran := filepath.Join(t.TempDir(), "ran")
	trap := filepath.Join(s.Dir, ".git", "trap")
	s.Write(".git/trap", "#!/bin/sh\ntouch '"+ran+"'\nexit 1\n")
	s.Must(os.Chmod(trap, 0o755))
	for _, hook := range []string{"post-index-change", "reference-transaction", "post-checkout"} {
		s.Must(os.MkdirAll(filepath.Join(s.Dir, ".git/hooks"), 0o755))
		s.Must(os.WriteFile(filepath.Join(s.Dir, ".git/hooks", hook), []byte("#!/bin/sh\ntouch '"+ran+"'\n"), 0o755))
	}
	s.Write(".git/config", `[core]
	repositoryformatversion = 1
	fsmonitor = `+trap+`
	pager = `+trap+`
	sshCommand = `+trap+`
	alternateRefsCommand = `+trap+`
	hooksPath = hooks
[extensions]
	partialClone = evil
[remote "evil"]
	url = `+s.Dir+`
	uploadpack = `+trap+`
	promisor = true
[log]
	showSignature = true
[gpg]
	program = `+trap+`
[diff]
	external = `+trap+`
[alias]
	rev-parse = !`+trap+`
	ls-files = !`+trap+`
`)
	// a commit that is absent is fetched from the promisor, if git may
	s.Must(os.Remove(filepath.Join(s.Dir, ".git/objects", first[:2], first[2:])))

	r := openRepo(s)
	if got, err := r.Resolve(ctx, first); err == nil {
		t.Errorf("an absent commit resolves to %s", got)
	}
	if _, err := r.askRefs(ctx); err != nil {
		t.Error(err)
	}
	if _, err := r.askReflogs(ctx); err != nil {
		t.Error(err)
	}
	if err := r.askReflogTexts(ctx, func(Reflog) error { return nil }); err != nil {
		t.Error(err)
	}
	if _, err := r.Index(ctx, ""); err != nil {
		t.Error(err)
	}
	if _, err := r.askConfig(ctx, filepath.Join(s.Dir, ".git/config")); err != nil {
		t.Error(err)
	}
	if exists(ran) {
		t.Error("a program that the configuration names was run")
	}
	// the trap works: plain git falls into it
	s.Cmd("rev-parse", first+"^{commit}").Run()
	if !exists(ran) {
		t.Error("the trap catches nothing")
	}
}
