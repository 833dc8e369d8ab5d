package hooks

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A Folder is where git looks for hooks.
type Folder struct {
	Path   string // absolute
	Bare   bool   // of a repository without a work tree
	Shared bool   // of all repositories of the user, and made for sluice alone

	top     string // the root of the work tree, or the bare repository; "" when for all repositories
	common  string // the git directory that all work trees share; "" when for all repositories
	manager *Manager
}

// Locate returns the folder from which git runs the hooks of the repository
// that path is in. The error is a *SharedError when the configuration makes git
// use a folder that all repositories of the user share.
func Locate(ctx context.Context, path string) (*Folder, error) {
	out, err := git(ctx, path, "rev-parse", "--is-bare-repository", "--git-common-dir")
	if err != nil {
		return nil, fmt.Errorf("finding the hooks of %s: %w", path, err)
	}
	bare, common, _ := strings.Cut(out, "\n")
	f := &Folder{Bare: bare == "true"}
	if f.common, err = filepath.Abs(join(path, common)); err != nil {
		return nil, err
	}
	f.top = f.common
	if !f.Bare {
		if f.top, err = git(ctx, path, "rev-parse", "--show-toplevel"); err != nil {
			return nil, fmt.Errorf("finding the hooks of %s: %w", path, err)
		}
	}
	// Git runs hooks in that folder, and a relative core.hooksPath begins there.
	dir, err := git(ctx, f.top, "rev-parse", "--git-path", "hooks")
	if err != nil {
		return nil, fmt.Errorf("finding the hooks of %s: %w", path, err)
	}
	if f.Path, err = filepath.Abs(join(f.top, dir)); err != nil {
		return nil, err
	}
	scope, _ := git(ctx, f.top, "config", "--show-scope", "--get", "core.hooksPath") // it may be unset
	switch scope, _, _ = strings.Cut(scope, "\t"); scope {
	case "", "local", "worktree":
	default:
		return f, &SharedError{Path: f.Path, Scope: scope}
	}
	f.manager = findManager(f)
	return f, nil
}

// A SharedError says that git runs the hooks of all repositories from one folder.
type SharedError struct {
	Path  string // the folder
	Scope string // of the configuration that names it: "global", "system", ...
}

func (e *SharedError) Error() string {
	return fmt.Sprintf("core.hooksPath (%s) makes git run the hooks of all your repositories from %s: change them there for all of them (--global, as in `sluice hook install --global`), or give this repository a core.hooksPath of its own", e.Scope, e.Path)
}

// LocateGlobal returns the folder from which git runs the hooks of all
// repositories of the user: the one that core.hooksPath names. If it names none,
// LocateGlobal returns a folder for sluice alone below configDir, which git does
// not use before Install sets core.hooksPath.
func LocateGlobal(ctx context.Context, configDir string) (*Folder, error) {
	own := filepath.Join(configDir, "sluice", "hooks")
	named, err := git(ctx, "", "config", "--global", "--type=path", "--get", "core.hooksPath")
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) { // 1: not set
		return nil, fmt.Errorf("reading core.hooksPath: %w", err)
	}
	if named == "" || filepath.Clean(named) == own {
		return &Folder{Path: own, Shared: true}, nil
	}
	if !filepath.IsAbs(named) {
		return nil, fmt.Errorf("core.hooksPath is %q for all your repositories, another folder in each: install the hooks in each repository", named)
	}
	return &Folder{Path: filepath.Clean(named)}, nil
}

// Submodules returns the work trees of all submodules that are checked out, and of
// the submodules in them.
func (f *Folder) Submodules(ctx context.Context) ([]string, error) {
	if f.Bare || f.top == "" {
		return nil, nil
	}
	return submodules(ctx, f.top)
}

func submodules(ctx context.Context, top string) ([]string, error) {
	out, err := git(ctx, top, "ls-files", "-z", "--stage")
	if err != nil {
		return nil, fmt.Errorf("finding the submodules of %s: %w", top, err)
	}
	var all []string
	for entry := range strings.SplitSeq(out, "\x00") {
		meta, path, ok := strings.Cut(entry, "\t")
		if !ok || !strings.HasPrefix(meta, "160000 ") {
			continue
		}
		dir := filepath.Join(top, filepath.FromSlash(path))
		if _, err := os.Stat(filepath.Join(dir, ".git")); err != nil {
			continue // not checked out
		}
		all = append(all, dir)
		below, err := submodules(ctx, dir)
		if err != nil {
			return nil, err
		}
		all = append(all, below...)
	}
	return all, nil
}

// git runs git in dir, with the user's own configuration: the user trusts this
// repository. It returns the output without the last line end.
func git(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = dir
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		if line, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n"); line != "" {
			return "", fmt.Errorf("git %s: %s (%w)", args[0], line, err)
		}
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return strings.TrimSuffix(string(out), "\n"), nil
}

// join resolves path against the folder base.
func join(base, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(base, path)
}
