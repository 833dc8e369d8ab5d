package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/history"
	"github.com/sluicesec/sluice/source/staged"
)

// gitFlags say which part of a repository is scanned.
type gitFlags struct {
	staged        bool
	span          string
	since         string
	ci            bool
	reachableOnly bool
	noDelta       bool
}

func newGit(env environment, code *int) *cobra.Command {
	var flags scanFlags
	var which gitFlags
	cmd := &cobra.Command{
		Use:   "git [REPO]",
		Short: "Scan a repository: its whole history, the index, or a range of commits",
		Long: `Scan every object of a repository, reachable or not. With --staged, scan what
the next commit would hold; with --range or --since, what some commits brought.`,
		Example: `  sluice git .                            # every object of the repository
  sluice git --staged                     # what the next commit would hold
  sluice git --range origin/main..HEAD    # what a branch brings, merges included
  sluice git --ci                         # what this CI run is about`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := "."
			if len(args) == 1 {
				path = args[0]
			}
			return scanGit(cmd.Context(), env, code, path, which, &flags)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.BoolVar(&which.staged, "staged", false, "scan what the next commit would hold (the index against HEAD)")
	f.StringVar(&which.span, "range", "", "scan the commits reachable from B and not from A (`A..B`), merges included")
	f.StringVar(&which.since, "since", "", "scan the commits reachable from HEAD and not from `REV`")
	f.BoolVar(&which.ci, "ci", false, "in a CI run, find out what it must judge")
	f.BoolVar(&which.reachableOnly, "reachable-only", false, "leave out objects that no ref or reflog reaches")
	f.BoolVar(&which.noDelta, "no-delta", false, "scan every blob whole, even where it repeats another (slower, same result)")
	cmd.MarkFlagsMutuallyExclusive("staged", "range", "since", "ci")
	flags.register(cmd)
	return cmd
}

func scanGit(ctx context.Context, env environment, code *int, path string, which gitFlags, flags *scanFlags) error {
	repo, err := gitrepo.Open(path, env.environ)
	if err != nil {
		return err
	}
	store, err := repo.OpenObjects()
	if err != nil {
		return err
	}
	if which.ci {
		err = scanCI(ctx, env, code, repo, store, which, flags)
		return errors.Join(err, store.Close())
	}
	src, err := which.source(ctx, repo, store)
	if err == nil {
		err = flags.scan(ctx, env, code, src, configTarget(repo))
	}
	return errors.Join(err, store.Close())
}

// source is the one that the flags ask for.
func (g gitFlags) source(ctx context.Context, repo *gitrepo.Repo, store *objects.Store) (source.Source, error) {
	switch {
	case g.staged:
		return staged.New(repo, store), nil
	case g.since != "":
		g.span = g.since + "..HEAD"
		fallthrough
	case g.span != "":
		include, exclude, err := commits.Parse(ctx, repo, g.span)
		if err != nil {
			return nil, err
		}
		return commits.New(g.span, repo, store, []oid.ID{include}, []oid.ID{exclude}), nil
	}
	return history.New(repo, store, history.Options{ReachableOnly: g.reachableOnly, NoDelta: g.noDelta}), nil
}

// configTarget is where the configuration of a repository lies: its work tree,
// or the repository itself when it is bare.
func configTarget(repo *gitrepo.Repo) string {
	if repo.WorkTree != "" {
		return repo.WorkTree
	}
	return repo.GitDir
}
