package job

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/ci"
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
	ci := func(c Call) (*Job, error) { return ofCI(c) }
	push := func(before, after string) string {
		return "GITLAB_CI=true CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=main CI_DEFAULT_BRANCH=main CI_COMMIT_BEFORE_SHA=" + before + " CI_COMMIT_SHA=" + after
	}
	schedule := func(branch, commit string) string {
		return "GITLAB_CI=true CI_PIPELINE_SOURCE=schedule CI_DEFAULT_BRANCH=main CI_COMMIT_BRANCH=" + branch + " CI_COMMIT_SHA=" + commit
	}
	alone := func(make func(Call) (*Job, error)) func(Call) (*Job, error) {
		return func(c Call) (*Job, error) {
			c.NoRepoConfig = true
			return make(c)
		}
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
		{"a file", folders(s.Dir+"/a", outside), "", "", "", "built-in", ""},
		{"a file, and then a folder", folders(s.Dir+"/a", s.Dir), "", "", "", "built-in", ""},
		{"a file, --config", folders(s.Dir + "/a"), "", outside, "", "outside", ""},
		{"a folder, --config builtin", folders(s.Dir), "SLUICE_CONFIG=" + owner, "builtin", "", "built-in", ""},
		{"a folder, --no-repo-config", alone(folders(s.Dir)), "", "", "", "built-in", ""},
		{"a folder, --no-repo-config and --config", alone(folders(s.Dir)), "", outside, "", "outside", ""},
		{"another folder first", folders(s.Dir+"/conf", s.Dir), "", "", "", "built-in", ""},
		{"standard input", Stdin, "", "", "", "built-in", ""},
		{"standard input, SLUICE_CONFIG", Stdin, "SLUICE_CONFIG=" + owner, "", "", "owner", ""},
		{"standard input, --config", Stdin, "", outside, "", "outside", ""},

		{"history", git(Part{}), "", "", "", "work", ""},
		{"staged", git(Part{Staged: true}), "", "", "", "work", ""},
		{"range", git(Part{Range: base + ".." + head}), "", "", "", "work", ""},
		{"since", git(Part{Since: first}), "", "", "", "work", ""},
		{"--config", git(Part{}), "SLUICE_CONFIG=" + owner, outside, "", "outside", ""},
		{"SLUICE_CONFIG", git(Part{}), "SLUICE_CONFIG=" + owner, "", "", "owner", ""},
		{"the policy of a server is not a user's", git(Part{}), "", "", owner, "work", ""},

		{"pre-commit", hook(hooks.PreCommit, ""), "", "", "", "work", ""},
		{"history, --config builtin", git(Part{}), "SLUICE_CONFIG=" + owner, "builtin", "", "built-in", ""},
		{"SLUICE_CONFIG=builtin", git(Part{}), "SLUICE_CONFIG=builtin", "", "", "built-in", ""},
		{"history, --no-repo-config", alone(git(Part{})), "", "", "", "built-in", ""},
		{"pre-commit, --no-repo-config", alone(hook(hooks.PreCommit, "")), "", "", "", "built-in", ""},
		{"pre-commit, --config builtin", hook(hooks.PreCommit, ""), "", "builtin", "", "built-in", ""},
		{"pre-commit, --config", hook(hooks.PreCommit, ""), "", outside, "", "outside", ""},
		{"commit-msg", hook(hooks.CommitMsg, "", s.Dir+"/.git/message"), "", "", "", "work", ""},
		{"pre-push", hook(hooks.PrePush, "x "+head+" refs/heads/x "+noID+"\n", "origin"), "", "", "", "work", ""},

		{"CI, everything, on the default branch", ci, schedule("main", base), "", "", "base", ""},
		{"CI, everything, a commit that is not that of the run", ci, schedule("main", head), "", "", "built-in", ".sluice.toml is not used"},
		{"CI, everything, on another branch", ci, schedule("topic", base), "", "", "built-in", ".sluice.toml is not used"},
		{"CI, everything, on an unknown branch", ci, "GITLAB_CI=true CI_PIPELINE_SOURCE=schedule", "", "", "built-in", ".sluice.toml is not used"},
		{"CI, everything, --config outside", ci, schedule("topic", base), outside, "", "outside", ""},
		{"CI, everything, --config in the repository", ci, schedule("main", base), named, "", "named-base", ""},
		{"CI, everything, --config in the repository, another branch", ci, schedule("topic", base), named, "", "built-in", "conf/named.toml is not used"},
		{"CI, everything, --no-repo-config", alone(ci), schedule("main", base), "", "", "built-in", ""},
		{"CI, everything, --config builtin", ci, schedule("main", base), "builtin", "", "built-in", ""},
		{"CI, a range, --no-repo-config", alone(ci), push(base, head), "", "", "built-in", ""},
		{"CI, a range, --no-repo-config, --config in the repository", alone(ci), push(base, head), named, "", "named-base", "conf/named.toml changes"},
		{"CI, a range, --config builtin", ci, push(base, head), "builtin", "", "built-in", ""},
		{"CI, a range", ci, push(base, head), "", "", "base", ".sluice.toml changes"},
		{"CI, a range that brings the first rules", ci, push(first, base), "", "", "built-in", ".sluice.toml changes"},
		{"CI, a range that changes no rules", ci, push(head, head), "", "", "head", ""},
		{"CI, no commit before", ci, push(noID, head), "", "", "built-in", ".sluice.toml changes"},
		{"CI, --config in the repository", ci, push(base, head), named, "", "named-base", "conf/named.toml changes"},
		{"CI, --config in the repository that is new", ci, push(first, head), named, "", "built-in", "conf/named.toml changes"},
		{"CI, SLUICE_CONFIG in the repository", ci, push(base, head) + " SLUICE_CONFIG=" + named, "", "", "named-base", "conf/named.toml changes"},
		{"CI, --config outside", ci, push(base, head), outside, "", "outside", ""},

		{"pre-receive", hook(hooks.PreReceive, received), "", "", "", "built-in", ""},
		{"pre-receive, --config builtin", hook(hooks.PreReceive, received), "", "builtin", owner, "built-in", ""},
		{"pre-receive, sluice.rules", hook(hooks.PreReceive, received), "", "", owner, "owner", ""},
		{"pre-receive, --config", hook(hooks.PreReceive, received), "", outside, owner, "outside", ""},
		{"pre-receive, SLUICE_CONFIG is the pusher's", hook(hooks.PreReceive, received), "SLUICE_CONFIG=" + outside, "", "", "built-in", ""},
		{"update", hook(hooks.Update, "", "refs/heads/main", base, head), "", "", "", "built-in", ""},
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
		j, err := ofCI(p.Call)
		notes := made(t, j, err).Notes
		if want == "" && len(notes) == 0 {
			continue
		}
		if len(notes) != 1 || !strings.HasPrefix(notes[0], want+" changes in this range") {
			t.Errorf("commit %d: notes %q, want %q", i+1, notes, want)
		}
	}
}

