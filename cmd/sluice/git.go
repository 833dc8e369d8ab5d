package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/source/history"
)

func newGit(env environment, code *int) *cobra.Command {
	var flags scanFlags
	var part job.Part
	var ci, fetch bool
	cmd := &cobra.Command{
		Use:   "git [REPO]",
		Short: "Scan a repository: its whole history, the index, or a range of commits",
		Long: `Scan every object of a repository, reachable or not. With --staged, scan what
the next commit would hold; with --range or --since, what some commits brought.`,
		Example: `  sluice git .                            # every object of the repository
  sluice git --staged                     # what the next commit would hold
  sluice git --range origin/main..HEAD    # what a branch brings, merges included
  sluice git --ci                         # what this CI run is about`,
		Args: atMostOne("REPO"),
		RunE: func(cmd *cobra.Command, args []string) error {
			repo := "."
			if len(args) == 1 {
				repo = args[0]
			}
			if err := oneOf(cmd, "staged", "range", "since", "ci"); err != nil {
				return err
			}
			for _, other := range []string{"staged", "range", "since", "ci"} {
				if err := oneOf(cmd, "recurse-submodules", other); err != nil {
					return err
				}
			}
			if ci {
				return scanCI(cmd.Context(), env, code, &flags, repo, part.History, fetch)
			}
			if fetch {
				return errors.New("--fetch is for --ci: it fetches what a CI run must judge and its clone lacks")
			}
			return flags.scan(cmd.Context(), env, code, func(ctx context.Context) (*job.Job, error) {
				return job.Git(ctx, flags.call(env, repo), part)
			})
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.BoolVar(&part.Staged, "staged", false, "scan what the next commit would hold (the index against HEAD)")
	f.StringVar(&part.Range, "range", "", "scan what the commits bring that are reachable from B and not from A (`A..B`), merges included")
	f.StringVar(&part.Since, "since", "", "scan what came after `REV`: a revision, or a date such as 2026-01-31 or \"2 weeks ago\"")
	f.BoolVar(&ci, "ci", false, "in a CI run, judge what it is about: a pull request, a push, or else everything")
	f.BoolVar(&fetch, "fetch", false, "with --ci, let git fetch the commits, branches and tags that the run must judge and the clone lacks")
	registerHistory(f, &part.History)
	flags.register(cmd)
	return cmd
}

// registerHistory adds the flags of a scan of a whole history.
func registerHistory(f *pflag.FlagSet, o *history.Options) {
	f.BoolVar(&o.ReachableOnly, "reachable-only", false, "leave out objects that no ref or reflog reaches")
	f.BoolVar(&o.NoGitFiles, "no-git-files", false, "leave out the files of the git folder: configuration, hooks, reflogs, leftovers")
	f.BoolVar(&o.Modules, "recurse-submodules", false, "scan the repositories of submodules that are in the git folder, too")
	f.BoolVar(&o.ShallowOK, "shallow-ok", false, "let a shallow clone pass, and with --ci one of some branches, although its history is not all here")
	f.BoolVar(&o.NoDelta, "no-delta", false, "scan every blob whole, even where it repeats another (slower, same result)")
}
