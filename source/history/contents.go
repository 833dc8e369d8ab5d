package history

import (
	"maps"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
	"github.com/sluicesec/sluice/source/internal/lfs"
)

// contents is the first pass of the walk: it visits blobs, commits and tags, and
// remembers the commits.
type contents struct {
	history *History
	ledger  *source.Ledger
	visitor source.Visit
	workers []contentsWorker
}

// A contentsWorker is what one goroutine gathers.
type contentsWorker struct {
	commits commitList
	tags    map[oid.ID]objects.TagInfo
	matched []objects.Index // blobs in which something was found
	large   objectSet       // see History.large

	signed   map[objects.Index]signed // only for the record
	pointers map[objects.Index]int64  // pointer files of Git LFS whose content is not here, with its size

	_ [64]byte // no cache line is shared with the next worker
}

func newContents(h *History, jobs int, ledger *source.Ledger, visit source.Visit) *contents {
	c := &contents{history: h, ledger: ledger, visitor: visit, workers: make([]contentsWorker, jobs)}
	for i := range c.workers {
		c.workers[i].signed = map[objects.Index]signed{}
		c.workers[i].pointers = map[objects.Index]int64{}
		c.workers[i].tags = map[oid.ID]objects.TagInfo{}
		if h.wanted != nil {
			c.workers[i].large = newObjectSet(h.store.Len())
		}
	}
	return c
}

// visit implements objects.Visit.
func (c *contents) visit(worker int, o *objects.Object, base any) (any, error) {
	if c.history.recalls.has(o.Index) {
		return nil, nil
	}
	return c.object(worker, o, base)
}

func (c *contents) object(worker int, o *objects.Object, base any) (any, error) {
	w := &c.workers[worker]
	if o.Open != nil && o.Type != objects.Blob {
		c.history.record.damaged()
		gitwalk.Report(c.ledger, objects.Problem{ID: o.ID, Type: o.Type, Reason: objects.TooLarge})
		return nil, nil
	}
	switch o.Type {
	case objects.Blob:
		return c.blob(w, worker, o, base)
	case objects.Commit:
		parsed, err := objects.ParseCommit(o.Data)
		if err != nil {
			c.history.record.damaged()
			gitwalk.Report(c.ledger, objects.Problem{ID: o.ID, Type: o.Type, Reason: "malformed commit", Err: err})
			return nil, c.text(worker, o, 0, 0)
		}
		w.commits.add(c.history.store, o, &parsed)
		c.ledger.Add(source.Counts{Commits: 1})
		return nil, c.text(worker, o, parsed.Header, parsed.Message)
	case objects.Tag:
		parsed, err := objects.ParseTag(o.Data)
		if err != nil {
			c.history.record.damaged()
			gitwalk.Report(c.ledger, objects.Problem{ID: o.ID, Type: o.Type, Reason: "malformed tag", Err: err})
			return nil, c.text(worker, o, 0, 0)
		}
		w.tags[o.ID] = parsed
		return nil, c.text(worker, o, parsed.Header, parsed.Message)
	}
	return nil, nil
}

func (c *contents) blob(w *contentsWorker, worker int, o *objects.Object, base any) (any, error) {
	b := &source.Blob{ID: source.Object(o.ID), Kind: finding.KindBlob, Data: o.Data, Open: o.Open, Size: o.Size, Base: !o.Leaf && !c.history.options.NoDelta}
	if base != nil && !c.history.options.NoDelta {
		b.Edits = o.Edits
	} else {
		base = nil
	}
	if w.large != nil && o.Size > c.history.most {
		w.large.add(o.Index)
	}
	remarks := c.ledger.Remarks()
	r, err := c.visitor(worker, b, base)
	if err != nil {
		return nil, err
	}
	if r.Found {
		w.matched = append(w.matched, o.Index)
		if !r.Inherited {
			c.verify(o)
		}
	}
	c.ledger.Add(source.Counts{Blobs: 1, Bytes: o.Size})
	_, isPointer := lfs.IsPointer(o.Data) // what it points to may come and go
	c.history.record.saw(o, o.Size, !isPointer && c.ledger.Remarks() == remarks)
	if found, known, err := c.history.lfs.Visit(worker, b, c.ledger, c.visitor); err != nil {
		return nil, err
	} else if found && !r.Found {
		w.matched = append(w.matched, o.Index)
	} else if !known {
		w.pointers[o.Index], _ = lfs.IsPointer(o.Data)
	}
	return r.State, nil
}

// text visits a commit or a tag as text; see gitwalk.Text for the offsets.
func (c *contents) text(worker int, o *objects.Object, header, message int) error {
	t := gitwalk.Text{ID: o.ID, Type: o.Type, Content: o.Data, Header: header, Message: message}
	remarks := c.ledger.Remarks()
	r, err := t.VisitCounted(worker, c.ledger, c.visitor)
	if r.Found {
		c.verify(o)
	}
	if r.Signatures > 0 {
		c.workers[worker].signed[o.Index] = signed{r.Signatures, o.Size - r.Bytes}
	}
	c.history.record.saw(o, r.Bytes, o.Type == objects.Commit && c.ledger.Remarks() == remarks)
	return err
}

// verify reports an object in which something was found if its content does not
// hash to its id: then other clones hold another content with that id. A stream was
// checked at its end. A version of a file in which only secrets of an earlier
// version were found is not hashed, because that would take longer than its scan:
// its stored bytes have passed their checksums.
func (c *contents) verify(o *objects.Object) {
	if o.Open == nil && c.history.store.Hash(o.Type, o.Data) != o.ID {
		c.history.record.damaged()
		gitwalk.Report(c.ledger, objects.Problem{ID: o.ID, Type: o.Type, Reason: objects.WrongID})
	}
}

// noteSigned adds the signatures in commits to the record.
func (c *contents) noteSigned() {
	for i := range c.workers {
		if c.history.record != nil {
			maps.Copy(c.history.record.signed, c.workers[i].signed)
		}
	}
}

func (c *contents) commits() []commitList {
	lists := make([]commitList, len(c.workers))
	for i := range c.workers {
		lists[i] = c.workers[i].commits
	}
	return lists
}

func (c *contents) tags() map[oid.ID]objects.TagInfo {
	all := map[oid.ID]objects.TagInfo{}
	for i := range c.workers {
		for id, t := range c.workers[i].tags {
			all[id] = t
		}
	}
	return all
}

func (c *contents) matched() []objects.Index {
	var all []objects.Index
	for i := range c.workers {
		all = append(all, c.workers[i].matched...)
	}
	return all
}

func (c *contents) large() objectSet {
	var all objectSet
	for i := range c.workers {
		all = all.union(c.workers[i].large)
	}
	return all
}

func (c *contents) pointers() map[objects.Index]int64 {
	all := map[objects.Index]int64{}
	for i := range c.workers {
		maps.Copy(all, c.workers[i].pointers)
	}
	return all
}
