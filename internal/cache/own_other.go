//go:build !unix

package cache

import (
	"fmt"
	"io/fs"
)

// isOwn returns an error if a path is neither a file nor a folder. Whose it is, only the
// list of its rights says there, and a user's own cache folder is the user's own.
func isOwn(path string, info fs.FileInfo) error {
	if info.Mode().Type() != fs.ModeDir && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is neither a file nor a folder", path)
	}
	return nil
}
