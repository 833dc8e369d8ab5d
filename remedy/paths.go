package remedy

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// A rename is a path that holds a secret in its name, and the path without it.
type rename struct{ from, to string }

// pathsFile returns the file for --paths-from-file, which lists files to leave out of
// the history and files to rename. See git-filter-repo(1) for the grammar, which is that
// of a replacements file.
func pathsFile(gone []string, renames []rename) []byte {
	var b bytes.Buffer
	for _, path := range slices.Compact(slices.Sorted(slices.Values(gone))) {
		if plainPath(path) {
			fmt.Fprintf(&b, "literal:%s\n", path)
		} else {
			fmt.Fprintf(&b, "regex:^%s\\Z\n", escape(path))
		}
	}
	for _, r := range renames {
		if plainPath(r.from) && plainPath(r.to) {
			fmt.Fprintf(&b, "literal:%s==>%s\n", r.from, r.to)
		}
	}
	return b.Bytes()
}

// plainPath reports whether a path can be written as it is.
func plainPath(path string) bool {
	return !strings.Contains(path, "\n") && !strings.Contains(path, "==>") && !strings.HasSuffix(path, "\r")
}
