package ci

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/gittest"
)

// A remote with two branches, and a tag that no branch reaches.
func remoteWithTag(t *testing.T) (gittest.Sandbox, string) {
	s, _, main, _ := remote(t)
	s.Git("checkout", "-q", "--detach", main)
	s.Git("tag", "apart", s.Commit("apart", "4"))
	s.Git("checkout", "-q", "main")
	return s, main
}

// The clones that systems make. all is what a run that judges everything says: nothing, a
// note, or an error.
var clones = []struct {
	name string
	// The commands, with URL, MAIN for the commit of main, and a folder clone to make. Without
	// "clone" in front, they run in an empty repository with a remote origin.
	commands string
	run      Run
	all      string
}{
	{"git clone", "clone URL", Run{}, ""},
	{"git clone, another remote", "clone -o upstream URL", Run{}, ""},
	{"git clone --mirror", "clone --mirror URL", Run{}, ""},
	{"git clone --single-branch", "clone --single-branch URL", Run{}, "error"},
	{"git clone --no-tags", "clone --no-tags URL", Run{}, "error"},
	{"git clone of one branch with tags", "clone --single-branch URL; fetch origin +refs/tags/*:refs/tags/*", Run{}, "error"},
	{"Bitbucket, depth: full", "clone --branch=main URL; reset --hard MAIN", Run{}, ""},
	{"Bitbucket, depth 50", "clone --branch=main --depth=50 URL; reset --hard MAIN", Run{}, "error"},
	{"Buildkite", "clone URL; fetch --prune -- origin main", Run{}, "note"},
	{"CircleCI, method: full", "clone --no-checkout URL; fetch --force origin +refs/heads/main:refs/remotes/origin/main", Run{}, "note"},
	{"actions/checkout, fetch-depth: 0", "fetch --prune origin +refs/heads/*:refs/remotes/origin/* +refs/tags/*:refs/tags/*", Run{TagsToo: true}, ""},
	{"actions/checkout, fetch-depth: 50", "fetch --no-tags --prune --depth=50 origin +MAIN:refs/remotes/origin/main", Run{TagsToo: true}, "error"},
	{"actions/checkout, fetch-depth: 1", "fetch --no-tags --prune --depth=1 origin +MAIN:refs/remotes/origin/main", Run{TagsToo: true}, "error"},
	{"actions/checkout, fetch-depth: 0, main has moved", "fetch --prune origin +refs/heads/*:refs/remotes/origin/* +refs/tags/*:refs/tags/*; fetch origin +MAIN:refs/remotes/origin/main", Run{TagsToo: true}, "note"},
	{"GitLab, GIT_DEPTH: 0", "fetch --prune origin +refs/heads/main:refs/pipelines/1 +refs/heads/*:refs/remotes/origin/* +refs/tags/*:refs/tags/*", Run{TagsToo: true}, ""},
	{"GitLab, GIT_DEPTH: 50", "fetch --prune --depth=50 origin +MAIN:refs/pipelines/1 +refs/heads/main:refs/remotes/origin/main", Run{TagsToo: true}, "note"},
	{"Azure, fetchDepth: 0, fetchTags: true", "fetch --tags --prune origin +refs/heads/*:refs/remotes/origin/*", Run{}, ""},
	{"Azure, fetchDepth: 0, fetchTags: false", "fetch --no-tags --prune origin +refs/heads/*:refs/remotes/origin/*", Run{}, "note"},
	{"Jenkins", "fetch --tags --force URL +refs/heads/*:refs/remotes/origin/*", Run{}, ""},
	{"Jenkins, one branch", "config remote.origin.fetch +refs/heads/main:refs/remotes/origin/main; fetch --no-tags URL +refs/heads/main:refs/remotes/origin/main", Run{}, "error"},
	{"Drone", "fetch origin +refs/heads/main:", Run{}, "note"},
	{"Woodpecker, depth: 0", "fetch --no-tags origin +MAIN:", Run{}, "error"},
	{"a repository that is no clone", "remote remove origin", Run{}, ""},
}

// makeClone runs the commands of a clone.
func makeClone(t *testing.T, upstream gittest.Sandbox, main, commands string) *gitrepo.Repo {
	t.Helper()
	c := upstream.In("../" + strings.ReplaceAll(t.Name(), "/", "_"))
	commands = strings.NewReplacer("URL", "file://"+upstream.Dir, "MAIN", main).Replace(commands)
	first, rest, _ := strings.Cut(commands, "; ")
	if strings.HasPrefix(first, "clone ") {
		upstream.Git(append(strings.Fields(first), "-q", c.Dir)...)
		commands = rest
	} else {
		upstream.Git("init", "-q", "-b", "main", c.Dir)
		c.Git("remote", "add", "origin", "file://"+upstream.Dir)
	}
	for command := range strings.SplitSeq(commands, "; ") {
		if command != "" {
			c.Git(strings.Fields(command)...)
		}
	}
	repo, err := gitrepo.Open(c.Dir, os.Environ())
	c.Must(err)
	return repo
}

