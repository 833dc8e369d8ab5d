package objects

import (
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/config"
)

// A format is how a repository names its objects.
type format struct {
	size int // bytes in an id
	new  func() hash.Hash
}

// formatOf returns the format that extensions.objectFormat names in the
// repository's config; a repository that says nothing uses SHA-1.
func formatOf(commonDir string) (format, error) {
	f, err := os.Open(filepath.Join(commonDir, "config"))
	if errors.Is(err, fs.ErrNotExist) {
		return formatNamed("")
	}
	if err != nil {
		return format{}, fmt.Errorf("read object format: %w", err)
	}
	defer f.Close()
	c := config.New()
	if err := config.NewDecoder(f).Decode(c); err != nil {
		return format{}, fmt.Errorf("read object format from %s: %w", f.Name(), err)
	}
	return formatNamed(c.Section("extensions").Option("objectFormat"))
}

func formatNamed(name string) (format, error) {
	switch strings.ToLower(name) {
	case "", "sha1":
		return format{sha1.Size, sha1.New}, nil
	case "sha256":
		return format{sha256.Size, sha256.New}, nil
	}
	return format{}, fmt.Errorf("unknown object format %q", name)
}

// hash starts the hash of an object: over its header, to be followed by its content.
func (f format) hash(t Type, size int64) hash.Hash {
	h := f.new()
	fmt.Fprintf(h, "%s %d\x00", t, size)
	return h
}
