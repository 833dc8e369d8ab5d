package history

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// errNotWalked is the error of Locate when not all commits and trees are known.
var errNotWalked = errors.New("the walk of the history did not come to its end, so nobody knows where its blobs are")

// Locate implements source.Source. A blob has a place for every path and every
// commit that brought one of its secrets there. After a walk that did not come to its
// end it returns an error.
func (h *History) Locate(ctx context.Context, secrets map[source.ID][]source.SecretKey) (places map[source.ID][]source.Place, err error) {
	if !h.walked {
		return nil, errNotWalked
	}
	err = h.store.Guard(func() error {
		places, err = h.locate(ctx, secrets)
		return err
	})
	return places, err
}

func (h *History) locate(ctx context.Context, secrets map[source.ID][]source.SecretKey) (map[source.ID][]source.Place, error) {
	refs, err := h.readRefs(ctx)
	if err != nil {
		return nil, err
	}
	l := &locator{
		history: h, refs: refs, ancestry: newAncestry(h.graph),
		used: map[source.SecretKey]int{}, gone: map[holding][]commitNum{}, commits: map[commitNum]commitText{}, places: map[source.ID][]source.Place{},
		hunks: map[event][]source.Lines{},
	}
	blobs := map[objects.Index][]source.SecretKey{}
	for _, blob := range slices.SortedFunc(maps.Keys(secrets), source.ID.Compare) {
		id := blob.Object
		if id.IsZero() {
			if p, ok := h.beside.Place(blob); ok {
				l.add(blob, p)
			}
			continue
		}
		index, ok := h.store.Find(id)
		if !ok {
			return nil, fmt.Errorf("locating %s: %w", blob, objects.ErrNotFound)
		}
		if n := h.graph.numbers[index]; n != noCommit {
			l.commitMessage(id, n)
		} else if t, ok := h.tags[id]; ok {
			l.tagMessage(id, t)
		} else {
			blobs[index] = secrets[blob]
		}
	}
	if len(blobs) > 0 {
		if err := l.blobs(ctx, blobs); err != nil {
			return nil, err
		}
	}
	l.names(ctx, secrets)
	if l.cut {
		h.ledger.Note(fmt.Sprintf("some secrets may be at more places than are listed: of each, the first %d are", l.most))
	}
	return l.places, nil
}

// A locator gathers the places of one Locate.
type locator struct {
	history  *History
	refs     *refs
	differ   *differ
	ancestry *ancestry
	holders  *holders
	head     pruned
	most     int                      // places of one secret
	cut      bool                     // a secret has more
	used     map[source.SecretKey]int // places of each secret
	gone     map[holding][]commitNum  // the commits that removed a secret, in order
	commits  map[commitNum]commitText
	places   map[source.ID][]source.Place

	hunks    map[event][]source.Lines // in which commits add secrets; see source.Repeated
	repeated []repeated
}

// An event says that a commit brought a blob's secrets to a path.
type event struct {
	blob   objects.Index
	path   string
	commit commitNum
}

func (l *locator) blobs(ctx context.Context, secrets map[objects.Index][]source.SecretKey) error {
	distinct := map[source.SecretKey]bool{}
	for _, keys := range secrets {
		for _, key := range keys {
			distinct[key] = true
		}
	}
	l.most = placesOf(len(distinct))
	segments, err := compareCommits(ctx, l.history, secrets, l.most, l.refs.isListed)
	if err != nil {
		return err
	}
	l.differ = segments[len(segments)-1].differ // it has pruned the trees of most branches
	l.head = l.rootOf(l.refs.head)
	brought := map[event][]source.SecretKey{}
	committed := map[objects.Index]bool{}
	for _, s := range segments {
		maps.Copy(brought, s.brought)
		maps.Copy(committed, s.blobs)
		l.cut = l.cut || s.cut
		for h, commits := range s.gone {
			l.gone[h] = append(l.gone[h], commits...)
		}
	}
	wanted := map[holding]bool{}
	for e, keys := range brought {
		for _, key := range keys {
			l.used[key]++
			wanted[holding{e.path, key}] = true
		}
	}
	if l.history.held != nil {
		if err := l.again(ctx, brought, segments, l.most); err != nil {
			return err
		}
	}
	l.holders = newHolders(l.refs, l.differ, l.rootOf, wanted)
	for _, e := range slices.SortedFunc(maps.Keys(brought), compareEvents) {
		l.place(e, brought[e])
	}
	l.placeRepeated()
	l.uncommitted(ctx, secrets, committed)
	return ctx.Err()
}

