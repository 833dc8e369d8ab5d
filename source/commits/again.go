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
	changes := map[changeAt]change{}
	var commits []oid.ID
	var paths []string
	for _, c := range l.changes {
		if c.commit == noCommit || len(l.list.commits[c.commit].info.Parents) > 1 || len(l.secrets[source.Object(c.blob)]) == 0 {
			continue
		}
		at := changeAt{l.list.commits[c.commit].id, c.path}
		changes[at] = c
		if len(commits) == 0 || commits[len(commits)-1] != at.commit {
			commits = append(commits, at.commit)
		}
		paths = append(paths, c.path)
	}
	slices.Sort(paths)
	in := map[changeAt]gitwalk.InHunks{}
	if len(commits) == 0 {
		return in, nil
	}
	err := l.repo.AddedLines(ctx, commits, slices.Compact(paths), func(a gitrepo.Added) {
		at := changeAt{a.Commit, a.Path}
		if c, ok := changes[at]; ok {
			in[at] = gitwalk.HunksOf(l.held(source.Object(c.blob)), a.Hunks)
		}
	})
	if err != nil && ctx.Err() == nil {
		l.ledger.Note(gitwalk.NoHunks(err))
		err = nil
	}
	return in, err
}

// again adds the place of a change that adds secrets again which a parent has there.
func (l *locator) again(c change, in gitwalk.InHunks) {
	keys := slices.DeleteFunc(in.Keys, func(key source.SecretKey) bool { return !l.anyHolds(c.parents, key) })
	if len(keys) == 0 {
		return
	}
	p := l.at(c.commit, finding.KindBlob)
	p.Path, p.Blob, p.Secrets, p.Again, p.Hunks = c.path, c.blob, keys, true, in.Hunks
	l.places[source.Object(c.blob)] = append(l.places[source.Object(c.blob)], p)
}