// A run that judges everything says of each clone what it knows of it. What it says is
// missing is there afterwards, whether it has fetched it or a user has, by hand.
func TestWhole(t *testing.T) {
	upstream, main := remoteWithTag(t)
	said := func(run Run, repo *gitrepo.Repo) (string, *FetchError) {
		note, err := run.Whole(context.Background(), repo, false)
		var fetch *FetchError
		switch {
		case errors.As(err, &fetch):
			return "error", fetch
		case err != nil:
			t.Error(err)
		case note != "":
			return "note", nil
		}
		return "", nil
	}
	for _, c := range clones {
		t.Run(c.name, func(t *testing.T) {
			repo := makeClone(t, upstream, main, c.commands)
			got, manual := said(c.run, repo)
			if got != c.all {
				t.Fatalf("got %q, want %q", got, c.all)
			}
			run := c.run
			run.Fetch = true
			got, fetch := said(run, repo)
			if (got == "error") != (c.all != "") {
				t.Fatalf("with --fetch: got %q", got)
			}
			if fetch == nil {
				return
			}
			if fetch.Unsure != (c.all == "note") {
				t.Errorf("it is not sure: %v", fetch.Unsure)
			}
			if manual != nil {
				cmd := exec.Command("sh", "-c", manual.Command())
				cmd.Dir = repo.GitDir
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("%s: %v: %s", manual.Command(), err, out)
				}
				if got, _ := said(c.run, repo); got != "" {
					t.Errorf("after %s: got %q", manual.Command(), got)
				}
			} else if err := fetch.Fetch(context.Background()); err != nil {
				t.Fatal(err)
			}
			run.AllRefs = true
			if got, _ := said(run, repo); got != "" {
				t.Errorf("after it has fetched: got %q", got)
			}
			refs, err := repo.Refs(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, ref := range refs {
				names = append(names, ref.Name)
			}
			if all := strings.Join(names, " "); !strings.Contains(all, "/topic") || !strings.Contains(all, "refs/tags/apart") {
				t.Errorf("the clone has %s", all)
			}
		})
	}
}

// Who knows that a clone is a part gets a note.
func TestWholeOfPart(t *testing.T) {
	upstream, main := remoteWithTag(t)
	for _, commands := range []string{"clone --single-branch URL", "clone --depth=1 URL"} {
		t.Run(commands[:14], func(t *testing.T) {
			note, err := new(Run).Whole(context.Background(), makeClone(t, upstream, main, commands), true)
			if err != nil || !strings.Contains(note, "a part of the history") {
				t.Errorf("%s: %q, %v", commands, note, err)
			}
		})
	}
}

// A branch with the name of an option is not handed to git.
func TestFetchRunsNoOption(t *testing.T) {
	for _, arg := range []string{"--upload-pack=touch", "-c", "--unshallow=x"} {
		err := (&FetchError{Repo: &gitrepo.Repo{}, What: "x is missing", Args: []string{"origin", arg}}).Fetch(context.Background())
		if err == nil || !strings.Contains(err.Error(), "would be an option") {
			t.Errorf("%s: %v", arg, err)
		}
	}
}

// The command for a shell has the same words as the one that runs.
func TestFetchCommand(t *testing.T) {
	e := &FetchError{Before: [][]string{{"echo", "a b"}}, Args: []string{"origin", "+refs/heads/*:x", "it's;\u00a0x"}}
	if want := "echo 'a b' && git fetch origin '+refs/heads/*:x' 'it'\\''s;\u00a0x'"; e.Command() != want {
		t.Errorf("got %s, want %s", e.Command(), want)
	}
}

// git allows a branch whose name has a space without breaks.
func TestFetchOddBranch(t *testing.T) {
	upstream, _, _, topic := remote(t)
	upstream.Git("branch", "f\u00a0x", topic)
	c := clone(upstream, "--depth=1", "--single-branch")
	_, err := find(c, Run{Head: topic, HeadRef: "refs/heads/f\u00a0x"})
	var fetch *FetchError
	if !errors.As(err, &fetch) {
		t.Fatal(err)
	}
	c.Must(fetch.Fetch(context.Background()))
	if _, err := find(c, Run{Head: topic}); err != nil {
		t.Error(err)
	}
}

// In the container of a job, the clone belongs to another user.
func TestFetchIntoCloneOfAnother(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a folder to another user")
	}
	upstream, _, _, _ := remote(t)
	c := clone(upstream, "--depth=1")
	c.Must(filepath.WalkDir(c.Dir, func(path string, _ fs.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(path, 1234, 1234))
	}))
	repo, err := gitrepo.Open(c.Dir, nil)
	c.Must(err)
	c.Must(Unshallow(repo, "x", "").Fetch(context.Background()))
}
