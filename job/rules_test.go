package job

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source/history"
)

// whose returns the id of the only rule, or "built-in".
func whose(cfg *rules.Config) string {
	if cfg != nil && len(cfg.Rules) == 1 {
		return cfg.Rules[0].ID
	}
	return "built-in"
}

// Each kind of job takes its rules from who is trusted: a user's job from the
// work tree, a gate never from the change that it judges.
func TestWhoseRules(t *testing.T) {
	t.Setenv("GIT_CONFIG_GLOBAL", "/dev/null")
	ctx := context.Background()
	s := gittest.New(t)
	first := s.Commit("a", "1")
	s.Write("conf/named.toml", ruleFile("named-base"))
	base := s.Commit(".sluice.toml", ruleFile("base"))
	s.Git("checkout", "-q", "--detach")
	s.Write("conf/named.toml", ruleFile("named-head"))
	head := s.Commit(".sluice.toml", ruleFile("head"))
	s.Git("checkout", "-q", "main") // what arrives in a push is in no ref yet
	s.Write("conf/named.toml", ruleFile("named-work"))
	s.Write(".sluice.toml", ruleFile("work"))
	s.Write("../outside.toml", ruleFile("outside"))
	s.Write("../owner.toml", ruleFile("owner"))
	s.Write(".git/message", "text")
	outside, owner := filepath.Join(s.Dir, "../outside.toml"), filepath.Join(s.Dir, "../owner.toml")
	named := filepath.Join(s.Dir, "conf/named.toml")
	t.Chdir(s.Dir)

	git := func(part Part) func(Call) (*Job, error) {
		return func(c Call) (*Job, error) { return Git(ctx, c, part) }
	}
	hook := func(name hooks.Name, stdin string, args ...string) func(Call) (*Job, error) {
		return func(c Call) (*Job, error) {
			c.Stdin = strings.NewReader(stdin)
			return Hook(ctx, c, name, args, false)
		}
	}
	folders := func(paths ...string) func(Call) (*Job, error) {
		return func(c Call) (*Job, error) { return Folders(c, paths, false) }
	}
	ci := func(c Call) (*Job, error) { return CI(ctx, c, history.Options{}) }
	push := func(before, after string) string {
		return "GITLAB_CI=true CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=main CI_DEFAULT_BRANCH=main CI_COMMIT_BEFORE_SHA=" + before + " CI_COMMIT_SHA=" + after
	}
	received := base + " " + head + " refs/heads/main\n"
	for _, c := range []struct {
		name   string
		make   func(Call) (*Job, error)
		env    string // space-separated
		config string
		policy string // sluice.rules
		want   string
		note   string
	}{
		{"a folder", folders(s.Dir, s.Dir+"/conf"), "", "", "", "work", ""},
		{"a file", folders(s.Dir+"/a", outside), "", "", "", "work", ""},
		{"another folder first", folders(s.Dir+"/conf", s.Dir), "", "", "", "built-in", ""},
		{"standard input", Stdin, "", "", "", "work", ""},
		{"standard input, --config", Stdin, "", outside, "", "outside", ""},

		{"history", git(Part{}), "", "", "", "work", ""},
		{"staged", git(Part{Staged: true}), "", "", "", "work", ""},
		{"range", git(Part{Range: base + ".." + head}), "", "", "", "work", ""},
		{"since", git(Part{Since: first}), "", "", "", "work", ""},
		{"--config", git(Part{}), "SLUICE_CONFIG=" + owner, outside, "", "outside", ""},
		{"SLUICE_CONFIG", git(Part{}), "SLUICE_CONFIG=" + owner, "", "", "owner", ""},
		{"the policy of a server is not a user's", git(Part{}), "", "", owner, "work", ""},

		{"pre-commit", hook(hooks.PreCommit, ""), "", "", "", "work", ""},
		{"pre-commit, --config", hook(hooks.PreCommit, ""), "", outside, "", "outside", ""},
		{"commit-msg", hook(hooks.CommitMsg, "", s.Dir+"/.git/message"), "", "", "", "work", ""},
		{"pre-push", hook(hooks.PrePush, "x "+head+" refs/heads/x "+noID+"\n", "origin"), "", "", "", "work", ""},

		{"CI, everything", ci, "GITLAB_CI=true CI_PIPELINE_SOURCE=schedule", "", "", "work", ""},
		{"CI, a range", ci, push(base, head), "", "", "base", ".sluice.toml changes"},
		{"CI, a range that brings the first rules", ci, push(first, base), "", "", "built-in", ".sluice.toml changes"},
		{"CI, a range that changes no rules", ci, push(head, head), "", "", "head", ""},
		{"CI, no commit before", ci, push(noID, head), "", "", "built-in", ".sluice.toml changes"},
		{"CI, --config in the repository", ci, push(base, head), named, "", "named-base", "conf/named.toml changes"},
		{"CI, --config in the repository that is new", ci, push(first, head), named, "", "built-in", "conf/named.toml changes"},
		{"CI, SLUICE_CONFIG in the repository", ci, push(base, head) + " SLUICE_CONFIG=" + named, "", "", "named-base", "conf/named.toml changes"},
		{"CI, --config outside", ci, push(base, head), outside, "", "outside", ""},

		{"pre-receive", hook(hooks.PreReceive, received), "", "", "", "base", ""},
		{"pre-receive, sluice.rules", hook(hooks.PreReceive, received), "", "", owner, "owner", ""},
		{"pre-receive, --config", hook(hooks.PreReceive, received), "", outside, owner, "outside", ""},
		{"pre-receive, SLUICE_CONFIG is the pusher's", hook(hooks.PreReceive, received), "SLUICE_CONFIG=" + outside, "", "", "base", ""},
		{"update", hook(hooks.Update, "", "refs/heads/main", base, head), "", "", "", "base", ""},
	} {
		if c.policy != "" {
			s.Git("config", "sluice.rules", c.policy)
		}
		p := start(s, "", strings.Fields(c.env)...)
		p.Config = c.config
		j, err := c.make(p.Call)
		if c.policy != "" {
			s.Git("config", "--unset", "sluice.rules")
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		made(t, j, err)
		if got := whose(j.Rules); got != c.want {
			t.Errorf("%s: the rules are %s, want %s", c.name, got, c.want)
		}
		if got := strings.Join(j.Notes, "\n"); (c.note == "") != (got == "") || !strings.HasPrefix(got, c.note) {
			t.Errorf("%s: notes %q, want %q", c.name, got, c.note)
		}
	}
}

// A bare repository has its rule file beside its refs; a server whose HEAD names
// no commit yet has none.
func TestWhoseRulesBare(t *testing.T) {
	t.Setenv("GIT_CONFIG_GLOBAL", "/dev/null")
	s := gittest.New(t)
	head := s.Commit(".sluice.toml", ruleFile("pushed"))
	s.Git("clone", "-q", "--bare", s.Dir, "../bare")
	s.Git("init", "-q", "--bare", "-b", "other", "../server")
	bare, server := s.In("../bare"), s.In("../server")
	bare.Write(".sluice.toml", ruleFile("beside"))
	server.Write(".sluice.toml", ruleFile("beside"))
	server.Git("fetch", "-q", "--no-write-fetch-head", s.Dir, "main")
	j, err := Git(context.Background(), start(bare, "").Call, Part{})
	if got := whose(made(t, j, err).Rules); got != "beside" {
		t.Errorf("git in a bare repository: the rules are %s", got)
	}
	j, err = Hook(context.Background(), start(server, noID+" "+head+" refs/heads/other\n").Call, hooks.PreReceive, nil, false)
	if got := whose(made(t, j, err).Rules); got != "built-in" {
		t.Errorf("pre-receive without a commit: the rules are %s", got)
	}
}

// The notes of a range of which each commit changes something.
func TestChanges(t *testing.T) {
	s := gittest.New(t)
	ids := []string{
		s.Commit("a", "1"),
		s.Commit(".gitleaks.toml", ruleFile("x")),
		s.Commit(".gitleaks.toml", ruleFile("y")),
		s.Commit("a", "2"),
		s.Commit(".sluice.toml", ""), // an empty file is not the same as none
	}
	for i, want := range []string{".gitleaks.toml", ".gitleaks.toml", "", ".sluice.toml"} {
		p := start(s, "", "GITLAB_CI=true", "CI_PIPELINE_SOURCE=push", "CI_COMMIT_BEFORE_SHA="+ids[i], "CI_COMMIT_SHA="+ids[i+1])
		j, err := CI(context.Background(), p.Call, history.Options{})
		notes := made(t, j, err).Notes
		if want == "" && len(notes) == 0 {
			continue
		}
		if len(notes) != 1 || !strings.HasPrefix(notes[0], want+" changes in this range") {
			t.Errorf("commit %d: notes %q, want %q", i+1, notes, want)
		}
	}
}
