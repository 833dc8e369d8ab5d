package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/staged"
)

func newHookRun(env environment, code *int) *cobra.Command {
	var flags scanFlags
	var allFiles bool
	cmd := &cobra.Command{
		Use:   "run HOOK [ARGUMENT...]",
		Short: "Do the work of a hook; git's scripts call this",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			name, err := hooks.ParseName(args[0])
			if err != nil {
				return err
			}
			// what git push --porcelain writes to its output must stay readable
			if len(flags.formats)+len(flags.outputs) == 0 {
				env.stdout = env.stderr
			}
			r := &hookRun{env: env, code: code, flags: &flags, name: name, args: args[1:], allFiles: allFiles}
			if err := r.run(cmd.Context()); err != nil {
				return fmt.Errorf("%s: %w\n%s", name, err, hooks.Bypass(name, r.policy))
			}
			return nil
		},
	}
	flags.register(cmd)
	cmd.Flags().BoolVar(&allFiles, "all-files", false, "with pre-commit: judge every file of the index, not just what is new")
	return cmd
}

// hookRun is one run of a hook.
type hookRun struct {
	env      environment
	code     *int
	flags    *scanFlags
	name     hooks.Name
	args     []string
	allFiles bool

	repo    *gitrepo.Repo
	store   *objects.Store
	policy  hooks.Policy
	outputs []output
}

func (r *hookRun) run(ctx context.Context) (err error) {
	if r.outputs, err = r.flags.prepare(r.env); err != nil {
		return err
	}
	if r.repo, err = gitrepo.Open(".", r.env.environ); err != nil {
		return err
	}
	if r.store, err = r.repo.OpenObjects(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.store.Close()) }()
	if r.name.OnServer() {
		return r.gate(ctx)
	}
	src, err := r.source(ctx)
	if err != nil || src == nil {
		return err
	}
	cfg, err := loadRules(r.env, r.flags.config, configTarget(r.repo))
	if err != nil {
		return err
	}
	report, err := r.flags.run(ctx, r.env, src, cfg)
	if err != nil {
		return err
	}
	_, staged := src.(*staged.Index)
	if staged && report.Ledger.Files == 0 && (r.allFiles || hooks.NoCommitUnderWay(r.name, r.env.getenv)) {
		if report, err = r.everything(ctx, cfg); err != nil {
			return err
		}
	}
	return r.judge(report)
}

// source is what the hook must judge, nil for nothing.
func (r *hookRun) source(ctx context.Context) (source.Source, error) {
	switch r.name {
	case hooks.CommitMsg:
		if len(r.args) != 1 {
			return nil, fmt.Errorf("git gives this hook the file of the message, not %q", r.args)
		}
		return hooks.Message(r.args[0], r.env.getenv), nil
	case hooks.PrePush:
		if len(r.args) == 0 {
			return nil, errors.New("git gives this hook the name of the remote, and there is none")
		}
		updates, err := hooks.ParsePush(r.env.stdin)
		if err != nil {
			return nil, err
		}
		return hooks.Push(ctx, r.repo, r.store, r.args[0], updates)
	}
	if r.allFiles {
		return staged.NewOnto(r.repo, r.store, nil), nil
	}
	if span := hooks.FrameworkRange(r.name, r.env.getenv); span != "" {
		include, exclude, err := commits.Parse(ctx, r.repo, span)
		if err != nil {
			return nil, err
		}
		return commits.New(span, r.repo, r.store, []oid.ID{include}, []oid.ID{exclude}), nil
	}
	return hooks.NextCommit(ctx, r.repo, r.store, r.env.environ)
}

// everything judges all files of the index.
func (r *hookRun) everything(ctx context.Context, cfg *rules.Config) (*finding.Report, error) {
	report, err := r.flags.run(ctx, r.env, staged.NewOnto(r.repo, r.store, nil), cfg)
	if err == nil && report.Ledger.Files == 0 {
		err = errors.New("no commit is under way and no file is tracked, so nothing was scanned")
	}
	return report, err
}

// judge writes the report, unless there is nothing to say, and how to go on.
func (r *hookRun) judge(report *finding.Report) error {
	*r.code = r.flags.verdict(report)
	if *r.code == exitClean && len(r.flags.formats)+len(r.flags.outputs) == 0 && !r.flags.verbose {
		return nil
	}
	if err := writeAll(r.outputs, report); err != nil {
		return err
	}
	switch {
	case len(report.Findings) > 0:
		fmt.Fprint(r.env.stderr, "\n"+hooks.WaysOn(r.name, r.policy))
	case !report.Complete:
		fmt.Fprintln(r.env.stderr, "\n"+hooks.Bypass(r.name, r.policy))
	}
	return nil
}

// updates is what a push does to the refs, as git tells the hook.
func (r *hookRun) updates() ([]hooks.RefUpdate, error) {
	if r.name == hooks.Update {
		u, err := hooks.ParseUpdate(r.args)
		return []hooks.RefUpdate{u}, err
	}
	return hooks.ParseReceive(r.env.stdin)
}
