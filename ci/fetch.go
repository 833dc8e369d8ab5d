package ci

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// Fetch runs the command of the error in dir, a folder of the clone. It is the only thing in
// this program that uses the network, and git does it, with the credentials that git has.
//
// The clone is the CI system's, also where another user owns it, as in the container of a job.
// But what it fetches may be a stranger's. So no hook runs, no submodule is fetched, and nobody
// is asked for a password.
func (e *FetchError) Fetch(ctx context.Context, dir string) error {
	args, err := e.arguments()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "git", append([]string{
		"-c", "safe.directory=*", "-c", "core.hooksPath=" + os.DevNull, "-c", "core.fsmonitor=false", "-c", "maintenance.auto=false", "-c", "gc.auto=0",
		"fetch", "--quiet", "--no-recurse-submodules",
	}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%w; --fetch has run that command, and it failed: %w: %s", e, err, strings.TrimSpace(stderr.String()))
	}
	return nil
}

// arguments returns what comes after `git fetch` in the command. The command holds names of
// branches from the environment of the run, and git would take one that begins with a hyphen
// for an option.
func (e *FetchError) arguments() ([]string, error) {
	words := strings.Fields(e.Command)
	if len(words) < 3 || words[0] != "git" || words[1] != "fetch" {
		return nil, fmt.Errorf("%w; --fetch runs no other command than `git fetch`", e)
	}
	for _, word := range words[2:] {
		if strings.HasPrefix(word, "-") && word != "--unshallow" {
			return nil, fmt.Errorf("%w; --fetch does not run this command, because %q would be an option", e, word)
		}
	}
	return words[2:], nil
}
