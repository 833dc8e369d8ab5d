package gitrepo

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/sluicesec/sluice/internal/regular"
)

// smallFile bounds what is read of a file that holds one path or one id, in bytes.
const smallFile = 64 << 10

// largeFile bounds what is read of any other file, such as an index or a list of
// refs, in bytes.
const largeFile = 1 << 30

// readFile reads a regular file whole.
func readFile(path string) ([]byte, error) { return regular.ReadFile(path, largeFile) }

// readSmall reads a regular file that holds one path or one id.
func readSmall(path string) ([]byte, error) { return regular.ReadFile(path, smallFile) }

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func isAbsent(err error) bool { return errors.Is(err, os.ErrNotExist) }

func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// absolute resolves path against the folder base.
func absolute(base, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(base, path)
}

// within reports whether path is dir or below it.
func within(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
