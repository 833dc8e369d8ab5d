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
	for i, c := range r.list.commits {
		if id := source.Object(c.id); secrets[id] != nil {
			p := r.at(i, finding.KindCommitMessage)
			p.InHead = r.after.inHead[c.id]
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
		l.change(c)
	}
	return l.places, r.locateNames(ctx, l)
}

func (r *Range) at(commit int, kind finding.Kind) source.Place {
	if commit == noCommit {
		return source.Place{Provenance: finding.Provenance{Kind: kind, Reachable: true}}
	}
	c := r.list.commits[commit]
	return source.Place{Provenance: finding.Provenance{
		Kind: kind, Commit: c.id, Reachable: true,
		AuthorName: c.info.Author.Name, AuthorEmail: c.info.Author.Email, Date: gitwalk.Date(c.info.Author),
		Message: string(c.content[c.info.Message:]),
	}}
}

// A locator gathers the places of one Locate.
type locator struct {
	*Range
	secrets map[source.ID][]source.SecretKey
	places  map[source.ID][]source.Place
	graph   *ancestry // nil until it is needed

	in map[changeAt]gitwalk.InHunks // what commits add; nil if nobody asks
}

// change adds the places of what a change brought: one for all secrets with the
// same end.
func (l *locator) change(c change) {
	type end struct {
		inHead  bool
		removed int // noCommit if no commit of the range did
	}
	var added gitwalk.InHunks
	if c.commit != noCommit && l.in != nil {
		added = l.in[changeAt{l.list.commits[c.commit].id, c.path}]
		defer l.again(c, added)
	}
	var order []end
	ends := map[end][]source.SecretKey{}
	for _, key := range l.secrets[source.Object(c.blob)] {
		if l.anyHolds(c.parents, key) {
			continue
		}
		e := end{l.holds(l.after.head[c.path], key), noCommit}
		if !e.inHead {
			e.removed = l.removal(c, key)
		}
		if ends[e] == nil {
			order = append(order, e)
		}
		ends[e] = append(ends[e], key)
	}
	for _, e := range order {
		p := l.at(c.commit, finding.KindBlob)
		p.Path, p.Blob, p.Secrets, p.InHead = c.path, c.blob, ends[e], e.inHead
		p.Hunks = added.Hunks
		if e.removed != noCommit {
			by := l.list.commits[e.removed]
			p.RemovedCommit, p.RemovedDate = by.id, gitwalk.Date(by.info.Author)
		}
		l.places[source.Object(c.blob)] = append(l.places[source.Object(c.blob)], p)
	}
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
func (l *locator) removal(c change, key source.SecretKey) int {
	removals := l.after.removals[c.path]
	if c.commit == noCommit || len(removals) == 0 {
		return noCommit
	}
	for _, end := range l.after.ends {
		if l.holds(end[c.path], key) {
			return noCommit
		}
	}
	for _, m := range slices.Backward(removals) {
		if l.holds(m.blob, key) || slices.ContainsFunc(m.before, func(b oid.ID) bool { return !l.holds(b, key) }) {
			continue
		}
		if l.graph == nil {
			l.graph = newAncestry(l.list.commits)
		}
		if l.graph.leadsTo(m.commit, c.commit) {
			return m.commit
		}
	}
	return noCommit
}
