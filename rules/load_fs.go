package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/sluicesec/sluice/internal/regular"
)

// LoadFS is Load within a file system: what the file extends by path is read
// from there too, and from nowhere else. So rules that somebody committed
// cannot name other files of the machine that reads them.
func LoadFS(fsys fs.FS, name string) (*Config, error) {
	return loadFS(fsys, name, false)
}

// LoadFSUnread is LoadFS that may leave the built-in rules unread, see [LoadUnread].
func LoadFSUnread(fsys fs.FS, name string) (*Config, error) {
	return loadFS(fsys, name, true)
}

func loadFS(fsys fs.FS, name string, unread bool) (*Config, error) {
	read := func(path string) ([]byte, error) {
		data, err := fs.ReadFile(fsys, filepath.ToSlash(path))
		if err == nil && len(data) > maxSize {
			err = &fs.PathError{Op: "read", Path: path, Err: regular.ErrTooLarge}
		}
		return data, err
	}
	data, err := read(name)
	if err != nil {
		return nil, fmt.Errorf("read rules: %w", err)
	}
	return loader{read: read, unread: unread}.parse(name, data, mannerOf(name, gitleaksManner))
}

// FindFS returns the name of the rule file at the root of a file system, ""
// when there is none.
func FindFS(fsys fs.FS) (string, error) {
	for _, name := range Names() {
		_, err := fs.Stat(fsys, name)
		if err == nil {
			return name, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("find rules: %w", err)
		}
	}
	return "", nil
}
