package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/rules"
)

// gate judges what a push brings to a server, by the server's own rules.
func (r *hookRun) gate(ctx context.Context) (err error) {
	if r.policy, err = hooks.ReadPolicy(ctx, r.repo.GitDir); err != nil {
		return err
	}
	updates, err := r.updates()
	if err != nil {
		return err
	}
	if reason, asked := hooks.SkipAsked(r.env.getenv); asked {
		if r.policy.AllowSkip {
			return r.pass("skipped", reason, updates)
		}
		fmt.Fprintln(r.env.stderr, "sluice: this server allows no sluice.skip, so the push is checked all the same")
	}
	src, err := hooks.Receive(ctx, r.repo, r.store, updates)
	if err != nil || src == nil {
		return err
	}
	cfg, err := r.serverRules(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, r.policy.Deadline)
	defer cancel()
	report, err := r.flags.run(ctx, r.env, src, cfg)
	if errors.Is(err, context.DeadlineExceeded) {
		if r.policy.AcceptLate {
			return r.pass("deadline", "", updates)
		}
		return fmt.Errorf("the check did not end within %s (sluice.deadline), so the push is refused: push fewer commits at a time", r.policy.Deadline)
	}
	if err != nil {
		return err
	}
	return r.judge(report)
}

// pass lets a push in unchecked, and says and records so.
func (r *hookRun) pass(why, reason string, updates []hooks.RefUpdate) error {
	p := hooks.Passage{Time: time.Now(), Why: why, Reason: reason, Who: hooks.Pusher(r.env.getenv), Refs: updates}
	if err := p.Record(r.repo.CommonDir); err != nil {
		return err
	}
	text := "sluice.skip was asked for"
	if why == "deadline" {
		text = fmt.Sprintf("the check did not end within %s", r.policy.Deadline)
	}
	fmt.Fprintf(r.env.stderr, "sluice: %s: this push comes in UNCHECKED, and %s records it\n", text, hooks.AuditFile)
	return nil
}

// serverRules returns the rules that the server's owner has set, or else those
// of the commit that HEAD names before the push.
func (r *hookRun) serverRules(ctx context.Context) (*rules.Config, error) {
	if r.flags.config != "" {
		return rules.Load(r.flags.config)
	}
	if r.policy.Rules != "" {
		return rules.Load(r.policy.Rules)
	}
	head, err := r.repo.Head(ctx)
	if err != nil {
		return nil, err
	}
	cfg, _, err := rulesAt(r.store, head)
	return cfg, err
}
