package ci

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/gittest"
)

// find returns the range of a run in the sandbox's repository.
func find(s gittest.Sandbox, run Run) (Range, error) {
	s.Helper()
	repo, err := gitrepo.Open(s.Dir, nil)
	s.Must(err)
	store, err := repo.OpenObjects()
	s.Must(err)
	defer store.Close()
	return run.Range(context.Background(), repo, store)
}

// remote makes a repository with a branch main of two commits and a branch
// topic of one more.
func remote(t *testing.T) (s gittest.Sandbox, first, main, topic string) {
	s = gittest.New(t)
	s.Git("config", "uploadpack.allowAnySHA1InWant", "true")
	first = s.Commit("a", "1")
	main = s.Commit("a", "2")
	s.Git("checkout", "-q", "-b", "topic")
	topic = s.Commit("b", "3")
	s.Git("checkout", "-q", "main")
	return s, first, main, topic
}

func clone(s gittest.Sandbox, args ...string) gittest.Sandbox {
	s.Helper()
	s.Git(append(append([]string{"clone", "-q"}, args...), "file://"+s.Dir, "../clone")...)
	return s.In("../clone")
}

func want(t *testing.T, what string, r Range, err error, base, head string) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	if r.Exclude.String() != base || r.Include.String() != head {
		t.Errorf("%s: got %s..%s, want %s..%s", what, r.Exclude, r.Include, base, head)
	}
}

func TestRange(t *testing.T) {
	s, first, main, topic := remote(t)
	c := clone(s)
	r, err := find(c, Run{Head: topic, Base: first})
	want(t, "head and base", r, err, first, topic)
	r, err = find(c, Run{Head: topic, Branch: "main"})
	want(t, "no base", r, err, main, topic)
	r, err = find(c, Run{Head: topic, Base: idA, Branch: "main"})
	want(t, "a base that is gone", r, err, main, topic)
	r, err = find(c, Run{Head: main})
	want(t, "no base, no branch", r, err, "", main)
	r, err = find(c, Run{Base: first[:12]})
	want(t, "HEAD and a short base", r, err, first, main)
	c.Git("tag", "-a", "-m", "x", "v1", main)
	tag := c.Git("rev-parse", "v1")
	r, err = find(c, Run{Head: tag, Base: first})
	want(t, "a tag", r, err, first, tag)
}

// A range that a clone lacks is an error that names a command, and after the
// command the range is there.
func TestRangeFetches(t *testing.T) {
	upstream, first, main, topic := remote(t)
	for name, prepare := range map[string]func(s gittest.Sandbox, first, main, topic string) (gittest.Sandbox, Run){
		"shallow, no base": func(s gittest.Sandbox, first, main, topic string) (gittest.Sandbox, Run) {
			return clone(s, "--depth=1"), Run{Head: main, Base: first}
		},
		"shallow, no head": func(s gittest.Sandbox, first, main, topic string) (gittest.Sandbox, Run) {
			return clone(s, "--depth=1"), Run{Head: topic, HeadRef: "refs/heads/topic", Base: main}
		},
		"no head, no ref": func(s gittest.Sandbox, first, main, topic string) (gittest.Sandbox, Run) {
			return clone(s, "--single-branch"), Run{Head: topic, Base: main}
		},
		"no branch": func(s gittest.Sandbox, first, main, topic string) (gittest.Sandbox, Run) {
			return clone(s, "--single-branch", "--branch=topic"), Run{Head: topic, Branch: "main"}
		},
		"rewritten default branch": func(s gittest.Sandbox, first, main, topic string) (gittest.Sandbox, Run) {
			gone := s.Commit("a", "gone")
			s.Git("reset", "-q", "--hard", main)
			return clone(s), Run{Head: main, Base: gone}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, run := prepare(upstream.Copy(t), first, main, topic)
			_, err := find(c, run)
			var fetch *FetchError
			if !errors.As(err, &fetch) || !strings.Contains(err.Error(), "`"+fetch.Command()+"`") {
				t.Fatalf("got %v", err)
			}
			c.Must(fetch.Fetch(context.Background()))
			if _, err := find(c, run); err != nil {
				t.Errorf("after %s: %v", fetch.Command(), err)
			}
		})
	}
}
