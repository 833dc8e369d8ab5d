package baseline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/sluicesec/sluice/internal/regular"
)

// Name is the name under which a baseline is looked for, at the root of a repository or
// of a folder.
const Name = ".sluice-baseline"

// maxSize bounds the file, in bytes. A line has some 100.
const maxSize = 64 << 20

// Find returns the path of the baseline in a folder; "" if there is none, or if the
// path is not that of a folder.
func Find(folder string) (string, error) {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return "", nil
	}
	path := filepath.Join(folder, Name)
	switch _, err := os.Stat(path); {
	case err == nil:
		return path, nil
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	default:
		return "", fmt.Errorf("find the baseline: %w", err)
	}
}

// FindFS returns the name of the baseline at the root of a file system, "" when there is
// none.
func FindFS(fsys fs.FS) (string, error) {
	switch _, err := fs.Stat(fsys, Name); {
	case err == nil:
		return Name, nil
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	default:
		return "", fmt.Errorf("find the baseline: %w", err)
	}
}

// Load reads the baseline at a path.
func Load(path string) (*File, error) {
	text, err := regular.ReadFile(path, maxSize)
	if err != nil {
		return nil, fmt.Errorf("read the baseline: %w", err)
	}
	return Parse(path, text)
}

// LoadFS is Load within a file system.
func LoadFS(fsys fs.FS, name string) (*File, error) {
	text, err := fs.ReadFile(fsys, name)
	if err == nil && len(text) > maxSize {
		err = &fs.PathError{Op: "read", Path: name, Err: regular.ErrTooLarge}
	}
	if err != nil {
		return nil, fmt.Errorf("read the baseline: %w", err)
	}
	return Parse(name, text)
}

// Write writes the file to a path, for everybody to read: it is to be committed. It
// writes beside the path first and renames then, so that nobody reads half a file. A
// link at the path is replaced, and not followed.
func (f *File) Write(path string) error {
	temp, err := os.CreateTemp(filepath.Dir(path), Name+"-*")
	if err != nil {
		return fmt.Errorf("write the baseline: %w", err)
	}
	_, err = temp.Write(f.Format())
	err = errors.Join(err, temp.Chmod(0o644), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		os.Remove(temp.Name())
		return fmt.Errorf("write the baseline: %w", err)
	}
	return nil
}
