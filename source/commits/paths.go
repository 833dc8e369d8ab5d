package commits

import (
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
)

// WantPaths implements source.PathWanter.
func (r *Range) WantPaths(passes func(name []byte) bool) { r.wanted = passes }

// A pathOf is a path with a blob that is or was there.
type pathOf struct {
	path string
	blob oid.ID
}

// paths visits the paths of changes, each with the new blob and with those that the
// parents have there: a path that a parent has is not new.
func (v *visitor) paths() error {
	return v.pathsOf(v.changes)
}

// pathsOf visits those paths of changes that were asked for.
func (v *visitor) pathsOf(changes []change) error {
	if v.wanted == nil {
		return nil
	}
	for _, c := range changes {
		if c.path == "" || !v.wanted([]byte(c.path[strings.LastIndexByte(c.path, '/')+1:])) {
			continue
		}
		for _, id := range slices.Concat([]oid.ID{c.blob}, c.parents) {
			if v.visitedPaths[pathOf{c.path, id}] {
				continue
			}
			v.visitedPaths[pathOf{c.path, id}] = true
			r, err := v.visit(0, &source.Blob{ID: source.Object(id), Kind: finding.KindPath, Path: c.path}, nil)
			if err != nil {
				return err
			}
			if r.Found {
				v.mark(id)
			}
		}
	}
	return nil
}
