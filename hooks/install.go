package hooks

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// An Outcome is what became of a hook.
type Outcome string

const (
	Installed Outcome = "installed"
	Chained   Outcome = "installed; the hook that was there runs first"
	Unchanged Outcome = "was installed already"
	Removed   Outcome = "removed"
	Restored  Outcome = "removed; the hook that was there before is back"
	Absent    Outcome = "was not installed"
	Foreign   Outcome = "left alone: it is not from sluice"
)

// A Change says what became of a hook.
type Change struct {
	Hook    Name
	Outcome Outcome
}

// Install writes the hooks, which run the program at the absolute path binary.
// The error is a *ManagedError when another tool writes the hooks there.
//
// In a folder for all repositories it also writes, for every other hook that a
// repository may have, one that only runs it: core.hooksPath hides them all.
func (f *Folder) Install(ctx context.Context, binary string, names []Name) ([]Change, error) {
	if f.manager != nil {
		return nil, &ManagedError{Manager: f.manager, Names: names}
	}
	if err := os.MkdirAll(f.Path, 0o755); err != nil {
		return nil, fmt.Errorf("installing hooks: %w", err)
	}
	var changes []Change
	for _, n := range names {
		outcome, err := f.install(script{name: n, binary: filepath.ToSlash(binary), shared: f.Shared})
		if err != nil {
			return changes, err
		}
		changes = append(changes, Change{n, outcome})
	}
	if !f.Shared {
		return changes, nil
	}
	for _, n := range passed {
		if isOurs(filepath.Join(f.Path, string(n))) {
			continue
		}
		if _, err := f.install(script{name: n, shared: true}); err != nil {
			return changes, err
		}
	}
	if _, err := git(ctx, "", "config", "--global", "core.hooksPath", f.Path); err != nil {
		return changes, fmt.Errorf("telling git where the hooks are: %w", err)
	}
	return changes, nil
}

// passed are the hooks of githooks(5) that a repository may have of its own.
// Those that change what git does by merely being there are not among them
// (push-to-checkout), nor those that have a configuration of their own.
var passed = []Name{
	PreCommit, PreMergeCommit, CommitMsg, PrePush, PreReceive, Update,
	"applypatch-msg", "pre-applypatch", "post-applypatch", "prepare-commit-msg", "post-commit",
	"pre-rebase", "post-checkout", "post-merge", "proc-receive", "post-receive", "post-update",
	"reference-transaction", "pre-auto-gc", "post-rewrite", "sendemail-validate", "post-index-change",
}

// install writes one hook. What was there is moved aside first, and moved back
// if the hook cannot be written.
func (f *Folder) install(s script) (Outcome, error) {
	path := filepath.Join(f.Path, string(s.name))
	kept := path + keptSuffix
	if isOurs(path) {
		old, err := os.ReadFile(path)
		if err == nil && string(old) == s.text() && executable(path) {
			return Unchanged, nil
		}
		return Installed, f.write(path, s)
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return Installed, f.write(path, s)
	} else if err != nil {
		return "", fmt.Errorf("installing the %s hook: %w", s.name, err)
	}
	if _, err := os.Lstat(kept); err == nil {
		return "", fmt.Errorf("installing the %s hook: both %s and %s are there, and neither is from sluice: move one of them away", s.name, path, kept)
	}
	if err := os.Rename(path, kept); err != nil {
		return "", fmt.Errorf("installing the %s hook: keeping the one that is there: %w", s.name, err)
	}
	if err := f.write(path, s); err != nil {
		return "", errors.Join(err, os.Rename(kept, path))
	}
	return Chained, nil
}

// write puts a script in its place at one stroke: git may be about to run it.
func (f *Folder) write(path string, s script) error {
	temp, err := os.CreateTemp(f.Path, ".sluice-*")
	if err != nil {
		return fmt.Errorf("installing the %s hook: %w", s.name, err)
	}
	_, err = temp.WriteString(s.text())
	err = errors.Join(err, temp.Close())
	if err == nil {
		err = os.Chmod(temp.Name(), 0o755)
	}
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		os.Remove(temp.Name())
		return fmt.Errorf("installing the %s hook: %w", s.name, err)
	}
	return nil
}

// Uninstall removes the hooks and puts back what was there before. From the
// folder that was made for all repositories it removes everything.
func (f *Folder) Uninstall(ctx context.Context, names []Name) ([]Change, error) {
	if f.Shared {
		if _, err := os.Stat(f.Path); err != nil {
			return nil, nil
		}
		names = passed
	}
	var changes []Change
	for _, n := range names {
		outcome, err := f.uninstall(n)
		if err != nil {
			return changes, fmt.Errorf("removing the %s hook: %w", n, err)
		}
		changes = append(changes, Change{n, outcome})
	}
	if !f.Shared {
		return changes, nil
	}
	if _, err := git(ctx, "", "config", "--global", "--unset", "core.hooksPath"); err != nil {
		return changes, fmt.Errorf("telling git that the hooks are gone: %w", err)
	}
	if err := os.Remove(f.Path); err != nil {
		return changes, fmt.Errorf("removing the folder of the hooks: %w", err)
	}
	return changes, nil
}

func (f *Folder) uninstall(n Name) (Outcome, error) {
	path := filepath.Join(f.Path, string(n))
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return Absent, nil
	}
	if !isOurs(path) {
		return Foreign, nil
	}
	if _, err := os.Lstat(path + keptSuffix); err == nil {
		return Restored, os.Rename(path+keptSuffix, path)
	}
	return Removed, os.Remove(path)
}
