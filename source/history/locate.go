package history

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// Locate implements source.Source. A blob has a place for every path and every
// commit that brought one of its secrets there.
func (h *History) Locate(ctx context.Context, secrets map[source.ID][]source.SecretKey) (places map[source.ID][]source.Place, err error) {
	err = h.store.Guard(func() error {
		places, err = h.locate(ctx, secrets)
		return err
	})
	return places, err
}

func (h *History) locate(ctx context.Context, secrets map[source.ID][]source.SecretKey) (map[source.ID][]source.Place, error) {
	refs, err := h.tips(ctx)
	if err != nil {
		return nil, err
	}
	l := &locator{
		history: h, refs: refs,
		gone: map[holding][]node{}, commits: map[node]commitText{}, places: map[source.ID][]source.Place{},
	}
	blobs := map[objects.Index][]source.SecretKey{}
	for _, blob := range slices.SortedFunc(maps.Keys(secrets), source.ID.Compare) {
		id := blob.Object
		index, ok := h.store.Find(id)
		if !ok {
			return nil, fmt.Errorf("locating %s: %w", blob, objects.ErrNotFound)
		}
		if n := h.graph.nodes[index]; n != noNode {
			l.commitMessage(id, n)
		} else if t, ok := h.tags[id]; ok {
			l.tagMessage(id, t)
		} else {
			blobs[index] = secrets[blob]
		}
	}
	if len(blobs) > 0 {
		l.blobs(ctx, blobs)
	}
	return l.places, nil
}

// locator gathers the places of one Locate.
type locator struct {
	history *History
	refs    *tips
	differ  *differ
	heads   *heads
	inHead  map[holding]objects.Index
	gone    map[holding][]node // the commits that removed a secret, in order
	commits map[node]commitText
	places  map[source.ID][]source.Place
}

// event is a commit that brought a blob's secrets to a path.
type event struct {
	blob objects.Index
	path string
	node node
}

func (l *locator) blobs(ctx context.Context, secrets map[objects.Index][]source.SecretKey) {
	parts := compareCommits(l.history, secrets)
	l.differ = parts[len(parts)-1].differ // what branches end in has been pruned there
	l.inHead = l.differ.all(l.rootOf(l.refs.head))
	l.heads = newHeads(l.refs, l.differ, l.rootOf)
	brought := map[event][]source.SecretKey{}
	committed := map[objects.Index]bool{}
	for _, p := range parts {
		maps.Copy(brought, p.brought)
		maps.Copy(committed, p.blobs)
		for h, nodes := range p.gone {
			l.gone[h] = append(l.gone[h], nodes...)
		}
	}
	for _, e := range slices.SortedFunc(maps.Keys(brought), compareEvents) {
		l.place(e, brought[e])
	}
	l.unplaced(ctx, secrets, committed)
}

func compareEvents(a, b event) int {
	return cmp.Or(cmp.Compare(a.node, b.node), cmp.Compare(a.path, b.path), cmp.Compare(a.blob, b.blob))
}

// place adds the places of an event: one for all secrets that share a fate.
func (l *locator) place(e event, keys []source.SecretKey) {
	type fate struct {
		removed node
		isGone  bool
		inHead  bool
		refs    *head
	}
	fates := map[fate][]source.SecretKey{}
	var order []fate
	for _, key := range keys {
		held := holding{e.path, key}
		var f fate
		f.removed, f.isGone = l.removal(e.node, held)
		_, f.inHead = l.inHead[held]
		f.refs = l.heads.of(held)
		if fates[f] == nil {
			order = append(order, f)
		}
		fates[f] = append(fates[f], key)
	}
	id := l.history.store.ID(e.blob)
	for _, f := range order {
		p := l.atCommit(e.node, finding.KindBlob)
		p.Path, p.Blob, p.Secrets, p.InHead = e.path, id, fates[f], f.inHead
		p.Branches, p.Tags = f.refs.branches, f.refs.tags
		if l.refs.isNote(e.node) {
			p.Kind = finding.KindNote
		}
		if f.isGone {
			c := l.commit(f.removed)
			p.RemovedCommit = l.idOf(f.removed)
			p.RemovedDate = gitwalk.Date(c.Author)
		}
		l.add(id, p)
	}
}

// maxRemovals bounds how many commits that removed a secret are tried for one
// that brought it: where it came and went more often, the ancestry of each pair
// would cost more than it tells.
const maxRemovals = 16

// removal returns the first commit after n that removed what n brought. What
// HEAD's history holds is removed only by a commit of that history.
func (l *locator) removal(n node, held holding) (node, bool) {
	gone := l.gone[held]
	first, _ := slices.BinarySearch(gone, n)
	tried := 0
	for _, r := range gone[first:] {
		if l.refs.inHead[n] && !l.refs.inHead[r] {
			continue
		}
		if tried++; tried > maxRemovals {
			break
		}
		if l.history.graph.leadsTo(r, n) {
			return r, true
		}
	}
	return 0, false
}

func (l *locator) add(id oid.ID, p source.Place) {
	if l.history.options.ReachableOnly && !p.Reachable {
		return
	}
	l.places[source.Object(id)] = append(l.places[source.Object(id)], p)
}

// atCommit returns a place with what a commit says.
func (l *locator) atCommit(n node, kind finding.Kind) source.Place {
	c := l.commit(n)
	return source.Place{Provenance: finding.Provenance{
		Kind: kind, Commit: l.idOf(n),
		AuthorName: c.Author.Name, AuthorEmail: c.Author.Email, Date: gitwalk.Date(c.Author),
		Message: c.text, Reachable: l.refs.reachable[n],
	}}
}

func (l *locator) commitMessage(id oid.ID, n node) {
	p := l.atCommit(n, finding.KindCommitMessage)
	p.InHead = l.refs.inHead[n]
	l.add(id, p)
}

func (l *locator) tagMessage(id oid.ID, t objects.TagInfo) {
	p := source.Place{Provenance: finding.Provenance{
		Kind: finding.KindTagMessage, Blob: id,
		AuthorName: t.Tagger.Name, AuthorEmail: t.Tagger.Email, Date: gitwalk.Date(t.Tagger),
		Reachable: l.refs.objects[id], Tags: l.refs.tagNames[id],
	}}
	if t.Type == objects.Commit {
		p.Commit = t.Object
	}
	l.add(id, p)
}

// commitText is a commit with its message.
type commitText struct {
	objects.CommitInfo
	text string
}

func (l *locator) commit(n node) commitText {
	c, ok := l.commits[n]
	if ok {
		return c
	}
	_, data, err := l.history.store.Read(l.idOf(n))
	if err == nil {
		c.CommitInfo, err = objects.ParseCommit(data)
	}
	if err == nil {
		c.text = string(data[c.CommitInfo.Message:])
	}
	if err != nil { // the walk could read it; what was found must not be lost for want of a name
		l.history.ledger.Error(fmt.Errorf("cannot read commit %s again to say who made it: %w", l.idOf(n), err))
	}
	l.commits[n] = c
	return c
}

func (l *locator) idOf(n node) oid.ID {
	return l.history.store.ID(l.history.graph.index[n])
}

func (l *locator) rootOf(n node) pruned { return l.differ.root(l.history.graph, n) }
