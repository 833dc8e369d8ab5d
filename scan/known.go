package scan

import (
	"context"
	"maps"
	"slices"

	"github.com/sluicesec/sluice/source"
)

// known is the stage that suppresses the secrets which were at the same path
// before the change that is scanned.
type known struct {
	before secretsByPath
	count  suppressed
}

func (st known) judge(s *sighting) {
	before := st.before[s.place.Path]
	st.count.remove(s, func(h sighted) string {
		if before[identify(h.hit)] {
			return "already in HEAD"
		}
		return ""
	})
}

// knownAlone is the stage that leaves the secrets which were at the same path before the
// change that is scanned. It leaves all if the source does not know what was there.
type knownAlone struct{ before secretsByPath }

func (st knownAlone) judge(s *sighting) {
	if st.before != nil {
		s.keep(func(h sighted) bool { return st.before[s.place.Path][identify(h.hit)] })
	}
}

// secretsByPath says which secrets a path holds.
type secretsByPath map[string]map[identity]bool

// knownBefore returns the secrets that were at the places before the change. It
// is empty for a source that is not source.Versioned.
func knownBefore(ctx context.Context, src source.Source, c *collector, places map[source.ID][]source.Place) (secretsByPath, error) {
	v, ok := src.(source.Versioned)
	if !ok {
		return nil, nil
	}
	known := secretsByPath{}
	for _, id := range slices.SortedFunc(maps.Keys(places), source.ID.Compare) {
		for _, p := range places[id] {
			if known[p.Path] != nil {
				continue
			}
			known[p.Path] = map[identity]bool{}
			if err := v.Previous(ctx, p.Path, func(b *source.Blob) error { return known.add(ctx, c, p, b) }); err != nil {
				return nil, err
			}
		}
	}
	return known, nil
}

// add adds the secrets in the old content of a place. The scan of it leaves no
// trace in the ledger or among the findings.
func (known secretsByPath) add(ctx context.Context, c *collector, p source.Place, b *source.Blob) error {
	old := newCollector(ctx, c.detector, &source.Ledger{}, Options{Jobs: 1, Progress: &Progress{}, NoInlineAllow: c.noInline, Scan: c.about, Archives: c.archives})
	old.depth = c.depth
	if _, err := old.visit(0, &source.Blob{ID: source.Named(p.Path), Kind: p.Kind, Path: p.Path, Data: b.Data, Open: b.Open, Size: b.Size}, nil); err != nil {
		return err
	}
	for _, f := range old.found {
		for h := range f.anywhere() {
			known[p.Path][identify(h)] = true
		}
	}
	return nil
}