// Where the owner of a server trusts what HEAD holds, that counts, except for what
// the owner has set, and for whoever wants no rules of the repository.
func TestTrustHead(t *testing.T) {
	s := newServer(t)
	_, j, err := s.receive()
	if j = made(t, j, err); whose(j.Rules) != "leak" || !strings.HasPrefix(j.Rules.From.Source, ".sluice.toml of commit ") {
		t.Errorf("the rules are %s, from %s", whose(j.Rules), j.Rules.From.Source)
	}
	p := start(s.Sandbox, s.received)
	p.NoRepoConfig = true
	j, err = Hook(context.Background(), p.Call, hooks.PreReceive, nil, false)
	if got := whose(made(t, j, err).Rules); got != "built-in" {
		t.Errorf("--no-repo-config: the rules are %s", got)
	}
	s.Write("../owner.toml", ruleFile("owner"))
	s.Git("config", "sluice.rules", filepath.Join(s.Dir, "../owner.toml"))
	_, j, err = s.receive()
	if j = made(t, j, err); whose(j.Rules) != "owner" || j.Rules.From.Source != "owner.toml (sluice.rules)" {
		t.Errorf("sluice.rules: the rules are %s, from %s", whose(j.Rules), j.Rules.From.Source)
	}
}

// A [generic] table is a part of the rules: what a push or a range brings has no say
// about itself.
func TestGenericTableOfTheJudged(t *testing.T) {
	t.Setenv("GIT_CONFIG_GLOBAL", "/dev/null")
	ctx := context.Background()
	s := gittest.New(t)
	base := s.Commit("a", "1")
	s.Git("checkout", "-q", "--detach")
	head := s.Commit(".sluice.toml", "[generic]\nenabled = false\nignore_names = ['password']\nthreshold = 90\n")
	s.Git("checkout", "-q", "main")
	ci := start(s, "", "GITLAB_CI=true", "CI_PIPELINE_SOURCE=push", "CI_COMMIT_BRANCH=main", "CI_DEFAULT_BRANCH=main",
		"CI_COMMIT_BEFORE_SHA="+base, "CI_COMMIT_SHA="+head)
	gate := start(s, base+" "+head+" refs/heads/main\n")
	t.Chdir(s.Dir)
	for name, start := range map[string]func() (*Job, error){
		"CI":   func() (*Job, error) { return ofCI(ci.Call) },
		"gate": func() (*Job, error) { return Hook(ctx, gate.Call, hooks.PreReceive, nil, false) },
	} {
		j, err := start()
		cfg := made(t, j, err).Rules
		if !cfg.From.AsBuilt() || cfg.Generic.Threshold != nil || len(cfg.Generic.IgnoreNames) > 0 {
			t.Errorf("%s: the rules are from %s, with %+v", name, cfg.From, cfg.Generic)
		}
	}
}

