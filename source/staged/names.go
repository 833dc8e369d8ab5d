package staged

import (
	"strings"

	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// visitNames visits the names of the changed files and of the folders that lead to
// them. A name that a parent has at the same path is not new: if something is found
// in it, it has no place.
func (s *Index) visitNames(changes []change, parents []oid.ID, ledger *source.Ledger, visit source.Visit) error {
	found := map[source.ID]bool{}
	names := gitwalk.Names{Ledger: ledger, Visit: func(worker int, b *source.Blob, base any) (source.Result, error) {
		r, err := visit(worker, b, base)
		found[b.ID] = r.Found
		return r, err
	}}
	for _, c := range changes {
		for path := range prefixes(c.path) {
			if err := names.Path(path); err != nil {
				return err
			}
		}
	}
	if !names.Any() {
		return nil
	}
	before := trees{store: s.store}
	for _, p := range parents {
		if !p.IsZero() {
			before.roots = append(before.roots, p)
		}
	}
	placed := map[string]bool{}
	for _, c := range changes {
		for path := range prefixes(c.path) {
			id := gitwalk.NameID(path)
			if !found[id] || placed[path] || len(s.names[id]) == gitwalk.MaxNamePlaces {
				continue
			}
			placed[path] = true
			if len(before.lookup(path)) == 0 {
				s.names[id] = append(s.names[id], path)
			}
		}
	}
	return nil
}

// prefixes yields the folders that lead to a path, and the path.
func prefixes(path string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i := 0; ; i++ {
			n := strings.IndexByte(path[i:], '/')
			if n < 0 {
				yield(path)
				return
			}
			if i += n; !yield(path[:i]) {
				return
			}
		}
	}
}
