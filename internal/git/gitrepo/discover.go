package gitrepo

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/sluicesec/sluice/internal/oid"
)

// A place is where a repository was found.
type place struct {
	gitDir   string
	workTree string // the folder whose .git led there; "" when none did
	named    bool   // a .git or GIT_DIR led there, which no commit can hold
}

// findPlace looks for a repository in path and in the folders above it.
func findPlace(path string) (place, error) {
	info, err := os.Stat(path)
	if err != nil {
		return place{}, fmt.Errorf("%s: %w: there is no such file or folder", path, ErrNotRepository)
	}
	if !info.IsDir() {
		if dir, ok := readGitFile(path); ok && IsGitDir(dir) {
			return place{dir, filepath.Dir(path), filepath.Base(path) == ".git"}, nil
		}
		return place{}, fmt.Errorf("%s: %w: it is a file; give a work tree, a .git folder or a bare repository", path, ErrNotRepository)
	}
	for dir := path; ; {
		if p, ok := dotGit(dir); ok {
			if !IsGitDir(p.gitDir) {
				return place{}, fmt.Errorf("%s: %w: its .git file names %s, which is none", dir, ErrNotRepository, p.gitDir)
			}
			return p, nil
		}
		if IsGitDir(dir) {
			return place{gitDir: dir}, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return place{}, fmt.Errorf("%s: %w, nor is any folder above it; give a work tree, a .git folder or a bare repository", path, ErrNotRepository)
		}
		dir = up
	}
}

// dotGit returns the repository of the work tree whose root is dir: its folder .git, or what
// its file .git names, which need not be a repository.
func dotGit(dir string) (place, bool) {
	path := filepath.Join(dir, ".git")
	if IsGitDir(path) {
		return place{path, dir, true}, true
	}
	target, ok := readGitFile(path)
	return place{target, dir, true}, ok
}

// explicitPlace is the place that GIT_DIR names: nothing is searched, and the
// work tree is the current folder unless the configuration says otherwise.
func explicitPlace(dir string) (place, error) {
	if target, ok := readGitFile(dir); ok {
		dir = target
	}
	if !IsGitDir(dir) {
		return place{}, fmt.Errorf("%s: %w, though GIT_DIR names it", dir, ErrNotRepository)
	}
	here, err := filepath.Abs(".")
	if err != nil {
		return place{}, fmt.Errorf("opening the repository %s: %w", dir, err)
	}
	return place{dir, here, true}, nil
}

// IsGitDir reports whether dir looks like a repository's own folder, by the test that
// git makes: a HEAD that names a ref or an object, and folders for objects and refs.
func IsGitDir(dir string) bool {
	if !isHead(filepath.Join(dir, "HEAD")) {
		return false
	}
	common := commonDir(dir)
	return isDir(filepath.Join(common, "objects")) && isDir(filepath.Join(common, "refs"))
}

// isHead reports whether a file can be a repository's HEAD: it holds "ref: refs/..." or
// the id of an object, or is a link to a ref.
func isHead(path string) bool {
	if target, err := os.Readlink(path); err == nil {
		return strings.HasPrefix(filepath.ToSlash(target), "refs/")
	}
	text, err := readSmall(path)
	if err != nil {
		return false
	}
	line := strings.TrimRight(string(text), " \t\r\n")
	if ref, ok := strings.CutPrefix(line, "ref:"); ok {
		return strings.HasPrefix(strings.TrimLeft(ref, " \t\r\n"), "refs/")
	}
	_, err = oid.Parse(line)
	return err == nil
}

// commonDir returns the folder that all work trees of the repository share:
// the file "commondir" of a linked work tree names it.
func commonDir(gitDir string) string {
	text, err := readSmall(filepath.Join(gitDir, "commondir"))
	if err != nil {
		return gitDir
	}
	return absolute(gitDir, strings.TrimRight(string(text), "\r\n"))
}

// readGitFile returns the folder that a .git file names: "gitdir: PATH".
func readGitFile(path string) (string, bool) {
	text, err := readSmall(path)
	if err != nil {
		return "", false
	}
	dir, ok := strings.CutPrefix(strings.TrimRight(string(text), "\r\n"), "gitdir: ")
	if !ok || dir == "" {
		return "", false
	}
	return absolute(filepath.Dir(path), dir), true
}
