package job

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/internal/git/gittest"
)

// What a pre-commit hook judges: what is staged, and with no commit under way
// and nothing staged the whole index. It never passes by judging no file, unless
// a commit without a new file is under way.
func TestPreCommit(t *testing.T) {
	const framework, commit = "PRE_COMMIT=1", "GIT_INDEX_FILE=.git/index"
	s := gittest.New(t)
	s.Write(".sluice.toml", ruleFile("leak"))
	s.Write("old", "leak12345678")
	hook := func(allFiles bool, env ...string) *Job {
		j, err := Hook(context.Background(), start(s, "", env...).Call, hooks.PreCommit, nil, allFiles)
		return made(t, j, err)
	}
	for name, j := range map[string]*Job{"framework": hook(false, framework), "all files": hook(true)} {
		if r, err := run(context.Background(), t, j); !errors.Is(err, errNoFile) || r != nil {
			t.Errorf("no file is tracked, %s: got %v, %v", name, r, err)
		}
	}
	if got := paths(t, hook(false)); got != nil {
		t.Errorf("no file is tracked, a commit: got %s", got)
	}

	s.Git("add", "old")
	s.Git("commit", "-q", "-m", "old")
	old := []string{"old"}
	for _, c := range []struct {
		name string
		job  *Job
		want []string
	}{
		{"a commit", hook(false), nil},
		{"a commit, all files", hook(true), old},
		{"framework", hook(false, framework), old},
		{"framework in a commit", hook(false, framework, commit), nil},
		{"framework, all files", hook(true, framework), old},
		{"framework, between commits", hook(false, framework, "PRE_COMMIT_FROM_REF=HEAD", "PRE_COMMIT_TO_REF=HEAD"), nil},
	} {
		if got := paths(t, c.job); !slices.Equal(got, c.want) {
			t.Errorf("nothing is staged, %s: got %s", c.name, got)
		}
	}

	s.Write("new", "leak87654321")
	s.Git("add", "new")
	for _, c := range []struct {
		name string
		job  *Job
		want []string
	}{
		{"a commit", hook(false), []string{"new"}},
		{"framework", hook(false, framework), []string{"new"}},
		{"all files", hook(true), []string{"new", "old"}},
	} {
		if got := paths(t, c.job); !slices.Equal(got, c.want) {
			t.Errorf("one file is staged, %s: got %s", c.name, got)
		}
	}
}
