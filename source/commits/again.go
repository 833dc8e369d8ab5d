package commits

import (
	"context"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// WantAgain implements source.Repeated.
func (r *Range) WantAgain(held func(blob source.ID) []source.Held) { r.held = held }

// A changeAt names a change.
type changeAt struct {
	commit oid.ID
	path   string
}

// added asks git which lines the commits add to the files in which something was found.
// Merges add no lines of their own. If git fails, added writes a note.
func (l *locator) added(ctx context.Context) (map[changeAt]gitwalk.InHunks, error) {
	blobs := map[changeAt]oid.ID{}
	var commits []oid.ID
	var paths []string
	isMerge := false // the commit that was read last
	last := int32(noCommit)
	for _, c := range l.changes {
		blob := l.blobs.id(c.blob)
		if c.commit == noCommit || len(l.secrets[source.Object(blob)]) == 0 {
			continue
		}
		commit := l.listed(c.commit)
		if c.commit != last {
			info, _, err := l.commit(commit)
			if err != nil {
				return nil, err
			}
			last, isMerge = c.commit, len(info.Parents) > 1
			if !isMerge {
				commits = append(commits, commit)
			}
		}
		if path := l.paths.text(c.path); !isMerge {
			blobs[changeAt{commit, path}] = blob
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	in := map[changeAt]gitwalk.InHunks{}
	if len(commits) == 0 {
		return in, nil
	}
	err := l.repo.AddedLines(ctx, commits, slices.Compact(paths), func(a gitrepo.Added) {
		at := changeAt{a.Commit, a.Path}
		if blob, ok := blobs[at]; ok {
			in[at] = gitwalk.HunksOf(l.held(source.Object(blob)), a.Hunks)
		}
	})
	if err != nil && ctx.Err() == nil {
		l.ledger.Note(gitwalk.NoHunks(err))
		err = nil
	}
	return in, err
}

// again adds the place of a change that adds secrets again which a parent has there, in one
// of the blobs before it.
func (l *locator) again(c change, path string, before []oid.ID, in gitwalk.InHunks) error {
	keys := slices.DeleteFunc(in.Keys, func(key source.SecretKey) bool { return !l.anyHolds(before, key) })
	if len(keys) == 0 {
		return nil
	}
	p, err := l.at(c.commit, finding.KindBlob)
	if err != nil {
		return err
	}
	blob := l.blobs.id(c.blob)
	p.Path, p.Blob, p.Secrets, p.Again, p.Hunks = path, blob, keys, true, in.Hunks
	l.places[source.Object(blob)] = append(l.places[source.Object(blob)], p)
	return nil
}
