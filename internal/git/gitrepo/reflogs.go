package gitrepo

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/oid"
)

// Reflogs returns the ids that the reflogs of all work trees name, old and new
// ones, sorted, each once. Refs pointed to them before: to commits that were
// amended, rebased or reset away. The objects may be gone.
//
// The error joins all that could not be read; the other ids are returned with it.
func (r *Repo) Reflogs(ctx context.Context) ([]oid.ID, error) {
	list := r.fileReflogs
	if r.RefFormat == "reftable" {
		list = r.askReflogs
	}
	ids, err := list(ctx)
	slices.SortFunc(ids, oid.ID.Compare)
	return slices.Compact(ids), wrap(err, "reading the reflogs of %s", r.GitDir)
}

// fileReflogs reads the reflogs that are kept in files.
func (r *Repo) fileReflogs(ctx context.Context) ([]oid.ID, error) {
	seen := map[oid.ID]bool{}
	var errs []error
	for _, w := range r.workTrees() {
		errs = append(errs, walkFiles(ctx, filepath.Join(w.gitDir, "logs"), func(path, rel string) {
			text, err := readFile(path)
			if err == nil {
				err = parseReflog(string(text), r.ObjectFormat, seen)
			}
			errs = append(errs, wrap(err, "reflog %s", w.prefix+rel))
		}))
	}
	return slices.Collect(maps.Keys(seen)), errors.Join(errs...)
}

// parseReflog adds the ids that a reflog names to seen. Each line is "OLD NEW
// NAME <EMAIL> TIME ZONE", and a message after a tab (gitrepository-layout(5)); an
// id of zeros means that the ref did not exist.
func parseReflog(text string, format oid.Format, seen map[oid.ID]bool) error {
	var bad error
	number := 0
	for line := range strings.Lines(text) {
		number++
		old, rest, _ := strings.Cut(line, " ")
		new, _, _ := strings.Cut(rest, " ")
		for _, digits := range []string{old, new} {
			if id, ok := parseID(digits, format); ok {
				seen[id] = true
			} else if strings.Trim(digits, "0") != "" || digits == "" {
				bad = fmt.Errorf("line %d does not begin with two object ids", number)
			}
		}
	}
	return bad
}
