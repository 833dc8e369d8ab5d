package migrate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A File is one to write.
type File struct {
	Path string
	Text []byte
}

// Existing returns the paths of files that are there already.
func Existing(files []File) (paths []string, err error) {
	for _, f := range files {
		switch _, err := os.Lstat(f.Path); {
		case err == nil:
			paths = append(paths, f.Path)
		case !errors.Is(err, fs.ErrNotExist):
			return nil, err
		}
	}
	return paths, nil
}

// Write writes all files or none: each is written beside its place first, and takes it only
// when all are written. If one cannot take its place, those that have get back what was
// there.
func Write(files []File) (err error) {
	type step struct{ temp, old string }
	steps := make([]step, len(files))
	defer func() {
		for _, s := range steps {
			if s.temp != "" {
				os.Remove(s.temp)
			}
			if s.old != "" {
				os.Remove(s.old)
			}
		}
	}()
	for i, f := range files {
		// A link could lead out of the repository, to what nobody may read a copy of.
		if info, err := os.Lstat(f.Path); err == nil && !info.Mode().IsRegular() {
			return fmt.Errorf("write %s: it is there and no regular file: move it away", f.Path)
		}
		if steps[i].temp, err = beside(f.Path, f.Text); err != nil {
			return fmt.Errorf("write %s: %w", f.Path, err)
		}
		if old, err := os.ReadFile(f.Path); err == nil {
			if steps[i].old, err = beside(f.Path, old); err != nil {
				return fmt.Errorf("write %s: %w", f.Path, err)
			}
		}
	}
	for i, f := range files {
		if err := os.Rename(steps[i].temp, f.Path); err != nil {
			for j := range i {
				if steps[j].old != "" {
					_ = os.Rename(steps[j].old, files[j].Path)
				} else {
					_ = os.Remove(files[j].Path)
				}
			}
			return fmt.Errorf("write %s: %w", f.Path, err)
		}
	}
	return nil
}

// beside writes a text into a new file in the folder of a path, for everybody to read.
func beside(path string, text []byte) (name string, err error) {
	temp, err := os.CreateTemp(filepath.Dir(path), ".sluice-migrate-*")
	if err != nil {
		return "", err
	}
	_, err = temp.Write(text)
	return temp.Name(), errors.Join(err, temp.Chmod(0o644), temp.Close())
}
