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

// paths visits the paths of changes, each with the new blob and with those that the
// parents have there: a path that a parent has is not new.
func (v *visitor) paths() error {
	if v.wanted == nil {
		return nil
	}
	type pathOf struct {
		path string
		blob oid.ID
	}
	visited := map[pathOf]bool{}
	for _, c := range v.changes {
		if c.path == "" || !v.wanted([]byte(c.path[strings.LastIndexByte(c.path, '/')+1:])) {
			continue
		}
		for _, id := range slices.Concat([]oid.ID{c.blob}, c.parents) {
			if visited[pathOf{c.path, id}] {
				continue
			}
			visited[pathOf{c.path, id}] = true
			if _, err := v.visit(0, &source.Blob{ID: source.Object(id), Kind: finding.KindPath, Path: c.path}, nil); err != nil {
				return err
			}
		}
	}
	return nil
}
