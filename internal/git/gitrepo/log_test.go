package gitrepo

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
)

// TestLog: whatever the options are, Log returns the commits that git log shows, and
// sometimes a merge besides. What the repository configures changes nothing.
func TestLog(t *testing.T) {
	s := gittest.New(t)
	s.Commit("a", "1\n")
	s.Write("in/\nb", "2\n")
	s.Git("add", ".")
	s.Git("commit", "-q", "-m", "two words")
	s.Git("checkout", "-q", "-b", "side", "HEAD~1")
	s.Commit("c", "3\n")
	s.Git("checkout", "-q", "main")
	s.Commit("d", "4\n")
	s.Git("merge", "-q", "--no-ff", "-m", "join", "side")
	merge := strings.TrimSpace(s.Git("rev-parse", "HEAD"))
	s.Git("rm", "-q", "a")
	s.Git("commit", "-q", "-m", "without a")
	calls := [][]string{
		nil, {"--all"}, {"-1"}, {"-n", "2"}, {"HEAD~2.."}, {"side..main"}, {"--no-merges", "--first-parent", "side^..main"},
		{"--since=1990-01-01"}, {"--author=nobody"}, {"--grep", "two words"}, {"--all", "--", "in"}, {"--full-history", "--", "a"},
		{"-S", "4"}, {"--merges"}, {"--reverse"}, {"-p", "--stat", "--oneline", "--graph", "-U3", "--pretty=fuller", "HEAD~1.."},
		{"HEAD...side"}, {"^side", "main"}, {"--branches=s*"}, {"--diff-filter=D"}, {"--max-count=3", "--skip=1"}, {"--diff-filter=A", "-2"}, {"--diff-filter=A", "-3"}, {"-S", "1", "-1"}, {"--follow", "d"},
	}
	var want [][]string
	for _, call := range calls {
		args := []string{"log", "--format=%H"}
		before, paths := call, []string(nil)
		if i := slices.Index(call, "--"); i >= 0 {
			before, paths = call[:i], call[i:]
		}
		for _, o := range before {
			if !onlyPrints(o) {
				args = append(args, o)
			}
		}
		args = append(args, paths...)
		want = append(want, strings.Fields(s.Git(args...)))
	}
	for key, value := range map[string]string{
		"log.showSignature": "true", "gpg.program": filepath.Join(s.Dir, "run"), "log.showRoot": "false", "log.follow": "true",
		"diff.relative": "true", "log.diffMerges": "off", "diff.external": filepath.Join(s.Dir, "run"), "format.pretty": "oneline", "log.decorate": "full",
	} {
		s.Git("config", key, value)
	}
	s.Must(os.WriteFile(filepath.Join(s.Dir, "run"), []byte("#!/bin/sh\ntouch '"+s.Dir+"/ran'\n"), 0o755))
	r := openRepo(s)
	for i, call := range calls {
		got, err := r.Log(context.Background(), s.Dir, call)
		if err != nil {
			t.Errorf("%q: %v", call, err)
			continue
		}
		var ids []string
		for _, l := range got {
			if id := l.Commit.String(); id != merge || slices.Contains(want[i], id) {
				ids = append(ids, id)
			}
		}
		if !slices.Equal(ids, want[i]) {
			t.Errorf("%q: got %v, want %v", call, ids, want[i])
		}
	}
	if _, err := os.Stat(filepath.Join(s.Dir, "ran")); err == nil {
		t.Error("a program of the configuration ran")
	}
	for _, l := range must(r.Log(context.Background(), filepath.Join(s.Dir, "in"), []string{"--all", "--", "."})) {
		if !slices.Equal(l.Paths, []string{"in/\nb"}) {
			t.Errorf("paths %q", l.Paths)
		}
	}
	for _, dir := range []string{s.Dir, filepath.Join(s.Dir, ".git"), filepath.Join(s.Dir, ".git", "HEAD")} {
		if got := must(r.Log(context.Background(), dir, []string{"--all", "--", "in"})); len(got) == 0 {
			t.Errorf("from %s no commit changes a folder", dir)
		}
	}
	for _, wrong := range [][]string{{"nowhere..HEAD"}, {"--bogus"}, {"--output=x"}, {"--relative"}, {"--since", "--"}} {
		if got, err := r.Log(context.Background(), s.Dir, wrong); err == nil && len(got) > 0 {
			t.Errorf("%q: %d commits and no error", wrong, len(got))
		}
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func TestLogsAll(t *testing.T) {
	for call, want := range map[string]bool{"--all": true, "--all --full-history -p": true, "": false, "--full-history": false, "--all -1": false, "--all -- a": false} {
		if got := LogsAll(strings.Fields(call)); got != want {
			t.Errorf("%q: %v", call, got)
		}
	}
}
