package job

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
)

// gate makes the job of a hook that runs where pushes arrive. It judges them for
// the owner of the server, by the owner's policy and rules, and within a time:
// a host may drop a connection on which nothing happens.
func (h *hook) gate(ctx context.Context) (*Job, error) {
	var err error
	if h.policy, err = hooks.ReadPolicy(ctx, h.repo.GitDir); err != nil {
		return nil, err
	}
	updates, err := h.updates()
	if err != nil {
		return nil, err
	}
	if reason, asked := hooks.SkipAsked(h.call.Getenv); asked {
		if h.policy.AllowSkip {
			return &Job{}, h.pass("skipped", reason, updates)
		}
		h.call.Tell("this server allows no sluice.skip, so the push is checked all the same")
	}
	src, err := hooks.Receive(ctx, h.repo.Repo, h.repo.store, updates)
	if err != nil {
		return nil, err
	}
	if src == nil {
		return &Job{}, nil
	}
	cfg, err := h.serverRules(ctx)
	if err != nil {
		return nil, err
	}
	known, err := h.serverBaseline(ctx)
	if err != nil {
		return nil, err
	}
	return &Job{
		Source:   src,
		about:    finding.Scan{Kind: finding.ScanPush},
		Rules:    cfg,
		Baseline: known,
		lfsOK:    h.policy.LFSOK,
		packedOK: h.policy.ArchivesOK,
		noInline: !h.policy.AllowInline,
		passed:   func(r *finding.Report) error { return h.recordInline(r, updates) },
		deadline: time.Now().Add(h.policy.Deadline),
		late: func() error {
			if h.policy.AcceptLate {
				return h.pass("deadline", "", updates)
			}
			return fmt.Errorf("the check did not end within %s (sluice.deadline), so the push is refused: push fewer commits at a time", h.policy.Deadline)
		},
	}, nil
}

// updates returns what a push does to the refs, as git tells the hook.
func (h *hook) updates() ([]hooks.RefUpdate, error) {
	if h.name == hooks.Update {
		u, err := hooks.ParseUpdate(h.args)
		return []hooks.RefUpdate{u}, err
	}
	return hooks.ParseReceive(h.call.Stdin)
}

// pass records that a push comes in unchecked, and says so. A push that cannot
// be recorded does not come in.
func (h *hook) pass(why, reason string, updates []hooks.RefUpdate) error {
	p := hooks.Passage{Time: time.Now(), Why: why, Reason: scan.Hide(reason), Who: hooks.Pusher(h.call.Getenv), Refs: named(updates)}
	if err := p.Record(h.repo.CommonDir); err != nil {
		return err
	}
	text := "sluice.skip was asked for"
	if why == "deadline" {
		text = fmt.Sprintf("the check did not end within %s", h.policy.Deadline)
	}
	h.call.Tell(fmt.Sprintf("%s: this push comes in UNCHECKED, and %s records it", text, hooks.AuditFile))
	return nil
}

// recordInline records what comments in a push allowed, if they allowed anything.
// A push that cannot be recorded does not come in.
func (h *hook) recordInline(r *finding.Report, updates []hooks.RefUpdate) error {
	if len(r.Ledger.InlineAllowed) == 0 {
		return nil
	}
	p := hooks.Passage{Time: time.Now(), Why: "inline", Who: hooks.Pusher(h.call.Getenv), Refs: updates, Allowed: r.Ledger.InlineAllowed}
	return p.Record(h.repo.CommonDir)
}

// named returns the updates with tokens in the names of their refs hidden.
func named(updates []hooks.RefUpdate) []hooks.RefUpdate {
	names := make([]string, len(updates))
	for i, u := range updates {
		names[i] = u.Ref
	}
	names = strings.Split(scan.Hide(strings.Join(names, "\n")), "\n")
	updates = slices.Clone(updates)
	for i := range updates {
		updates[i].Ref = names[min(i, len(names)-1)]
	}
	return updates
}

// serverRules returns the rules that the owner of the server has set, or else
// the built-in ones. What the repository holds was pushed, so its rule file counts
// only if the owner says so: otherwise a secret would come in with two pushes, of
// which the first brings a rule file that allows it.
func (h *hook) serverRules(ctx context.Context) (*rules.Config, error) {
	switch {
	case h.call.Config != "":
		return ownersRules(h.call.Config, "--config")
	case h.policy.Rules != "":
		return ownersRules(h.policy.Rules, "sluice.rules")
	case !h.policy.TrustHead || h.call.NoRepoConfig:
		return rules.Unread()
	}
	head, err := h.repo.Head(ctx)
	if err != nil {
		return nil, err
	}
	cfg, note, err := rulesAt(h.repo.store, head, "")
	if note != "" {
		h.call.Tell(note)
	}
	return cfg, err
}

// ownersRules returns the rules that the owner of a server names by a setting. Who
// pushes need not know in which folder the server keeps them.
func ownersRules(path, setting string) (*rules.Config, error) {
	cfg, err := load(path)
	if err != nil {
		return nil, fmt.Errorf("the rules of this server (%s): %w", setting, err)
	}
	if cfg.From.Source != finding.BuiltinRules {
		cfg.From.Source = fmt.Sprintf("%s (%s)", filepath.Base(path), setting)
	}
	return cfg, nil
}
