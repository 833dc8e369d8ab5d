package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/hooks"
)

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

// ownPath returns the path of this program, for the scripts that start it. It is
// the path by which the program was called, not the file that a symbolic link
// leads to: the next version may have that file elsewhere.
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
