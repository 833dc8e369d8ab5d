package history

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
)

// uncommitted adds the places of blobs that no commit holds: staged ones, those of
// a tree that no commit has, and those that nothing names.
func (l *locator) uncommitted(ctx context.Context, secrets map[objects.Index][]source.SecretKey, committed map[objects.Index]bool) {
	left := map[objects.Index]bool{}
	for index := range secrets {
		if !committed[index] {
			left[index] = true
		}
	}
	if len(left) == 0 {
		return
	}
	staged := l.history.staged(ctx)
	dangling := l.danglingPaths(left)
	for _, index := range slices.Sorted(maps.Keys(left)) {
		id := l.history.store.ID(index)
		p := source.Place{Provenance: finding.Provenance{Kind: finding.KindBlob, Blob: id}}
		if paths := staged[id]; len(paths) > 0 {
			for _, path := range paths {
				p.Path, p.Reachable = path, true
				l.add(source.Object(id), p)
			}
			continue
		}
		p.Reachable = l.refs.objects[id]
		p.LeftOver = l.history.whole && !p.Reachable
		p.More = true // of the paths in such trees only the first is known
		paths := append([]string{dangling[index]}, l.history.paths[index]...)
		slices.Sort(paths)
		for _, path := range slices.Compact(paths) {
			p.Path = path
			l.add(source.Object(id), p)
		}
	}
}

// staged returns the paths of the indexes of all work trees by blob. It leaves out an
// index that cannot be read.
func (h *History) staged(ctx context.Context) map[oid.ID][]string {
	paths := map[oid.ID][]string{}
	for _, file := range h.repo.IndexFiles() {
		index, err := h.repo.Index(ctx, file)
		if err != nil {
			h.whole = false
			continue
		}
		for e := range index.Entries.All() {
			if !slices.Contains(paths[e.ID], e.Path) {
				paths[e.ID] = append(paths[e.ID], e.Path)
			}
		}
	}
	return paths
}

// danglingPaths finds a path for blobs in trees that no commit holds, starting at a
// tree that no other tree holds. Of several paths it returns the first in order.
func (l *locator) danglingPaths(left map[objects.Index]bool) map[objects.Index]string {
	trees := l.history.trees
	inOthers := trees.inOthers()
	paths := map[objects.Index]string{}
	q := l.differ.newQuota(maxPlaces)
	for i, at := range trees.at {
		tree := objects.Index(i)
		if at == 0 || inOthers.has(tree) {
			continue
		}
		l.differ.only(q, l.differ.pruner.prune(tree), nil, func(h holding, blob objects.Index) {
			if old, ok := paths[blob]; left[blob] && (!ok || cmp.Less(h.path, old)) {
				paths[blob] = h.path
			}
		})
	}
	return paths
}