func compareEvents(a, b event) int {
	return cmp.Or(cmp.Compare(a.commit, b.commit), cmp.Compare(a.path, b.path), cmp.Compare(a.blob, b.blob))
}

// place adds the places of an event: one for all secrets with the same end.
func (l *locator) place(e event, keys []source.SecretKey) {
	type end struct {
		removed commitNum
		isGone  bool
		inHead  bool
		refs    *refNames
		more    bool
	}
	ends := map[end][]source.SecretKey{}
	var order []end
	for _, key := range keys {
		held := holding{e.path, key}
		var f end
		f.removed, f.isGone = l.removal(e.commit, held)
		f.inHead = l.differ.holds(l.head, held)
		f.refs = l.holders.of(held)
		f.more = l.cut && l.used[key] >= l.most
		if ends[f] == nil {
			order = append(order, f)
		}
		ends[f] = append(ends[f], key)
	}
	id := l.history.store.ID(e.blob)
	for _, f := range order {
		p := l.atCommit(e.commit, finding.KindBlob)
		p.Path, p.Blob, p.Secrets, p.InHead, p.More = e.path, id, ends[f], f.inHead, f.more
		p.Hunks = l.hunks[e]
		p.Branches, p.Tags = f.refs.branches, f.refs.tags
		if l.refs.isNote(e.commit) {
			p.Kind = finding.KindNote
		}
		if f.isGone {
			c := l.commit(f.removed)
			p.RemovedCommit = l.idOf(f.removed)
			p.RemovedDate = gitwalk.Date(c.Author)
		}
		l.add(source.Object(id), p)
	}
}

// maxRemovals bounds how many commits that removed a secret are checked for one
// that brought it. For a secret that was brought and removed more often, checking
// the ancestry of all pairs would take too long.
const maxRemovals = 16

// removal returns the first commit after n that removed what n brought. If HEAD
// reaches n, only a commit that HEAD reaches counts as removal.
func (l *locator) removal(n commitNum, held holding) (commitNum, bool) {
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
		if l.ancestry.leadsTo(r, n) {
			return r, true
		}
	}
	return 0, false
}

func (l *locator) add(id source.ID, p source.Place) {
	if l.history.options.ReachableOnly && !p.Reachable {
		return
	}
	l.places[id] = append(l.places[id], p)
}

// atCommit returns a place with what a commit says about itself.
func (l *locator) atCommit(n commitNum, kind finding.Kind) source.Place {
	c := l.commit(n)
	return source.Place{Provenance: finding.Provenance{
		Kind: kind, Commit: l.idOf(n),
		AuthorName: c.Author.Name, AuthorEmail: c.Author.Email, Date: gitwalk.Date(c.Author),
		Message: c.text, Reachable: l.refs.reachable[n], Pushed: l.refs.pushed[n],
	}}
}

func (l *locator) commitMessage(id oid.ID, n commitNum) {
	p := l.atCommit(n, finding.KindCommitMessage)
	p.InHead = l.refs.inHead[n]
	l.add(source.Object(id), p)
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
	l.add(source.Object(id), p)
}

// A commitText is a commit with its message.
type commitText struct {
	objects.CommitInfo
	text string
}

func (l *locator) commit(n commitNum) commitText {
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
	if err != nil { // the walk could read it; a finding without an author is better than none
		l.history.ledger.Error(fmt.Errorf("cannot read commit %s again to say who made it: %w", l.idOf(n), err))
	}
	l.commits[n] = c
	return c
}

func (l *locator) idOf(n commitNum) oid.ID {
	return l.history.store.ID(l.history.graph.index[n])
}

func (l *locator) rootOf(n commitNum) pruned { return l.differ.root(l.history.graph, n) }
