package gitrepo

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Reflogs returns the ids that the reflogs of all work trees name, old and new
// ones, sorted, each once. They are what refs pointed to before: commits that
// were amended, rebased or reset away. The objects may be gone.
//
// The error joins what could not be read; the ids that could are returned all
// the same.
func (r *Repo) Reflogs(ctx context.Context) ([]string, error) {
	list := r.fileReflogs
	if r.RefFormat == "reftable" {
		list = r.askReflogs
	}
	ids, err := list(ctx)
	slices.Sort(ids)
	return slices.Compact(ids), wrap(err, "reading the reflogs of %s", r.GitDir)
}

// fileReflogs reads the reflogs that are kept in files.
func (r *Repo) fileReflogs(ctx context.Context) ([]string, error) {
	seen := map[string]bool{}
	var errs []error
	for _, w := range r.workTrees() {
		errs = append(errs, walkFiles(ctx, filepath.Join(w.gitDir, "logs"), func(path, rel string) {
			text, err := readFile(path)
			if err == nil {
				err = parseReflog(string(text), r.isID, seen)
			}
			errs = append(errs, wrap(err, "reflog %s", w.prefix+rel))
		}))
	}
	ids := make([]string, 0, len(seen))
	for id := range seen {
		ids = append(ids, id)
	}
	return ids, errors.Join(errs...)
}

// parseReflog adds the ids that a reflog names to seen. Each line is "OLD NEW
// NAME <EMAIL> TIME ZONE", and a message after a tab (gitrepository-layout(5)); an
// id of zeros stands for a ref that did not exist.
func parseReflog(text string, isID func(string) bool, seen map[string]bool) error {
	var bad error
	number := 0
	for line := range strings.Lines(text) {
		number++
		old, rest, _ := strings.Cut(line, " ")
		new, _, _ := strings.Cut(rest, " ")
		for _, id := range []string{old, new} {
			switch {
			case isID(id):
				if !seen[id] {
					seen[strings.Clone(id)] = true // not the whole file
				}
			case strings.Trim(id, "0") != "" || id == "":
				bad = fmt.Errorf("line %d does not begin with two object ids", number)
			}
		}
	}
	return bad
}
