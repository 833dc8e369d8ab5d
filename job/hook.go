package job

import (
	"context"
	"errors"
	"fmt"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/staged"
)

// A HookError says why a hook could not do its work, and how to go on without
// it.
type HookError struct {
	Hook   hooks.Name
	Policy hooks.Policy // of the server, for its hooks
	Err    error
}

func (e *HookError) Error() string {
	return fmt.Sprintf("%s: %v\n%s", e.Hook, e.Err, hooks.Bypass(e.Hook, e.Policy))
}

// Unwrap returns Err.
func (e *HookError) Unwrap() error { return e.Err }

// A hook is one run of a hook.
type hook struct {
	call     Call
	name     hooks.Name
	args     []string // what git gives it
	allFiles bool

	repo   repository
	policy hooks.Policy // set by gate
}

// Hook makes the job of the hook called name, to which git gives args. With
// allFiles, a pre-commit hook judges every file of the index. The error is a
// *HookError.
func Hook(ctx context.Context, c Call, name hooks.Name, args []string, allFiles bool) (*Job, error) {
	h := &hook{call: c, name: name, args: args, allFiles: allFiles}
	j, err := c.open(ctx, func(r repository) (*Job, error) {
		h.repo = r
		if name.OnServer() {
			return h.gate(ctx)
		}
		return h.local(ctx)
	})
	if err != nil {
		return nil, &HookError{Hook: name, Policy: h.policy, Err: err}
	}
	j.hook, j.args, j.policy = name, args, h.policy
	return j, nil
}

// local makes the job of a hook that runs where people commit and push from. It
// keeps them from mistakes, so their own rules are good enough.
func (h *hook) local(ctx context.Context) (*Job, error) {
	j := &Job{about: finding.Scan{Kind: finding.ScanStaged}}
	var err error
	between := hooks.FrameworkRange(h.name, h.call.Getenv)
	switch {
	case h.name == hooks.CommitMsg:
		j.Source, err = h.message()
	case h.name == hooks.PrePush:
		j.about.Kind = finding.ScanPush
		j.Source, err = h.push(ctx)
	case h.allFiles:
		j.Source, j.neverEmpty = h.index(), true
	case between != "":
		j.about.Kind = finding.ScanRange
		j.Source, err = h.between(ctx, between)
	default:
		j.Source, err = hooks.NextCommit(ctx, h.repo.Repo, h.repo.store, h.call.Environ)
		if hooks.NoCommitUnderWay(h.name, h.call.Getenv) {
			// Most often nothing is staged then, and a hook that judged only what
			// is staged would always pass.
			j.fallback, j.neverEmpty = h.index(), true
		}
	}
	if err != nil || j.Source == nil {
		return j, err
	}
	if j.Rules, err = h.call.rules(h.repo.ruleFolder()); err != nil {
		return nil, err
	}
	j.ruleFile = h.call.ruleFile(h.repo.ruleFolder())
	j.Baseline, err = h.call.baseline(h.repo.ruleFolder())
	return j, err
}

// between returns the source of a range that the pre-commit framework asks for. A
// push that takes commits away has such a range, too: it brings nothing.
func (h *hook) between(ctx context.Context, text string) (source.Source, error) {
	s, err := commits.Parse(ctx, h.repo.Repo, text)
	if err != nil {
		return nil, err
	}
	return commits.New(s.String(), h.repo.Repo, h.repo.store, []oid.ID{s.Include}, []oid.ID{s.Exclude}), nil
}

// message returns the source of the message of the next commit.
func (h *hook) message() (source.Source, error) {
	if len(h.args) != 1 {
		return nil, fmt.Errorf("git gives this hook the file of the message, not %q", h.args)
	}
	return hooks.Message(h.args[0], h.call.Getenv), nil
}

// push returns the source of what a push brings to the remote, nil for nothing.
func (h *hook) push(ctx context.Context) (source.Source, error) {
	if len(h.args) == 0 {
		return nil, errors.New("git gives this hook the name of the remote, and there is none")
	}
	updates, err := hooks.ParsePush(h.call.Stdin)
	if err != nil {
		return nil, err
	}
	return hooks.Push(ctx, h.repo.Repo, h.repo.store, h.args[0], updates)
}

// index returns the source of every file of the index.
func (h *hook) index() source.Source {
	return staged.NewOnto(h.repo.Repo, h.repo.store, nil)
}
