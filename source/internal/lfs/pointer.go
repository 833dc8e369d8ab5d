// Package lfs visits the content of files that a repository keeps in Git LFS.
//
// Of such a file a commit holds only a pointer: a small text with the SHA-256 and the
// size of the content. Who clones the repository can fetch the content all the same,
// so a secret in it is as public as one in the commit. Git LFS keeps the content that
// it has fetched or stored below lfs/objects of the git directory. What is not there
// is written into the ledger, and makes the scan incomplete.
package lfs

import (
	"bytes"
	"strconv"
	"strings"
)

// A pointer is what a pointer file says of the content.
type pointer struct {
	oid  string // SHA-256, 64 lower-case hexadecimal digits
	size int64  // in bytes
}

// maxPointer is the size, in bytes, that a pointer file stays below.
const maxPointer = 1024

// isVersion reports whether a URL names a version of the pointer format. Git LFS
// reads the two old ones as well.
//
// Source: git-lfs, docs/spec.md and lfs/pointer.go.
func isVersion(url string) bool {
	switch url {
	case "https://git-lfs.github.com/spec/v1", "https://hawser.github.com/spec/v1", "http://git-media.io/v/2":
		return true
	}
	return false
}

// parse reads a pointer file. It reports false for any other text. It is as lenient
// as Git LFS, which accepts other lines as well: a pointer that is not recognised
// would be a file that nobody has looked at.
func parse(text []byte) (p pointer, ok bool) {
	if len(text) >= maxPointer || !bytes.HasPrefix(text, []byte("version ")) {
		return p, false
	}
	hasSize := false
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case i == 0:
			if key != "version" || !isVersion(value) {
				return p, false
			}
		case key == "oid":
			digits, ok := strings.CutPrefix(value, "sha256:")
			if !ok || len(digits) != 64 || strings.Trim(digits, "0123456789abcdef") != "" {
				return p, false
			}
			p.oid = digits
		case key == "size":
			n, err := strconv.ParseInt(value, 10, 64)
			if err != nil || n < 0 {
				return p, false
			}
			p.size, hasSize = n, true
		}
	}
	return p, p.oid != "" && hasSize
}
