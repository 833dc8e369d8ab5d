package commits

import (
	"context"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// Locate implements source.Source. A secret has a place for every commit of the
// range that brought it. Of branches and tags only those that the range names are
// known, so a place names no others.
func (r *Range) Locate(ctx context.Context, secrets map[source.ID][]source.SecretKey) (map[source.ID][]source.Place, error) {
	l := &locator{Range: r, secrets: secrets, places: map[source.ID][]source.Place{}}
	for i := range r.list.listed {
		commit := r.listed(int32(i))
		if id := source.Object(commit); secrets[id] != nil {
			p, err := l.at(int32(i), finding.KindCommitMessage)
			if err != nil {
				return nil, err
			}
			p.InHead = r.after.inHead[commit]
			l.places[id] = append(l.places[id], p)
		}
	}
	for _, t := range r.ends.tags {
		if id := source.Object(t.id); secrets[id] != nil {
			l.places[id] = append(l.places[id], t.place())
		}
	}
	if r.held != nil {
		var err error
		if l.in, err = l.added(ctx); err != nil {
			return nil, err
		}
	}
	for _, c := range r.changes {
		if err := l.change(c); err != nil {
			return nil, err
		}
	}
	return l.places, r.locateNames(ctx, l)
}

// A locator gathers the places of one Locate.
type locator struct {
	*Range
	secrets map[source.ID][]source.SecretKey
	places  map[source.ID][]source.Place
	graph   *ancestry          // nil until it is needed
	last    finding.Provenance // what the commit that was read last says

	in map[changeAt]gitwalk.InHunks // what commits add; nil if nobody asks
}

// at returns a place at a listed commit, or without any commit.
func (l *locator) at(commit int32, kind finding.Kind) (source.Place, error) {
	if commit == noCommit {
		return source.Place{Provenance: finding.Provenance{Kind: kind, Reachable: true}}, nil
	}
	if id := l.listed(commit); l.last.Commit != id {
		info, content, err := l.commit(id)
		if err != nil {
			return source.Place{}, err
		}
		l.last = finding.Provenance{
			Commit: id, Reachable: true,
			AuthorName: info.Author.Name, AuthorEmail: info.Author.Email, Date: gitwalk.Date(info.Author),
			Message: string(content[info.Message:]),
		}
	}
	p := source.Place{Provenance: l.last}
	p.Kind = kind
	return p, nil
}

// change adds the places of what a change brought: one for all secrets with the
// same end.
func (l *locator) change(c change) error {
	blob := l.blobs.id(c.blob)
	id := source.Object(blob)
	if len(l.secrets[id]) == 0 {
		return nil
	}
	type end struct {
		inHead  bool
		removed int32 // noCommit if no commit of the range did
	}
	path, before := l.paths.text(c.path), l.blobs.idsOf(l.lists.at(c.parents))
	var added gitwalk.InHunks
	if c.commit != noCommit && l.in != nil {
		added = l.in[changeAt{l.listed(c.commit), path}]
	}
	var order []end
	ends := map[end][]source.SecretKey{}
	for _, key := range l.secrets[id] {
		if l.anyHolds(before, key) {
			continue
		}
		e := end{l.holds(l.after.head[path], key), noCommit}
		if !e.inHead {
			e.removed = l.removal(c, key)
		}
		if ends[e] == nil {
			order = append(order, e)
		}
		ends[e] = append(ends[e], key)
	}
	for _, e := range order {
		p, err := l.at(c.commit, finding.KindBlob)
		if err != nil {
			return err
		}
		p.Path, p.Blob, p.Secrets, p.InHead = path, blob, ends[e], e.inHead
		p.Hunks = added.Hunks
		if e.removed != noCommit {
			p.RemovedCommit = l.listed(e.removed)
			by, _, err := l.commit(p.RemovedCommit)
			if err != nil {
				return err
			}
			p.RemovedDate = gitwalk.Date(by.Author)
		}
		l.places[id] = append(l.places[id], p)
	}
	return l.again(c, path, before, added)
}

func (l *locator) holds(blob oid.ID, key source.SecretKey) bool {
	return !blob.IsZero() && slices.Contains(l.secrets[source.Object(blob)], key)
}

func (l *locator) anyHolds(blobs []oid.ID, key source.SecretKey) bool {
	return slices.ContainsFunc(blobs, func(b oid.ID) bool { return l.holds(b, key) })
}

// removal returns a commit of the range that removed a secret which a change
// brought, the earliest of the list. It returns noCommit if there is none, and also
// if an end of the range holds the secret all the same: another branch may have it
// still, or a merge may have brought it back.
func (l *locator) removal(c change, key source.SecretKey) int32 {
	path := l.paths.text(c.path)
	removals := l.after.removals[path]
	if c.commit == noCommit || len(removals) == 0 {
		return noCommit
	}
	for _, end := range l.after.ends {
		if l.holds(end[path], key) {
			return noCommit
		}
	}
	for _, m := range slices.Backward(removals) {
		if l.holds(m.blob, key) || slices.ContainsFunc(m.before, func(b oid.ID) bool { return !l.holds(b, key) }) {
			continue
		}
		if l.graph == nil {
			l.graph = newAncestry(l.list)
		}
		if l.graph.leadsTo(m.commit, c.commit) {
			return m.commit
		}
	}
	return noCommit
}