// A rule file that is no good does not stop the change that mends it: the built-in
// rules stand in for it, and that is said.
func TestBrokenRuleFile(t *testing.T) {
	const said = "cannot be used, so the built-in rules judge: .sluice.toml:"
	s := newServerWith(t, "no rules", "sluice.trustHead true")
	p, j, err := s.receive()
	if got := whose(made(t, j, err).Rules); got != "built-in" || len(p.told) != 1 || !strings.Contains(p.told[0], said) {
		t.Errorf("pre-receive: the rules are %s, told %q", got, p.told)
	}
	ids := strings.Fields(s.received)
	j, err = ofCI(start(s.Sandbox, "", "GITLAB_CI=true", "CI_PIPELINE_SOURCE=push", "CI_COMMIT_BEFORE_SHA="+ids[0], "CI_COMMIT_SHA="+ids[1]).Call)
	if j = made(t, j, err); whose(j.Rules) != "built-in" || len(j.Notes) != 1 || !strings.Contains(j.Notes[0], said) {
		t.Errorf("CI: the rules are %s, notes %q", whose(j.Rules), j.Notes)
	}
	if _, err := Git(context.Background(), start(s.Sandbox, "").Call, Part{}); err == nil || !strings.Contains(err.Error(), ".sluice.toml:") {
		t.Errorf("a user's own: %v", err)
	}
}

// Who runs a CI job on the whole history can choose the ref, so the rules are
// those of the default branch as the remote has it, whatever is checked out.
func TestWhoseRulesInCIClone(t *testing.T) {
	t.Setenv("GIT_CONFIG_GLOBAL", "/dev/null")
	s := gittest.New(t)
	s.Commit(".sluice.toml", ruleFile("main"))
	s.Git("checkout", "-q", "-b", "topic")
	s.Commit(".sluice.toml", ruleFile("topic"))
	s.Git("checkout", "-q", "main")
	s.Git("clone", "-q", s.Dir, "../clone")
	clone := s.In("../clone")
	clone.Git("checkout", "-q", "topic")
	for _, env := range []string{
		"JENKINS_URL=x",
		"CIRCLECI=true",
		"GITLAB_CI=true CI_PIPELINE_SOURCE=web CI_COMMIT_BRANCH=topic CI_DEFAULT_BRANCH=main",
		"BUILDKITE=true BUILDKITE_SOURCE=schedule BUILDKITE_BRANCH=topic BUILDKITE_PIPELINE_DEFAULT_BRANCH=main",
		"GITHUB_ACTIONS=true GITHUB_EVENT_NAME=workflow_dispatch GITHUB_REF=refs/heads/topic",
	} {
		j, err := ofCI(start(clone, "", strings.Fields(env)...).Call)
		if j = made(t, j, err); whose(j.Rules) != "main" || len(j.Notes) != 0 {
			t.Errorf("%s: the rules are %s, notes %q", env, whose(j.Rules), j.Notes)
		}
	}
}

