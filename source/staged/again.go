package staged

import (
	"context"
	"maps"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// WantAgain implements source.Repeated. A place that is Again is for all secrets on lines
// that the next commit adds: Previous says which of them are old.
func (s *Index) WantAgain(held func(blob source.ID) []source.Held) { s.held = held }

// added asks git which lines the next commit adds to the files in which something was
// found, against its first parent. If git fails, added writes a note.
func (s *Index) added(ctx context.Context, secrets map[source.ID][]source.SecretKey) (map[string]gitwalk.InHunks, error) {
	blobs := map[string]oid.ID{}
	for id := range secrets {
		for _, path := range s.paths[id.Object] {
			blobs[path] = id.Object
		}
	}
	in := map[string]gitwalk.InHunks{}
	if len(blobs) == 0 || len(s.parents) == 0 { // without a parent every file is added whole
		return in, nil
	}
	err := s.repo.StagedLines(ctx, s.parents[0], slices.Sorted(maps.Keys(blobs)), func(a gitrepo.Added) {
		if blob, ok := blobs[a.Path]; ok {
			in[a.Path] = gitwalk.HunksOf(s.held(source.Object(blob)), a.Hunks)
		}
	})
	if err != nil && ctx.Err() == nil {
		s.ledger.Note(gitwalk.NoHunks(err))
		err = nil
	}
	return in, err
}

// again returns the place of a path for what the next commit adds there; false if that is
// nothing.
func again(path string, blob oid.ID, in gitwalk.InHunks) (source.Place, bool) {
	return source.Place{Path: path, Secrets: in.Keys, Again: true, Hunks: in.Hunks, Provenance: finding.Provenance{
		Kind: finding.KindBlob, Blob: blob, Reachable: true,
	}}, len(in.Keys) > 0
}
