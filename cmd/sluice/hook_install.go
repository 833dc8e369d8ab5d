package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/hooks"
)

func newHookInstall(env environment) *cobra.Command {
	var flags hookFlags
	var agents agentFlag
	cmd := &cobra.Command{
		Use:   "install [HOOK...]",
		Short: "Install hooks; those that are there are kept and run first",
		Example: `  sluice hook install                                  # in this repository
  sluice hook install --global                         # in all your repositories
  sluice hook install --repo /srv/git/project.git      # on a server: pre-receive
  sluice hook install --agent claude --agent cursor    # in the settings of coding agents`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if names, err := agents.named(args); err != nil || len(names) > 0 {
				return errors.Join(err, installAgents(env, flags, names))
			}
			binary, err := ownPath()
			if err != nil {
				return err
			}
			if isTemporary(binary) {
				return fmt.Errorf("this program is a temporary file of the Go tool (%s), which will be gone when the hooks need it: run `go install ./cmd/sluice` first, and then `sluice hook install`", binary)
			}
			return changeHooks(cmd.Context(), env, flags, args, func(f *hooks.Folder, names []hooks.Name) ([]hooks.Change, error) {
				return f.Install(cmd.Context(), binary, names)
			})
		},
	}
	flags.register(cmd)
	agents.register(cmd)
	return cmd
}

// isTemporary reports whether a program is one that the Go tool has built for `go
// run`: in its cache, or in a temporary folder.
func isTemporary(path string) bool {
	if cache := os.Getenv("GOCACHE"); cache != "" {
		if rel, err := filepath.Rel(cache, path); err == nil && filepath.IsLocal(rel) {
			return true
		}
	}
	for dir := filepath.Dir(path); dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if strings.HasPrefix(filepath.Base(dir), "go-build") {
			return true
		}
	}
	return false
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
