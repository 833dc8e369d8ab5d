package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/hooks"
)

// hookFlags say in which repositories the hooks are.
type hookFlags struct {
	repo       string
	global     bool
	submodules bool
}

func (f *hookFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.repo, "repo", ".", "the repository, or a folder in it (`DIR`)")
	flags.BoolVar(&f.global, "global", false, "for all your repositories, through core.hooksPath")
	flags.BoolVar(&f.submodules, "recurse-submodules", false, "for the submodules as well")
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		return errors.Join(oneOf(cmd, "global", "repo"), oneOf(cmd, "global", "recurse-submodules"))
	}
}

// folders returns the folders from which git runs the hooks.
func (f *hookFlags) folders(ctx context.Context) ([]*hooks.Folder, error) {
	if f.global {
		config, err := os.UserConfigDir()
		if err != nil {
			return nil, fmt.Errorf("finding a place for the hooks: %w", err)
		}
		folder, err := hooks.LocateGlobal(ctx, config)
		return []*hooks.Folder{folder}, err
	}
	first, err := hooks.Locate(ctx, f.repo)
	if err != nil || !f.submodules {
		return []*hooks.Folder{first}, err
	}
	folders := []*hooks.Folder{first}
	below, err := first.Submodules(ctx)
	if err != nil {
		return nil, err
	}
	for _, path := range below {
		folder, err := hooks.Locate(ctx, path)
		if err != nil {
			return nil, err
		}
		folders = append(folders, folder)
	}
	return folders, nil
}

// bare reports whether the flags name a bare repository, in which no agent works.
func (f *hookFlags) bare(ctx context.Context) bool {
	if f.global {
		return false
	}
	folder, err := hooks.Locate(ctx, f.repo)
	return err == nil && folder.Bare
}

// named returns the hooks that args name. Without args it returns those that
// belong in a repository, which may be bare.
func named(args []string, bare bool) ([]hooks.Name, error) {
	if len(args) == 0 {
		return hooks.Default(bare), nil
	}
	var names []hooks.Name
	for _, arg := range args {
		n, err := hooks.ParseName(arg)
		if err != nil {
			return nil, err
		}
		names = append(names, n)
	}
	return names, nil
}

// changeHooks calls change for each folder and prints what became of the hooks.
func changeHooks(ctx context.Context, env environment, flags hookFlags, args []string, change func(*hooks.Folder, []hooks.Name) ([]hooks.Change, error)) (err error) {
	folders, err := flags.folders(ctx)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	defer func() {
		_, wrote := hiding{env.stdout}.Write(out.Bytes())
		err = errors.Join(err, wrote)
	}()
	for _, f := range folders {
		names, err := named(args, f.Bare)
		if err != nil {
			return err
		}
		changes, err := change(f, names)
		changes = slices.DeleteFunc(changes, func(c hooks.Change) bool { return c.Outcome == hooks.Absent })
		if len(changes) > 0 {
			fmt.Fprintf(&out, "%s\n", f.Path)
		}
		for _, c := range changes {
			fmt.Fprintf(&out, "  %-17s %s\n", c.Hook, c.Outcome)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