// A push to a branch is not judged by what an earlier push has brought to it.
func TestTwoPushesInCI(t *testing.T) {
	t.Setenv("GIT_CONFIG_GLOBAL", "/dev/null")
	s := gittest.New(t)
	s.Commit(".sluice.toml", ruleFile("main"))
	s.Git("checkout", "-q", "-b", "topic")
	first := s.Commit(".sluice.toml", ruleFile("topic"))
	second := s.Commit("new", "leak12345678")
	s.Git("checkout", "-q", "main")
	s.Git("clone", "-q", s.Dir, "../clone")
	clone := s.In("../clone")
	s.Git("init", "-q", "../alone")
	alone := s.In("../alone")
	alone.Git("fetch", "-q", s.Dir, "topic:refs/remotes/origin/topic")
	gitLab := []string{"GITLAB_CI=true", "CI_PIPELINE_SOURCE=push", "CI_COMMIT_BRANCH=topic", "CI_DEFAULT_BRANCH=main",
		"CI_COMMIT_BEFORE_SHA=" + first, "CI_COMMIT_SHA=" + second}
	j, err := ofCI(start(clone, "", gitLab...).Call)
	if j = made(t, j, err); whose(j.Rules) != "main" || len(j.Notes) != 0 {
		t.Errorf("the rules are %s, notes %q", whose(j.Rules), j.Notes)
	}
	j, err = ofCI(start(alone, "", gitLab...).Call)
	if j = made(t, j, err); whose(j.Rules) != "built-in" || len(j.Notes) != 1 || !strings.Contains(j.Notes[0], "+refs/heads/main:refs/remotes/origin/main") {
		t.Errorf("without the default branch: the rules are %s, notes %q", whose(j.Rules), j.Notes)
	}
}

// A rule file of the repository is known as such by every way that leads to it.
func TestWithin(t *testing.T) {
	s := gittest.New(t)
	s.Write("conf/rules.toml", "")
	s.Write("../outside.toml", "")
	top := filepath.Dir(s.Dir)
	link := func(target, name string) {
		if err := os.Symlink(target, filepath.Join(top, name)); err != nil {
			t.Skip(err)
		}
	}
	link(s.Dir, "tree")
	link(filepath.Join(s.Dir, "conf"), "conf")
	link(filepath.Join(s.Dir, "conf/rules.toml"), "rules.toml")
	link(filepath.Join(top, "outside.toml"), filepath.Base(s.Dir)+"/out.toml")
	for path, want := range map[string]string{
		filepath.Base(s.Dir) + "/conf/rules.toml": "conf/rules.toml",
		"tree/conf/rules.toml":                    "conf/rules.toml",
		"conf/rules.toml":                         "conf/rules.toml",
		"rules.toml":                              "conf/rules.toml",
		"tree/out.toml":                           "out.toml", // whoever commits the link decides where it leads
		"outside.toml":                            "",
		"tree/../outside.toml":                    "",
	} {
		for _, tree := range []string{s.Dir, filepath.Join(top, "tree")} {
			if got := within(tree, filepath.Join(top, path)); got != want {
				t.Errorf("%s in %s: got %q, want %q", path, tree, got, want)
			}
		}
	}
}

// ofCI makes the job of the CI run that the environment of a call describes.
func ofCI(c Call) (*Job, error) {
	run, err := ci.Detect(c.Getenv)
	if err != nil {
		return nil, err
	}
	return CI(context.Background(), c, run, history.Options{})
}
