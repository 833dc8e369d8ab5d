package source

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"github.com/sluicesec/sluice/source/gitrepo"
	"github.com/sluicesec/sluice/source/objects"
)

// Staged is the source of what the next commit would bring: the files of the
// index that none of its parents has with the same content and kind at the same
// path. So a file that is new, edited, renamed, or a file where a link was, is
// scanned; one of which only the permissions changed is not, nor what a merge
// takes over as it is. Content comes from the index alone, never from the work
// tree. It is good for one scan.
//
// In a conflict both sides are scanned, as either may be what is committed.
type Staged struct {
	repo  *gitrepo.Repo
	store *objects.Store

	given   bool // parents are those that the caller named
	parents []objects.ID
	paths   map[objects.ID][]string // where the changed files are, sorted
	before  map[string][]objects.ID // what the parents have at a changed path
}

// NewStaged returns the source of the index of repo, whose objects are in
// store. The parents of the next commit are HEAD and, in a merge under way,
// what is merged.
func NewStaged(repo *gitrepo.Repo, store *objects.Store) *Staged {
	return &Staged{repo: repo, store: store, paths: map[objects.ID][]string{}, before: map[string][]objects.ID{}}
}

// NewStagedOnto is NewStaged for a next commit with other parents, as when
// HEAD is amended. Without parents every file of the index is new.
func NewStagedOnto(repo *gitrepo.Repo, store *objects.Store, parents []objects.ID) *Staged {
	s := NewStaged(repo, store)
	s.given, s.parents = true, parents
	return s
}

// Name implements Source.
func (s *Staged) Name() string { return "git " + s.repo.GitDir + " --staged" }

// Walk implements Source. Damage elsewhere in the repository is not in the
// ledger, as it does not touch the next commit.
func (s *Staged) Walk(ctx context.Context, jobs int, ledger *Ledger, visit Visit) error {
	index, err := s.repo.Index(ctx, "")
	if err != nil {
		return err
	}
	if !s.given {
		if s.parents, err = nextParents(ctx, s.repo); err != nil {
			return err
		}
	}
	diff := stagedDiff{ctx: ctx, store: s.store, ledger: ledger, merged: &stagedTrees{store: s.store}}
	first := s.trees(ledger, diff.merged)
	if err := diff.folder("", index.Entries, index.Tree, first); err != nil {
		return err
	}
	if diff.conflict {
		ledger.Note("the index holds conflicts: both sides of them were scanned")
	}
	ledger.Add(Counts{Files: len(diff.changes)})

	var ids []objects.ID
	for _, c := range diff.changes {
		if s.paths[c.id] == nil {
			ids = append(ids, c.id)
		}
		s.paths[c.id] = append(s.paths[c.id], c.path)
		s.before[c.path] = c.before
	}
	var next atomic.Int64
	workers := pool.New().WithContext(ctx).WithCancelOnError()
	for worker := range min(jobs, len(ids)) {
		workers.Go(func(ctx context.Context) error {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(ids) {
					return nil
				}
				if err := s.visit(worker, ids[i], ledger, visit); err != nil {
					return err
				}
			}
			return ctx.Err()
		})
	}
	return workers.Wait()
}

func (s *Staged) visit(worker int, id objects.ID, ledger *Ledger, visit Visit) error {
	t, content, err := s.store.Read(id)
	path := s.paths[id][0]
	switch {
	case errors.Is(err, objects.ErrNotFound):
		ledger.Miss("absent object", id.String(), 0)
		ledger.Error(fmt.Errorf("%s was not scanned, because its staged content is not in the repository: git add it again", path))
		return nil
	case err == nil && t != objects.Blob:
		err = fmt.Errorf("%s is a %s", id, t)
		fallthrough
	case err != nil:
		ledger.Error(fmt.Errorf("%s was not scanned, because its staged content cannot be read: %w", path, err))
		return nil
	}
	b := &Blob{ID: id.String(), Kind: KindBlob, Data: content, Size: int64(len(content))}
	if len(s.paths[id]) == 1 {
		b.Path = path
	}
	if _, err := visit(worker, b, nil); err != nil {
		return err
	}
	ledger.Add(Counts{Blobs: 1, Bytes: b.Size})
	return nil
}

// Locate implements Source: a staged blob is at its paths, in no commit yet.
func (s *Staged) Locate(_ context.Context, secrets map[string][]SecretKey) (map[string][]Place, error) {
	places := make(map[string][]Place, len(secrets))
	for hex := range secrets {
		id, err := objects.ParseID(hex)
		if err != nil {
			return nil, fmt.Errorf("locating a staged blob: %w", err)
		}
		for _, path := range s.paths[id] {
			places[hex] = append(places[hex], Place{Path: path, Kind: KindBlob, Blob: hex, Reachable: true})
		}
	}
	return places, nil
}

// Previous returns what the parents have at the path of a changed file: a
// secret in it is not new. Content that cannot be read counts as none, so that
// nothing is taken for old without proof.
func (s *Staged) Previous(ctx context.Context, path string) ([][]byte, error) {
	var contents [][]byte
	for _, id := range s.before[path] {
		if t, content, err := s.store.Read(id); err == nil && t == objects.Blob {
			contents = append(contents, content)
		}
	}
	return contents, ctx.Err()
}
