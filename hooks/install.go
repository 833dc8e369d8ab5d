package hooks

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/sluicesec/sluice/internal/regular"
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
// The error is a *ManagedError when another tool writes the hooks in the folder.
//
// In a folder for all repositories, core.hooksPath makes git ignore every hook of
// a repository itself. So there Install also writes all other hooks, as scripts
// that only run the hook of the repository.
func (f *Folder) Install(ctx context.Context, binary string, names []Name) ([]Change, error) {
	if f.manager != nil {
		return nil, &ManagedError{Manager: f.manager, Names: names, Binary: binary}
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
	for _, n := range passedOn {
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

// passedOn are the hooks of githooks(5) that a repository may have itself. It has
// no hooks that change what git does just by being there, such as
// push-to-checkout, and none that git finds in another way.
var passedOn = []Name{
	PreCommit, PreMergeCommit, CommitMsg, PrePush, PreReceive, Update,
	"applypatch-msg", "pre-applypatch", "post-applypatch", "prepare-commit-msg", "post-commit",
	"pre-rebase", "post-checkout", "post-merge", "proc-receive", "post-receive", "post-update",
	"reference-transaction", "pre-auto-gc", "post-rewrite", "sendemail-validate", "post-index-change",
}

// install writes one hook. It first renames the hook that is there, and renames it
// back if the new one cannot be written.
func (f *Folder) install(s script) (Outcome, error) {
	path := filepath.Join(f.Path, string(s.name))
	kept := path + keptSuffix
	if isOurs(path) {
		old, err := regular.ReadFile(path, maxScript)
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

// write writes a script to another file and renames it, because git may run the
// hook at any time and must not read half of it.
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

// Uninstall removes the hooks and puts back those that were there before. For all
// repositories it removes every script that Install has written, and the folder.
func (f *Folder) Uninstall(ctx context.Context, names []Name) ([]Change, error) {
	if f.Shared {
		if _, err := os.Stat(f.Path); err != nil {
			return nil, nil
		}
		names = passedOn
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
