package job

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/scan"
)

// ruleFile returns a rule file with one rule, which finds "leak" and 8 digits, and
// without the built-in ones.
func ruleFile(id string) string {
	return "[extend]\nuseDefault = false\n[[rules]]\nid = \"" + id + "\"\nregex = '''leak[0-9]{8}'''\n"
}

// A process is one that wants a job: it counts what it is told.
type process struct {
	Call
	told []string
}

// start returns a process in the sandbox's repository. env are its variables, as
// NAME=VALUE; the machine's are not among them.
func start(s gittest.Sandbox, stdin string, env ...string) *process {
	p := &process{}
	p.Call = Call{
		Dir:     s.Dir,
		Environ: env,
		Stdin:   strings.NewReader(stdin),
		Tell:    func(sentence string) { p.told = append(p.told, sentence) },
		Getenv: func(name string) string {
			for _, kv := range env {
				if value, ok := strings.CutPrefix(kv, name+"="); ok {
					return value
				}
			}
			return ""
		},
	}
	return p
}

// made returns the job that a constructor has made, to be closed with the test.
func made(t *testing.T, j *Job, err error) *Job {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	})
	return j
}

func run(ctx context.Context, t *testing.T, j *Job) (*finding.Report, error) {
	t.Helper()
	scanner, err := scan.New(j.Rules)
	if err != nil {
		t.Fatal(err)
	}
	return j.Run(ctx, scanner, scan.Options{})
}

// paths returns where the findings of a job are.
func paths(t *testing.T, j *Job) []string {
	t.Helper()
	r, err := run(context.Background(), t, j)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Complete {
		t.Fatalf("incomplete: %+v", r.Ledger)
	}
	var all []string
	for _, f := range r.Findings {
		for _, l := range f.Locations {
			all = append(all, l.Path)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

const noID = "0000000000000000000000000000000000000000"

// Where refs are only deleted there is nothing to judge, and no rules are read
// for it: those of this repository do not load.
func TestNothingToJudge(t *testing.T) {
	t.Setenv("GIT_CONFIG_GLOBAL", "/dev/null")
	ctx := context.Background()
	s := gittest.New(t)
	head := s.Commit(".sluice.toml", "no rules")
	pushed := "(delete) " + noID + " refs/heads/x " + head + "\n"
	received := head + " " + noID + " refs/heads/x\n"
	s.Write("event", `{"ref":"refs/heads/x","before":"`+head+`","after":"`+noID+`","deleted":true}`)
	for name, c := range map[string]struct {
		make func() (*Job, error)
		none bool
	}{
		"pre-push": {func() (*Job, error) {
			return Hook(ctx, start(s, pushed).Call, hooks.PrePush, []string{"origin"}, false)
		}, true},
		"pre-push of nothing": {func() (*Job, error) { return Hook(ctx, start(s, "").Call, hooks.PrePush, []string{"origin"}, false) }, true},
		"pre-receive":         {func() (*Job, error) { return Hook(ctx, start(s, received).Call, hooks.PreReceive, nil, false) }, true},
		"update": {func() (*Job, error) {
			return Hook(ctx, start(s, "").Call, hooks.Update, []string{"refs/heads/x", head, noID}, false)
		}, true},
		"CI": {func() (*Job, error) {
			return ofCI(start(s, "", "GITHUB_ACTIONS=true", "GITHUB_EVENT_NAME=push", "GITHUB_EVENT_PATH="+s.Dir+"/event").Call)
		}, true},
		"a history":   {func() (*Job, error) { return Git(ctx, start(s, "").Call, Part{}) }, false},
		"a commit":    {func() (*Job, error) { return Hook(ctx, start(s, "").Call, hooks.PreCommit, nil, false) }, false},
		"a message":   {func() (*Job, error) { return Hook(ctx, start(s, "").Call, hooks.CommitMsg, []string{"m"}, false) }, false},
		"no message":  {func() (*Job, error) { return Hook(ctx, start(s, "").Call, hooks.CommitMsg, nil, false) }, false},
		"no remote":   {func() (*Job, error) { return Hook(ctx, start(s, pushed).Call, hooks.PrePush, nil, false) }, false},
		"nonsense":    {func() (*Job, error) { return Hook(ctx, start(s, "x\n").Call, hooks.PreReceive, nil, false) }, false},
		"no CI":       {func() (*Job, error) { return ofCI(start(s, "").Call) }, false},
		"no revision": {func() (*Job, error) { return Git(ctx, start(s, "").Call, Part{Since: "absent"}) }, false},
	} {
		j, err := c.make()
		if !c.none {
			if err == nil {
				t.Errorf("%s: no error", name)
			}
			continue
		}
		if j = made(t, j, err); j.Source != nil || j.Rules != nil {
			t.Errorf("%s: got %+v", name, j)
		}
	}
}

// The user of a hook reads how to go on, below a report with something in it and
// in every error; the user of another job does not.
func TestHowToGoOn(t *testing.T) {
	s := gittest.New(t)
	s.Write(".git/message", "text")
	j, err := Hook(context.Background(), start(s, "").Call, hooks.CommitMsg, []string{s.Dir + "/.git/message"}, false)
	hook := made(t, j, err)
	j, err = Git(context.Background(), start(s, "").Call, Part{})
	other := made(t, j, err)
	for name, c := range map[string]struct {
		report finding.Report
		want   string
	}{
		"clean":      {finding.Report{Complete: true}, ""},
		"incomplete": {finding.Report{}, "\nTo go on without the check, once: git commit --no-verify\n"},
		"dirty":      {finding.Report{Findings: make([]finding.Finding, 1)}, "\n" + hooks.WaysOn(hooks.CommitMsg, hooks.Policy{}, s.Dir+"/.git/message")},
	} {
		if got := hook.After(&c.report); got != c.want {
			t.Errorf("hook, %s: got %q", name, got)
		}
		if got := other.After(&c.report); got != "" {
			t.Errorf("other, %s: got %q", name, got)
		}
	}
	cause := errors.New("cause")
	if err := hook.Failed(cause); !errors.Is(err, cause) || err.Error() != "commit-msg: cause\nTo go on without the check, once: git commit --no-verify" {
		t.Errorf("hook: %v", err)
	}
	if err := other.Failed(cause); err != cause {
		t.Errorf("other: %v", err)
	}
	if hook.Failed(nil) != nil || other.Failed(nil) != nil {
		t.Error("no error becomes one")
	}
	var failed *HookError
	if _, err := Hook(context.Background(), start(s, "").Call, hooks.PrePush, nil, false); !errors.As(err, &failed) || failed.Hook != hooks.PrePush {
		t.Errorf("a hook that cannot be made: %v", err)
	}
}
