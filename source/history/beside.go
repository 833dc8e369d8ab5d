package history

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// visitNames visits the names of refs, and the names in the indexes that no tree has.
// Names in trees were visited with the trees.
func (h *History) visitNames(ctx context.Context, refs []gitrepo.Ref, ledger *source.Ledger, visit source.Visit) error {
	ledger.Add(source.Counts{Names: h.trees.judgedNames()})
	names := gitwalk.Names{Ledger: ledger, Visit: visit}
	for _, ref := range refs {
		if err := names.Ref(ref.Name); err != nil {
			return err
		}
	}
	for _, file := range h.repo.IndexFiles() {
		index, err := h.repo.Index(ctx, file)
		if err != nil {
			continue // visitPaths reports it
		}
		for e := range index.Entries.All() {
			for path := e.Path; path != ""; path = path[:max(strings.LastIndexByte(path, '/'), 0)] {
				if h.trees.isJudged(gitwalk.NameID(path).Name) {
					continue
				}
				if err := names.Path(path); err != nil {
					return err
				}
			}
		}
	}
	return ctx.Err()
}

// names adds the places of names. A file or a folder has a place for each path, at
// the first commit that has it: of several trees that are equal, only one path is
// known.
func (l *locator) names(ctx context.Context, secrets map[source.ID][]source.SecretKey) {
	paths := false
	for id := range secrets {
		switch id.Kind {
		case finding.KindRefName:
			l.places[id] = []source.Place{gitwalk.RefPlace(id.Name)}
		case finding.KindPath:
			paths = true
		}
	}
	if !paths {
		return
	}
	placed := map[string]bool{}
	add := func(p source.Place, id source.ID, path string) {
		if secrets[id] == nil || placed[path] || len(l.places[id]) == gitwalk.MaxNamePlaces {
			return
		}
		placed[path] = true
		p.Path = path
		l.places[id] = append(l.places[id], p)
	}
	h := l.history
	each := func(wanted func(commitNum) bool, found func(n commitNum, id source.ID, path string)) {
		h.eachTree(wanted, func(n commitNum, dir string, tree objects.Index) {
			for _, e := range h.trees.arena.get(h.trees.at[tree], new([]entry)) {
				name := h.trees.names.text(e.name) // a damaged tree may have one with slashes
				if id := source.Text(finding.KindPath, name); secrets[id] != nil {
					found(n, id, dir+name)
				}
			}
		})
	}
	inHead := map[string]bool{}
	if l.refs.head != noCommit {
		each(func(n commitNum) bool { return n == l.refs.head }, func(_ commitNum, _ source.ID, path string) { inHead[path] = true })
	}
	atCommit := func(n commitNum, id source.ID, path string) {
		p := l.atCommit(n, finding.KindPath)
		p.InHead = inHead[path]
		add(p, id, path)
	}
	each(func(n commitNum) bool { return l.refs.reachable[n] }, atCommit)
	staged := h.staged(ctx)
	for _, id := range slices.SortedFunc(maps.Keys(staged), oid.ID.Compare) {
		for _, path := range staged[id] {
			for ; path != ""; path = path[:max(strings.LastIndexByte(path, '/'), 0)] {
				add(source.Place{Provenance: finding.Provenance{Kind: finding.KindPath, Reachable: true}}, gitwalk.NameID(path), path)
			}
		}
	}
	for _, name := range h.trees.submodules() { // their paths are known in HEAD alone
		if id := source.Text(finding.KindPath, name); l.places[id] == nil {
			add(source.Place{Provenance: finding.Provenance{Kind: finding.KindPath, Reachable: true}}, id, name)
		}
	}
	if h.options.ReachableOnly {
		return
	}
	each(func(n commitNum) bool { return !l.refs.reachable[n] }, atCommit)
	for id := range secrets {
		if id.Kind == finding.KindPath && l.places[id] == nil { // it is in a tree that no commit has
			add(source.Place{Provenance: finding.Provenance{Kind: finding.KindPath}}, id, id.Name)
		}
	}
}
