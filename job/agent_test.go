package job

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/sluicesec/sluice/hooks/agent"
	"github.com/sluicesec/sluice/internal/git/gittest"
)

// TestAgentRules: the rules and the baseline of HEAD count for a coding agent, and not those
// that lie in the work tree. Comments allow nothing in what the model has written.
func TestAgentRules(t *testing.T) {
	repo := gittest.New(t)
	call := Call{Dir: repo.Dir, Getenv: func(string) string { return "" }, Environ: os.Environ()}
	source := func(c Call, from agent.From) (rules string, baseline, noInline bool) {
		t.Helper()
		j, err := Agent(context.Background(), c, &agent.Event{Agent: agent.Claude, Dir: c.Dir}, []agent.Text{{What: "x", From: from, Data: []byte("x")}})
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		return j.Rules.From.Source, j.Baseline != nil, j.noInline
	}
	builtin, _, _ := source(call, agent.FromUser)
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(repo.Dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(".sluice.toml", "[[allowlists]]\nregexes = ['''x''']\n")
	write(".sluice-baseline", "version 1\n")
	for _, committed := range []bool{false, true} {
		if committed {
			repo.Git("add", ".")
			repo.Git("commit", "-q", "-m", "rules")
		}
		rules, known, noInline := source(call, agent.FromUser)
		if (rules != builtin) != committed || known != committed || noInline {
			t.Errorf("committed %v: rules %q, baseline %v, comments count %v", committed, rules, known, !noInline)
		}
	}
	if _, _, noInline := source(call, agent.FromModel); !noInline {
		t.Error("a comment of the model counts")
	}
	call.NoRepoConfig = true
	if rules, known, _ := source(call, agent.FromUser); rules != builtin || known {
		t.Errorf("with --no-repo-config: rules %q, baseline %v", rules, known)
	}
	outside := call
	outside.Dir = t.TempDir()
	if rules, known, _ := source(outside, agent.FromUser); rules != builtin || known {
		t.Errorf("outside of a repository: rules %q, baseline %v", rules, known)
	}
}
