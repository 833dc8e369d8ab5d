//go:build unix

package rules

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/sluicesec/sluice/internal/regular"
)

// What is not a regular file is not opened: a pipe would never end.
func TestOnlyRegularFiles(t *testing.T) {
	dir := write(t, map[string]string{
		"pipe.toml":   "[extend]\npath = 'pipe'\n",
		"device.toml": "[extend]\npath = '/dev/zero'\n",
		"folder.toml": "[extend]\npath = '.'\n",
	})
	for _, name := range []string{"pipe", ".sluice.toml"} {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o600); err != nil {
			t.Skip(err)
		}
	}
	for _, name := range []string{"pipe", ".sluice.toml", "pipe.toml", "device.toml", "folder.toml", "."} {
		if _, err := Load(filepath.Join(dir, name)); !errors.Is(err, regular.ErrNotRegular) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
