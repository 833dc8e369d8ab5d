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
}

// findPlace looks for a repository in path and in the folders above it.
func findPlace(path string) (place, error) {
	info, err := os.Stat(path)
	if err != nil {
		return place{}, fmt.Errorf("%s: %w: there is no such file or folder", path, ErrNotRepository)
	}
	if !info.IsDir() {
		if dir, ok := readGitFile(path); ok && IsGitDir(dir) {
			return place{dir, filepath.Dir(path)}, nil
		}
		return place{}, fmt.Errorf("%s: %w: it is a file; give a work tree, a .git folder or a bare repository", path, ErrNotRepository)
	}
	for dir := path; ; {
		dotGit := filepath.Join(dir, ".git")
		if IsGitDir(dotGit) {
			return place{dotGit, dir}, nil
		}
		if target, ok := readGitFile(dotGit); ok {
			if !IsGitDir(target) {
				return place{}, fmt.Errorf("%s: %w: its .git file names %s, which is none", dir, ErrNotRepository, target)
			}
			return place{target, dir}, nil
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
	return place{dir, here}, nil
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
