package gitrepo

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestResolve(t *testing.T) {
	ctx := context.Background()
	s := newSandbox(t)
	first := s.commit("a", "1\n")
	second := s.commit("a", "2\n")
	s.git("tag", "-m", "x", "v1", first)
	r := s.open()
	for rev, want := range map[string]string{
		"HEAD": second, "main": second, "HEAD~1": first, "v1": first, second[:9]: second, "HEAD@{1}": first, "HEAD^{/change}": second,
	} {
		got, err := r.Resolve(ctx, rev)
		if got != want || err != nil {
			t.Errorf("%s: got %s, %v; want %s", rev, got, err, want)
		}
	}
	for _, rev := range []string{"", "nowhere", "HEAD~9", "HEAD:a", "HEAD^{tree}", "--all", "-h", "v1..HEAD", "HEAD main", "HEAD\nmain"} {
		got, err := r.Resolve(ctx, rev)
		if err == nil || !strings.Contains(err.Error(), "unknown revision") || !strings.Contains(err.Error(), r.GitDir) {
			t.Errorf("%q: got %s, %v; want an error that names it", rev, got, err)
		}
	}
	s.git("replace", second, first)
	if got, err := r.Resolve(ctx, "HEAD~1"); got != first || err != nil {
		t.Errorf("with a replacement: got %s, %v; want %s", got, err, first)
	}

	s.git("clone", "-q", "--depth=1", "--no-local", ".", "../shallow")
	if _, err := s.in("../shallow").open().Resolve(ctx, "HEAD~1"); err == nil || !strings.Contains(err.Error(), "shallow") {
		t.Errorf("beyond the end of a shallow clone: %v", err)
	}

	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := r.Resolve(over, "HEAD"); !errors.Is(err, context.Canceled) {
		t.Errorf("after the context is done: %v", err)
	}
}

func TestResolveWithoutGit(t *testing.T) {
	s := newSandbox(t)
	s.commit("a", "1\n")
	t.Setenv("PATH", t.TempDir())
	if _, err := s.open().Resolve(context.Background(), "HEAD"); err == nil || !strings.Contains(err.Error(), "not on the PATH") {
		t.Errorf("got %v; want an error that says git is missing", err)
	}
}

// Nothing that a repository's configuration names is run, whichever way git is asked.
func TestConfigurationRunsNothing(t *testing.T) {
	ctx := context.Background()
	s := newSandbox(t)
	first := s.commit("a", "1\n")
	s.commit("a", "2\n")
	s.git("update-index", "--split-index")
	ran := filepath.Join(t.TempDir(), "ran")
	trap := filepath.Join(s.dir, ".git", "trap")
	s.write(".git/trap", "#!/bin/sh\ntouch '"+ran+"'\nexit 1\n")
	s.link(os.Chmod(trap, 0o755))
	for _, hook := range []string{"post-index-change", "reference-transaction", "post-checkout"} {
		s.link(os.MkdirAll(filepath.Join(s.dir, ".git/hooks"), 0o755))
		s.link(os.WriteFile(filepath.Join(s.dir, ".git/hooks", hook), []byte("#!/bin/sh\ntouch '"+ran+"'\n"), 0o755))
	}
	s.write(".git/config", `[core]
	repositoryformatversion = 1
	fsmonitor = `+trap+`
	pager = `+trap+`
	sshCommand = `+trap+`
	alternateRefsCommand = `+trap+`
	hooksPath = hooks
[extensions]
	partialClone = evil
[remote "evil"]
	url = `+s.dir+`
	uploadpack = `+trap+`
	promisor = true
[alias]
	rev-parse = !`+trap+`
	ls-files = !`+trap+`
`)
	// a commit that is absent is fetched from the promisor, if git may
	s.link(os.Remove(filepath.Join(s.dir, ".git/objects", first[:2], first[2:])))

	r := s.open()
	if got, err := r.Resolve(ctx, first); err == nil {
		t.Errorf("an absent commit resolves to %s", got)
	}
	if _, err := r.askRefs(ctx); err != nil {
		t.Error(err)
	}
	if _, err := r.askReflogs(ctx); err != nil {
		t.Error(err)
	}
	if _, err := r.Index(ctx, ""); err != nil {
		t.Error(err)
	}
	if _, err := r.askConfig(ctx, filepath.Join(s.dir, ".git/config")); err != nil {
		t.Error(err)
	}
	if exists(ran) {
		t.Error("a program that the configuration names was run")
	}
	// the trap works: plain git falls into it
	s.run("rev-parse", first+"^{commit}").Run()
	if !exists(ran) {
		t.Error("the trap catches nothing")
	}
}
