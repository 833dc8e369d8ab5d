package gitrepo

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Modules returns the folders in the git folder that are the repositories of
// submodules, those of submodules of submodules included, in order. Git keeps them
// there, also after the submodule was removed.
//
// The error joins all that could not be read; the other folders are returned with it.
func (r *Repo) Modules(ctx context.Context) ([]string, error) {
	var found []string
	var errs []error
	folders := []string{filepath.Join(r.CommonDir, "modules")}
	for _, w := range r.workTrees() {
		folders = append(folders, filepath.Join(w.gitDir, "modules"))
	}
	slices.Sort(folders)
	folders = slices.Compact(folders)
	for len(folders) > 0 {
		root := folders[0]
		folders = folders[1:]
		errs = append(errs, filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				if !isAbsent(err) {
					errs = append(errs, err)
				}
				return nil
			}
			if !e.IsDir() || path == root || !IsGitDir(path) {
				return nil
			}
			found = append(found, path)
			folders = append(folders, filepath.Join(path, "modules"))
			return fs.SkipDir
		}))
	}
	slices.Sort(found)
	return found, wrap(errors.Join(errs...), "looking for submodules in %s", r.GitDir)
}

// IsLinked reports whether a folder that IsGitDir belongs to a linked work tree: its
// objects and refs are those of another folder.
func IsLinked(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, "commondir"))
	return err == nil
}
