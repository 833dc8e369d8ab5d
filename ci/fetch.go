package ci

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
)

// A FetchError says what a clone lacks, and which command fetches it.
type FetchError struct {
	Repo   *gitrepo.Repo // the clone
	What   string
	Args   []string   // of `git fetch`
	Before [][]string // commands that a user must run before; Fetch needs none of them
	Config string     // the setting that makes the CI system fetch it; "" for none

	AllRefs bool // it fetches all branches and tags
	Unsure  bool // perhaps nothing is missing
}

const unshallow = "--unshallow"

// Unshallow returns the error of a clone whose history is cut off.
func Unshallow(repo *gitrepo.Repo, what, config string) *FetchError {
	return &FetchError{Repo: repo, What: what, Args: []string{unshallow}, Config: config}
}

// Command returns the command for a shell.
func (e *FetchError) Command() string {
	var commands []string
	for _, words := range append(slices.Clone(e.Before), append([]string{"git", "fetch"}, e.Args...)) {
		quoted := make([]string, len(words))
		for i, word := range words {
			quoted[i] = quote(word)
		}
		commands = append(commands, strings.Join(quoted, " "))
	}
	return strings.Join(commands, " && ")
}

// quote quotes a word for a shell if it must be quoted.
func quote(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./+:@%=,", r)
	}
	if word != "" && !strings.ContainsFunc(word, func(r rune) bool { return !plain(r) }) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

func (e *FetchError) Error() string {
	s := e.What + ": run `" + e.Command() + "` before"
	if e.Config != "" {
		s += " (or set " + e.Config + ")"
	}
	return s
}

// Fetch runs the command of the error on the clone. It is the only thing in this program that
// uses the network, and git does it, with the credentials that git has.
//
// The clone is the CI system's, also where another user owns it, as in the container of a job,
// and so is its configuration, which may name the programs that have the credentials. But
// what is in its work tree may be a stranger's, and so may be what is fetched. So git does not
// search for the repository, no hook runs, no submodule is fetched, no URL can be a command, and
// nobody is asked for a password.
func (e *FetchError) Fetch(ctx context.Context) error {
	for _, word := range e.Args {
		// Names of branches are from the environment of the run, and git would take one that
		// begins with a hyphen for an option.
		if strings.HasPrefix(word, "-") && word != unshallow {
			return fmt.Errorf("%w; --fetch does not run this command, because %q would be an option", e, word)
		}
	}
	cmd := exec.CommandContext(ctx, "git", append([]string{
		"--git-dir=" + e.Repo.GitDir,
		"-c", "safe.directory=*", "-c", "safe.bareRepository=explicit", "-c", "protocol.ext.allow=never",
		"-c", "core.hooksPath=" + os.DevNull, "-c", "core.fsmonitor=false", "-c", "maintenance.auto=false", "-c", "gc.auto=0",
		"fetch", "--quiet", "--no-recurse-submodules",
	}, e.Args...)...)
	cmd.Dir = cmp.Or(e.Repo.WorkTree, e.Repo.GitDir) // a URL can be relative to it
	cmd.Env = append(slices.DeleteFunc(cmd.Environ(), ofRepository), "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%w; --fetch has run that command, and it failed: %w: %s", e, err, strings.TrimSpace(stderr.String()))
	}
	return nil
}

// ofRepository reports whether a variable of the environment says where a repository or a
// part of it is.
func ofRepository(variable string) bool {
	switch name, _, _ := strings.Cut(variable, "="); name {
	case "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
		"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_PREFIX":
		return true
	}
	return false
}
