package job

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/internal/git/gittest"
)

// A server is a repository with clean commits, to which a push brings a leak.
type server struct {
	gittest.Sandbox
	received string // what git tells pre-receive
}

func newServer(t *testing.T, settings ...string) server {
	return newServerWith(t, ruleFile("leak"), append(settings, "sluice.trustHead true")...)
}

// newServerWith is newServer with a rule file in HEAD that does not count by
// itself.
func newServerWith(t *testing.T, ruleFile string, settings ...string) server {
	t.Helper()
	t.Setenv("GIT_CONFIG_GLOBAL", "/dev/null")
	s := server{Sandbox: gittest.New(t)}
	base := s.Commit(".sluice.toml", ruleFile)
	s.Git("checkout", "-q", "--detach")
	head := s.Commit("new", "leak12345678")
	s.Git("checkout", "-q", "main")
	s.received = base + " " + head + " refs/heads/main\n"
	for _, setting := range settings {
		s.Git(append([]string{"config"}, strings.Fields(setting)...)...)
	}
	return s
}

// audit returns the audit file.
func (s server) audit() string {
	text, err := os.ReadFile(filepath.Join(s.Dir, ".git", hooks.AuditFile))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		s.Fatal(err)
	}
	return string(text)
}

// noAudit makes it impossible to write the audit file.
func (s server) noAudit() {
	s.Must(os.Mkdir(filepath.Join(s.Dir, ".git", hooks.AuditFile), 0o755))
}

func (s server) receive(env ...string) (*process, *Job, error) {
	p := start(s.Sandbox, s.received, env...)
	j, err := Hook(context.Background(), p.Call, hooks.PreReceive, nil, false)
	return p, j, err
}

func TestGateInTime(t *testing.T) {
	s := newServer(t)
	p, j, err := s.receive()
	if got := paths(t, made(t, j, err)); !slices.Equal(got, []string{"new"}) || len(p.told) > 0 || s.audit() != "" {
		t.Errorf("got %s, told %q, recorded %s", got, p.told, s.audit())
	}
}

// A push that is not judged in time is refused, or comes in and is recorded.
func TestGateDeadline(t *testing.T) {
	s := newServer(t, "sluice.deadline 1ns")
	p, j, err := s.receive()
	r, err := run(context.Background(), t, made(t, j, err))
	const refused = "the check did not end within 1ns (sluice.deadline), so the push is refused: push fewer commits at a time"
	if r != nil || err == nil || err.Error() != refused || len(p.told) > 0 || s.audit() != "" {
		t.Errorf("refuse: got %v, %v, told %q", r, err, p.told)
	}

	s = newServer(t, "sluice.deadline 1ns", "sluice.afterDeadline accept")
	p, j, err = s.receive("LOGNAME=ada")
	r, err = run(context.Background(), t, made(t, j, err))
	const accepted = "the check did not end within 1ns: this push comes in UNCHECKED, and sluice-audit.log records it"
	if r != nil || err != nil || !slices.Equal(p.told, []string{accepted}) {
		t.Errorf("accept: got %v, %v, told %q", r, err, p.told)
	}
	if !strings.Contains(s.audit(), `"why":"deadline","who":"ada","refs":["`+strings.TrimSpace(s.received)+`"]`) {
		t.Errorf("accept: recorded %s", s.audit())
	}

	s = newServer(t, "sluice.deadline 1ns", "sluice.afterDeadline accept")
	s.noAudit()
	p, j, err = s.receive()
	if r, err = run(context.Background(), t, made(t, j, err)); r != nil || err == nil || len(p.told) > 0 {
		t.Errorf("accept without a record: got %v, %v, told %q", r, err, p.told)
	}
}

// Who stops the scan in another way than by the deadline lets nothing in.
func TestGateInterrupted(t *testing.T) {
	s := newServer(t, "sluice.afterDeadline accept")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, j, err := s.receive()
	if r, err := run(ctx, t, made(t, j, err)); r != nil || !errors.Is(err, context.Canceled) || s.audit() != "" {
		t.Errorf("got %v, %v, recorded %s", r, err, s.audit())
	}
}

// A push goes without a check only where the policy allows it, and is recorded.
func TestGateSkip(t *testing.T) {
	asked := []string{"GIT_PUSH_OPTION_COUNT=1", "GIT_PUSH_OPTION_0=sluice.skip=revoked", "LOGNAME=ada"}
	s := newServer(t)
	p, j, err := s.receive(asked...)
	if got := paths(t, made(t, j, err)); len(got) != 1 || len(p.told) != 1 || !strings.Contains(p.told[0], "allows no sluice.skip") || s.audit() != "" {
		t.Errorf("not allowed: got %s, told %q, recorded %s", got, p.told, s.audit())
	}

	s = newServer(t, "sluice.allowSkip true")
	p, j, err = s.receive(asked...)
	if j = made(t, j, err); j.Source != nil || len(p.told) != 1 || !strings.Contains(p.told[0], "UNCHECKED") || !strings.Contains(s.audit(), `"why":"skipped","reason":"revoked","who":"ada"`) {
		t.Errorf("allowed: got %v, told %q, recorded %s", j.Source, p.told, s.audit())
	}
	p, j, err = s.receive()
	if got := paths(t, made(t, j, err)); len(got) != 1 || len(p.told) > 0 {
		t.Errorf("allowed, not asked for: got %s, told %q", got, p.told)
	}

	s = newServer(t, "sluice.allowSkip true")
	s.noAudit()
	var failed *HookError
	if p, _, err = s.receive(asked...); !errors.As(err, &failed) || !failed.Policy.AllowSkip || len(p.told) > 0 {
		t.Errorf("allowed without a record: %v, told %q", err, p.told)
	}
}
