package commits

import (
	"context"
	"errors"
	"fmt"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
)

// A tag is an annotated tag among the endpoints of a range.
type tag struct {
	id      oid.ID
	info    objects.TagInfo
	content []byte
}

func (t tag) place() source.Place {
	p := source.Place{Provenance: finding.Provenance{
		Kind: finding.KindTagMessage, Blob: t.id, Reachable: true, Tags: []string{t.info.Name},
		AuthorName: t.info.Tagger.Name, AuthorEmail: t.info.Tagger.Email, Date: gitwalk.Date(t.info.Tagger),
	}}
	if t.info.Type == objects.Commit {
		p.Commit = t.info.Object
	}
	return p
}

// endpoints are the objects that a range was made from, by type, and those that
// tags among them name.
type endpoints struct {
	seen    map[oid.ID]bool
	commits []oid.ID
	tags    []tag
	trees   []oid.ID
	blobs   []oid.ID
}

// findCommits finds the commits of the range.
func (r *Range) findCommits(ctx context.Context, ledger *source.Ledger) error {
	if r.isList {
		return r.readChosen(ctx, ledger)
	}
	exclude := endpoints{seen: map[oid.ID]bool{}}
	for _, id := range r.exclude {
		_ = exclude.add(r.store, id) // what cannot be read excludes nothing
	}
	include := endpoints{seen: exclude.seen}
	for _, id := range r.include {
		if err := include.add(r.store, id); err != nil {
			if errors.Is(err, objects.ErrNotFound) {
				ledger.Miss("absent object", id.String(), 0)
			}
			ledger.Error(fmt.Errorf("what %s leads to was not scanned: %w", id, err))
		}
	}
	r.ends = include
	var err error
	r.list, err = listCommits(ctx, r.store, include.commits, exclude.commits, r.since)
	return err
}

// add adds an object, and follows tags until it meets an object that is no tag.
func (e *endpoints) add(store *objects.Store, id oid.ID) error {
	for !e.seen[id] {
		e.seen[id] = true
		t, data, err := store.Read(id)
		if err != nil {
			return err
		}
		switch t {
		case objects.Commit:
			if _, err := objects.ParseCommit(data); err != nil {
				return fmt.Errorf("commit %s: %w", id, err)
			}
			e.commits = append(e.commits, id)
		case objects.Tag:
			info, err := objects.ParseTag(data)
			if err != nil {
				return fmt.Errorf("tag %s: %w", id, err)
			}
			e.tags = append(e.tags, tag{id: id, info: info, content: data})
			id = info.Object
		case objects.Tree:
			e.trees = append(e.trees, id)
		case objects.Blob:
			e.blobs = append(e.blobs, id)
		}
	}
	return nil
}

// endBlobs adds the blobs among the endpoints, and those in trees among them.
func (r *Range) endBlobs(add func(path string, blob oid.ID, before []oid.ID), ledger *source.Ledger) {
	for _, id := range r.ends.blobs {
		add("", id, nil)
	}
	for _, id := range r.ends.trees {
		if err := r.trees.changes("", id, nil, add); err != nil {
			ledger.Error(err)
		}
	}
}
