package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/hooks"
)

// hookFlags say which hooks are meant.
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
	cmd.MarkFlagsMutuallyExclusive("global", "repo")
	cmd.MarkFlagsMutuallyExclusive("global", "recurse-submodules")
}

// folders returns where the hooks lie.
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

// named returns the hooks that args name, or those that belong into a folder.
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

func newHookInstall(env environment) *cobra.Command {
	var flags hookFlags
	cmd := &cobra.Command{
		Use:   "install [HOOK...]",
		Short: "Install hooks; those that are there are kept and run first",
		Example: `  sluice hook install                                  # in this repository
  sluice hook install --global                         # in all your repositories
  sluice hook install --repo /srv/git/project.git      # on a server: pre-receive`,
		RunE: func(cmd *cobra.Command, args []string) error {
			binary, err := ownPath()
			if err != nil {
				return err
			}
			return changeHooks(cmd.Context(), env, flags, args, func(f *hooks.Folder, names []hooks.Name) ([]hooks.Change, error) {
				return f.Install(cmd.Context(), binary, names)
			})
		},
	}
	flags.register(cmd)
	return cmd
}

func newHookUninstall(env environment) *cobra.Command {
	var flags hookFlags
	cmd := &cobra.Command{
		Use:   "uninstall [HOOK...]",
		Short: "Remove hooks and put back what was there before",
		RunE: func(cmd *cobra.Command, args []string) error {
			return changeHooks(cmd.Context(), env, flags, args, func(f *hooks.Folder, names []hooks.Name) ([]hooks.Change, error) {
				if len(args) == 0 {
					names = hooks.All()
				}
				return f.Uninstall(cmd.Context(), names)
			})
		},
	}
	flags.register(cmd)
	return cmd
}

// changeHooks makes a change to each folder and says what became of the hooks.
func changeHooks(ctx context.Context, env environment, flags hookFlags, args []string, change func(*hooks.Folder, []hooks.Name) ([]hooks.Change, error)) error {
	folders, err := flags.folders(ctx)
	if err != nil {
		return err
	}
	for _, f := range folders {
		names, err := named(args, f.Bare)
		if err != nil {
			return err
		}
		changes, err := change(f, names)
		changes = slices.DeleteFunc(changes, func(c hooks.Change) bool { return c.Outcome == hooks.Absent })
		if len(changes) > 0 {
			fmt.Fprintf(env.stdout, "%s\n", f.Path)
		}
		for _, c := range changes {
			fmt.Fprintf(env.stdout, "  %-17s %s\n", c.Hook, c.Outcome)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ownPath returns where this program was started from: the name it was called
// by rather than the file that a symbolic link leads to, which may go away with
// the next version.
func ownPath() (string, error) {
	file, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("finding the path of this program: %w", err)
	}
	called, err := exec.LookPath(os.Args[0])
	if err != nil && !errors.Is(err, exec.ErrDot) {
		return file, nil
	}
	if called, err = filepath.Abs(called); err != nil {
		return file, nil
	}
	a, errA := os.Stat(file)
	b, errB := os.Stat(called)
	if errA == nil && errB == nil && os.SameFile(a, b) {
		return called, nil
	}
	return file, nil
}
