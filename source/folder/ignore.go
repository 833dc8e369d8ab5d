package folder

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"

	"github.com/sluicesec/sluice/internal/regular"
	"github.com/sluicesec/sluice/source"
)

// ignoreRules are the patterns of the .gitignore files from the root of a walk
// down to one folder. A nil value ignores nothing.
type ignoreRules struct {
	root     string
	patterns []gitignore.Pattern
	matcher  gitignore.Matcher
}

// in returns the rules for a folder inside the receiver's folder: the receiver's
// rules and those of the folder's own .gitignore.
func (r *ignoreRules) in(root, folder string) (*ignoreRules, error) {
	f, err := regular.Open(filepath.Join(folder, ".gitignore"))
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return r, fmt.Errorf("cannot read %s: %w", filepath.ToSlash(filepath.Join(folder, ".gitignore")), source.Cause(err))
	}
	defer f.Close()
	domain := components(root, folder)
	next := &ignoreRules{root: root}
	if r != nil {
		next.patterns = slices.Clone(r.patterns)
	}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := strings.TrimPrefix(lines.Text(), "\ufeff") // git skips a byte order mark, too
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#") {
			next.patterns = append(next.patterns, gitignore.ParsePattern(line, domain))
		}
	}
	if err := lines.Err(); err != nil {
		return r, fmt.Errorf("cannot read %s: %w", filepath.ToSlash(filepath.Join(folder, ".gitignore")), source.Cause(err))
	}
	next.matcher = gitignore.NewMatcher(next.patterns)
	return next, nil
}

// match reports whether the rules exclude a path.
func (r *ignoreRules) match(path string, isDir bool) bool {
	return r != nil && r.matcher.Match(components(r.root, path), isDir)
}

// components splits path, relative to root.
func components(root, path string) []string {
	rel, err := filepath.Rel(root, path)
	if err != nil || rel == "." {
		return nil
	}
	return strings.Split(filepath.ToSlash(rel), "/")
}
