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
// index that HEAD does not have with the same content and kind at the same
// path. So a file that is new, edited, renamed, or a file where a link was, is
// scanned; one of which only the permissions changed is not. Content comes from
// the index alone, never from the work tree. It is good for one scan.
//
// In a conflict both sides are scanned, as either may be what is committed.
type Staged struct {
	repo  *gitrepo.Repo
	store *objects.Store

	paths  map[objects.ID][]string // where the changed files are, sorted
	before map[string]objects.ID   // what HEAD has at a changed path; zero for nothing
}

// NewStaged returns the source of the index of repo, whose objects are in store.
func NewStaged(repo *gitrepo.Repo, store *objects.Store) *Staged {
	return &Staged{repo: repo, store: store, paths: map[objects.ID][]string{}, before: map[string]objects.ID{}}
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
	head, err := s.head(ctx, ledger)
	if err != nil {
		return err
	}
	diff := stagedDiff{ctx: ctx, store: s.store, ledger: ledger}
	if err := diff.folder("", index.Entries, index.Tree, head); err != nil {
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

// head returns the tree of HEAD, zero when there is no commit yet. A commit
// that cannot be read counts as none: then more is scanned, not less.
func (s *Staged) head(ctx context.Context, ledger *Ledger) (objects.ID, error) {
	hex, err := s.repo.Head(ctx)
	if err != nil || hex == "" {
		return objects.ID{}, err
	}
	id, err := objects.ParseID(hex)
	if err != nil {
		return objects.ID{}, fmt.Errorf("HEAD of %s: %w", s.repo.GitDir, err)
	}
	_, content, err := s.store.Read(id)
	if err == nil {
		var commit objects.CommitInfo
		if commit, err = objects.ParseCommit(content); err == nil {
			return commit.Tree, nil
		}
	}
	ledger.Note(fmt.Sprintf("the commit of HEAD cannot be read, so every file of the index counts as new: %v", err))
	return objects.ID{}, nil
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

// Previous returns the content that HEAD has at the path of a changed file, and
// whether there is any: a secret in it is not new. Content that cannot be read
// counts as none, so that nothing is taken for old without proof.
func (s *Staged) Previous(ctx context.Context, path string) ([]byte, bool, error) {
	id := s.before[path]
	if id.IsZero() {
		return nil, false, ctx.Err()
	}
	t, content, err := s.store.Read(id)
	if err != nil || t != objects.Blob {
		return nil, false, ctx.Err()
	}
	return content, true, ctx.Err()
}
