package history

import (
	"slices"
	"strings"

	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/objects"
)

// WantPaths does for a range what it does for a History.
func (r *Range) WantPaths(passes func(name []byte) bool) { r.wanted = passes }

// paths visits the paths of changes, and what stood there before, by which an
// old path is told from a new one.
func (v *rangeVisitor) paths() error {
	if v.wanted == nil {
		return nil
	}
	type pathOf struct {
		path string
		blob objects.ID
	}
	visited := map[pathOf]bool{}
	for _, c := range v.changes {
		if c.path == "" || !v.wanted([]byte(c.path[strings.LastIndexByte(c.path, '/')+1:])) {
			continue
		}
		for _, id := range slices.Concat([]objects.ID{c.blob}, c.parents) {
			if visited[pathOf{c.path, id}] {
				continue
			}
			visited[pathOf{c.path, id}] = true
			if _, err := v.visit(0, &source.Blob{ID: id.String(), Kind: source.KindPath, Path: c.path}, nil); err != nil {
				return err
			}
		}
	}
	return nil
}
