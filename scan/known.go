package scan

import (
	"context"
	"maps"
	"slices"

	"github.com/sluicesec/sluice/source"
)

// knownBefore returns the secrets that stood before, by path.
func knownBefore(ctx context.Context, src source.Source, c *collector, places map[source.ID][]source.Place) (map[string]map[identity]bool, error) {
	v, ok := src.(source.Versioned)
	if !ok {
		return nil, nil
	}
	known := map[string]map[identity]bool{}
	for _, id := range slices.SortedFunc(maps.Keys(places), source.ID.Compare) {
		for _, p := range places[id] {
			if known[p.Path] != nil {
				continue
			}
			before, err := v.Previous(ctx, p.Path)
			if err != nil {
				return nil, err
			}
			known[p.Path] = map[identity]bool{}
			for _, content := range before {
				// The scan of the old version leaves no trace in the ledger or among the findings.
				old := newCollector(ctx, c.detector, &source.Ledger{}, Options{Jobs: 1, Progress: &Progress{}})
				if _, err := old.visit(0, &source.Blob{ID: source.Named(p.Path), Kind: p.Kind, Path: p.Path, Data: content}, nil); err != nil {
					return nil, err
				}
				for _, f := range old.found {
					for h := range f.hits() {
						known[p.Path][identify(h)] = true
					}
				}
			}
		}
	}
	return known, nil
}
