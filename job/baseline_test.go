package job

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/gitleaks"
	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/source/history"
)

// baselineFile returns a baseline with one entry, whose path is a mark.
func baselineFile(mark string) string {
	f := &baseline.File{Entries: []baseline.Entry{{Fingerprint: strings.Repeat("a", 32), State: baseline.Known, Path: mark}}}
	return string(f.Format())
}

// knownTo returns the mark of the baseline of a job, or "none", and whether the job is of
// all that the baseline is about.
func knownTo(j *Job) (mark string, whole bool) {
	if j.Baseline == nil {
		return "none", false
	}
	return j.Baseline.File.Entries[0].Path, j.Baseline.Whole
}

// A baseline counts where a rule file at the same place would.
func TestWhoseBaseline(t *testing.T) {
	t.Setenv("GIT_CONFIG_GLOBAL", "/dev/null")
	ctx := context.Background()
	s := gittest.New(t)
	first := s.Commit("a", "1")
	s.Write("conf/named", baselineFile("named-base"))
	base := s.Commit(baseline.Name, baselineFile("base"))
	s.Git("checkout", "-q", "--detach")
	s.Write("conf/named", baselineFile("named-head"))
	head := s.Commit(baseline.Name, baselineFile("head"))
	s.Git("checkout", "-q", "main")
	s.Write("conf/named", baselineFile("named-work"))
	s.Write(baseline.Name, baselineFile("work"))
	s.Write("../folder/"+baseline.Name, baselineFile("folder"))
	s.Write("../outside", baselineFile("outside"))
	s.Write("../owner", baselineFile("owner"))
	s.Write(".git/message", "text")
	outside, owner := filepath.Join(s.Dir, "../outside"), filepath.Join(s.Dir, "../owner")
	named, folder := filepath.Join(s.Dir, "conf/named"), filepath.Join(s.Dir, "../folder")
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
	none := func(make func(Call) (*Job, error)) func(Call) (*Job, error) {
		return func(c Call) (*Job, error) {
			c.NoBaseline = true
			return make(c)
		}
	}
	received := base + " " + head + " refs/heads/main\n"
	for _, c := range []struct {
		name   string
		make   func(Call) (*Job, error)
		env    string // space-separated
		asked  string // --baseline
		policy string // settings, as NAME=VALUE
		want   string
		whole  bool
		note   string
	}{
		{"a folder", folders(folder), "", "", "", "folder", true, ""},
		{"a work tree", folders(s.Dir), "", "", "", "work", false, ""},
		{"a file", folders(s.Dir + "/a"), "", "", "", "none", false, ""},
		{"two folders", folders(folder, s.Dir), "", "", "", "folder", false, ""},
		{"a folder, --no-repo-config", alone(folders(folder)), "", "", "", "none", false, ""},
		{"standard input", Stdin, "", "", "", "none", false, ""},
		{"standard input, --baseline", Stdin, "", outside, "", "outside", false, ""},

		{"history", git(Part{}), "", "", "", "work", true, ""},
		{"history, some of it", git(Part{History: history.Options{ReachableOnly: true}}), "", "", "", "work", false, ""},
		{"history, --no-baseline", none(git(Part{})), "SLUICE_BASELINE=" + owner, "", "", "none", false, ""},
		{"history, --no-repo-config", alone(git(Part{})), "", "", "", "none", false, ""},
		{"history, --no-repo-config and --baseline", alone(git(Part{})), "", outside, "", "outside", true, ""},
		{"--baseline", git(Part{}), "SLUICE_BASELINE=" + owner, outside, "", "outside", true, ""},
		{"SLUICE_BASELINE", git(Part{}), "SLUICE_BASELINE=" + owner, "", "", "owner", true, ""},
		{"staged", git(Part{Staged: true}), "", "", "", "work", false, ""},
		{"range", git(Part{Range: base + ".." + head}), "", "", "", "work", false, ""},
		{"the policy of a server is not a user's", git(Part{}), "", "", "sluice.baseline=" + owner, "work", true, ""},

		{"pre-commit", hook(hooks.PreCommit, ""), "", "", "", "work", false, ""},
		{"pre-commit, --no-baseline", none(hook(hooks.PreCommit, "")), "", "", "", "none", false, ""},
		{"commit-msg", hook(hooks.CommitMsg, "", s.Dir+"/.git/message"), "", "", "", "work", false, ""},
		{"pre-push", hook(hooks.PrePush, "x "+head+" refs/heads/x "+noID+"\n", "origin"), "", "", "", "work", false, ""},

		{"CI, everything, on the default branch", ci, schedule("main", base), "", "", "base", true, ""},
		{"CI, everything, on another branch", ci, schedule("topic", base), "", "", "none", false, baseline.Name + " is not used"},
		{"CI, a range", ci, push(base, head), "", "", "base", false, baseline.Name + " changes in this range"},
		{"CI, a range that brings the first", ci, push(first, base), "", "", "none", false, baseline.Name + " changes in this range"},
		{"CI, a range that changes none", ci, push(head, head), "", "", "head", false, ""},
		{"CI, --baseline in the repository", ci, push(base, head), named, "", "named-base", false, "conf/named changes in this range"},
		{"CI, SLUICE_BASELINE in the repository", ci, push(base, head) + " SLUICE_BASELINE=" + named, "", "", "named-base", false, "conf/named changes in this range"},
		{"CI, --baseline in the repository that is new", ci, push(first, head), named, "", "none", false, "conf/named changes in this range"},
		{"CI, --baseline outside", ci, push(base, head), outside, "", "outside", false, ""},
		{"CI, --no-repo-config", alone(ci), push(base, head), "", "", "none", false, ""},
		{"CI, --no-baseline", none(ci), push(base, head), outside, "", "none", false, ""},

		{"pre-receive", hook(hooks.PreReceive, received), "", "", "", "none", false, ""},
		{"pre-receive, sluice.baseline", hook(hooks.PreReceive, received), "", "", "sluice.baseline=" + owner, "owner", false, ""},
		{"pre-receive, sluice.trustHead", hook(hooks.PreReceive, received), "", "", "sluice.trustHead=true", "base", false, ""},
		{"pre-receive, both", hook(hooks.PreReceive, received), "", "", "sluice.trustHead=true sluice.baseline=" + owner, "owner", false, ""},
		{"pre-receive, sluice.trustHead, --no-repo-config", alone(hook(hooks.PreReceive, received)), "", "", "sluice.trustHead=true", "none", false, ""},
		{"pre-receive, --baseline", hook(hooks.PreReceive, received), "", outside, "sluice.baseline=" + owner, "outside", false, ""},
		{"pre-receive, SLUICE_BASELINE is the pusher's", hook(hooks.PreReceive, received), "SLUICE_BASELINE=" + outside, "", "", "none", false, ""},
		{"update", hook(hooks.Update, "", "refs/heads/main", base, head), "", "", "", "none", false, ""},
	} {
		for setting := range strings.FieldsSeq(c.policy) {
			name, value, _ := strings.Cut(setting, "=")
			s.Git("config", name, value)
		}
		p := start(s, "", strings.Fields(c.env)...)
		p.Baseline = c.asked
		j, err := c.make(p.Call)
		for setting := range strings.FieldsSeq(c.policy) {
			name, _, _ := strings.Cut(setting, "=")
			s.Git("config", "--unset", name)
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		made(t, j, err)
		if got, whole := knownTo(j); got != c.want || whole != c.whole {
			t.Errorf("%s: the baseline is %s, whole %t; want %s, %t", c.name, got, whole, c.want, c.whole)
		}
		if got := strings.Join(j.Notes, "\n"); (c.note == "") != (got == "") || !strings.HasPrefix(got, c.note) {
			t.Errorf("%s: notes %q, want %q", c.name, got, c.note)
		}
	}
}

// A baseline that does not load covers nothing where others must be able to mend it. For
// a user, and for the owner of a server, it is an error.
func TestBrokenBaseline(t *testing.T) {
	t.Setenv("GIT_CONFIG_GLOBAL", "/dev/null")
	s := newServer(t)
	base := s.Commit(baseline.Name, "<<<<<<< HEAD\n")
	head := s.Commit("new2", "leak12345679")
	const said = "cannot be used, so it covers nothing: " + baseline.Name + ", line 1: a merge"
	j, err := ofCI(start(s.Sandbox, "", "GITLAB_CI=true", "CI_PIPELINE_SOURCE=push", "CI_COMMIT_BEFORE_SHA="+base, "CI_COMMIT_SHA="+head).Call)
	if j = made(t, j, err); j.Baseline != nil || len(j.Notes) != 1 || !strings.Contains(j.Notes[0], said) {
		t.Errorf("CI: notes %q", j.Notes)
	}
	p := start(s.Sandbox, base+" "+head+" refs/heads/main\n")
	j, err = Hook(context.Background(), p.Call, hooks.PreReceive, nil, false)
	if j = made(t, j, err); j.Baseline != nil || len(p.told) != 1 || !strings.Contains(p.told[0], said) {
		t.Errorf("pre-receive: told %q", p.told)
	}
	if _, err := Git(context.Background(), start(s.Sandbox, "").Call, Part{}); err == nil || !strings.Contains(err.Error(), baseline.Name+", line 1: a merge") {
		t.Errorf("a user's own: %v", err)
	}
	p = start(s.Sandbox, base+" "+head+" refs/heads/main\n")
	s.Git("config", "sluice.baseline", filepath.Join(s.Dir, baseline.Name))
	if _, err := Hook(context.Background(), p.Call, hooks.PreReceive, nil, false); err == nil || !strings.Contains(err.Error(), "the baseline of this server (sluice.baseline): ") {
		t.Errorf("sluice.baseline: %v", err)
	}
}

// A file of gitleaks counts as it was before the range that is judged, and a push to a server
// cannot bring its own.
func TestGitleaksIgnore(t *testing.T) {
	t.Setenv("GIT_CONFIG_GLOBAL", "/dev/null")
	s := newServer(t)
	before := s.Commit(gitleaks.IgnoreName, "a:r:1\n")
	after := s.Commit(gitleaks.IgnoreName, "a:r:2\n")
	first := func(j *Job) string {
		if j.Baseline == nil {
			return "none"
		}
		return strings.Join(j.Baseline.Lines.Unused(), " ") + " of " + j.Baseline.LinesBy + fmt.Sprint(j.Baseline.Lines.CoversLine("", "a", 1, []string{"r"}))
	}
	j, err := ofCI(start(s.Sandbox, "", "GITLAB_CI=true", "CI_PIPELINE_SOURCE=push", "CI_COMMIT_BEFORE_SHA="+before, "CI_COMMIT_SHA="+after).Call)
	j = made(t, j, err)
	if got, want := first(j), "1 of .gitleaksignore of commit "+before[:10]+"true"; got != want {
		t.Errorf("CI: %s, not %s", got, want)
	}
	if len(j.Notes) != 1 || !strings.HasPrefix(j.Notes[0], ".gitleaksignore changes in this range") {
		t.Errorf("CI: notes %q", j.Notes)
	}
	s.Git("config", "sluice.trustHead", "false")
	j, err = Hook(context.Background(), start(s.Sandbox, before+" "+after+" refs/heads/main\n").Call, hooks.PreReceive, nil, false)
	if got := first(made(t, j, err)); got != "none" {
		t.Errorf("pre-receive: %s", got)
	}
	j, err = Git(context.Background(), start(s.Sandbox, "").Call, Part{})
	if got := first(made(t, j, err)); got != "1 of .gitleaksignorefalse" {
		t.Errorf("a user's own: %s", got)
	}
}

func TestToday(t *testing.T) {
	if got := Today(func(string) string { return "1793836799" }); got != "2026-11-04" {
		t.Errorf("it is %s", got)
	}
	for _, never := range []string{"0", "315532800", "-5", "253402300800", "x"} { // no day on which a scan can take place
		if got := Today(func(string) string { return never }); got < "2026-01-02" || len(got) != len("2026-01-02") {
			t.Errorf("%s sets the day to %s", never, got)
		}
	}
}

// A file of ignored findings that nobody has written by hand is not read.
func TestIgnoreIsBounded(t *testing.T) {
	for _, name := range []string{baseline.IgnoreName, gitleaks.IgnoreName} {
		files := fstest.MapFS{name: {Data: make([]byte, maxIgnore+1)}}
		c := Call{Getenv: func(string) string { return "" }}
		if err := c.ignore(c.nothingKnown(), files); err == nil || !strings.Contains(err.Error(), name+" is too large") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
