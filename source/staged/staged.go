// Package staged is the source of what the next commit would bring, as the index
// of a repository holds it. A pre-commit hook judges exactly that.
//
// The index is compared with the trees of the next commit's parents, and only
// files that differ from all of them are scanned. Content comes from the index and
// never from the work tree, which may hold something else. Most folders are not
// compared at all: the index itself records which tree a folder is equal to.
package staged

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/gitwalk"
	"github.com/sluicesec/sluice/source/internal/lfs"
)

var (
	_ source.Source     = (*Index)(nil)
	_ source.PathWanter = (*Index)(nil)
	_ source.Versioned  = (*Index)(nil)
	_ source.Repeated   = (*Index)(nil)
)

// Index is the source of what the next commit would bring: the files of the
// index that none of its parents has with the same content and kind at the same
// path. So it scans a file that is new, edited or renamed, and a file that was a
// link before. It does not scan a file whose permissions alone changed, nor what a
// merge takes from one side without a change. It can be scanned once.
//
// In a conflict it scans both sides, as either may be committed.
type Index struct {
	repo  *gitrepo.Repo
	store *objects.Store
	lfs   lfs.Objects

	wanted func(name []byte) bool // see WantPaths; may be nil
	most   int64                  // bytes of content to visit with its path

	index   func() (*gitrepo.Index, error)
	given   bool // the caller has named the parents
	parents []oid.ID
	paths   map[oid.ID][]string    // where the changed files are, sorted
	before  map[string][]oid.ID    // what the parents have at a changed path
	names   map[source.ID][]string // the paths whose last elements hold something, by that element
	inHead  map[string]oid.ID      // what HEAD has at a path with a find, if HEAD is no parent

	ledger *source.Ledger                     // of the walk
	held   func(blob source.ID) []source.Held // see WantAgain; nil if nobody asks
}

// New returns the source of the index of repo, whose objects are in store. The
// parents of the next commit are HEAD and, during a merge, the commits that are
// merged.
//
// New begins to read the index, while the caller makes the rules ready: both take about
// as long.
func New(repo *gitrepo.Repo, store *objects.Store) *Index {
	s := &Index{repo: repo, store: store, lfs: lfs.In(repo.CommonDir), paths: map[oid.ID][]string{}, before: map[string][]oid.ID{}, names: map[source.ID][]string{}, inHead: map[string]oid.ID{}}
	s.index = sync.OnceValues(func() (*gitrepo.Index, error) { return repo.MapIndex(context.Background()) })
	go func() { _, _ = s.index() }() // Walk gets its error
	return s
}

// NewOnto is New for a next commit with other parents, for example when HEAD is
// amended. Without parents every file of the index is new.
func NewOnto(repo *gitrepo.Repo, store *objects.Store, parents []oid.ID) *Index {
	s := New(repo, store)
	s.given, s.parents = true, parents
	return s
}

// Name implements source.Source.
func (s *Index) Name() string { return "git " + filepath.ToSlash(s.repo.GitDir) + " --staged" }

// Walk implements source.Source. Damage elsewhere in the repository is not in the
// ledger, as it does not concern the next commit.
func (s *Index) Walk(ctx context.Context, jobs int, ledger *source.Ledger, visit source.Visit) error {
	s.ledger = ledger
	if !s.given {
		var err error
		if s.parents, err = nextParents(ctx, s.repo); err != nil {
			return err
		}
	}
	d := diff{ctx: ctx, store: s.store, ledger: ledger, merged: &trees{store: s.store}}
	first := s.firstTree(ledger, d.merged)
	index, err := s.index()
	if err != nil {
		return err
	}
	err = index.Guard(func() error { return d.folder("", index.Entries, index.Tree, first) })
	if err = errors.Join(err, index.Close()); err != nil {
		return err
	}
	if d.conflict {
		ledger.Note("the index holds conflicts: both sides of them were scanned")
	}
	ledger.Add(source.Counts{Files: len(d.changes)})
	if err := s.visitNames(d.changes, append([]oid.ID{first}, d.merged.roots...), ledger, visit); err != nil {
		return err
	}

	var ids []oid.ID
	for _, c := range d.changes {
		if s.paths[c.id] == nil {
			ids = append(ids, c.id)
		}
		s.paths[c.id] = append(s.paths[c.id], c.path)
		s.before[c.path] = c.before
	}
	found := make([]bool, len(ids))
	var next atomic.Int64
	workers := pool.New().WithContext(ctx).WithCancelOnError()
	for worker := range min(jobs, len(ids)) {
		workers.Go(func(ctx context.Context) error {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(ids) {
					return nil
				}
				var err error
				err = s.store.Guard(func() error {
					found[i], err = s.visit(worker, ids[i], ledger, visit)
					return err
				})
				if err != nil {
					return err
				}
			}
			return ctx.Err()
		})
	}
	if err := workers.Wait(); err != nil {
		return err
	}
	var paths []string
	for i, id := range ids {
		if found[i] {
			paths = append(paths, s.paths[id]...)
		}
	}
	return s.visitHead(ctx, paths, ledger, visit)
}

// visit visits a staged blob, and reports whether something was found in it.
func (s *Index) visit(worker int, id oid.ID, ledger *source.Ledger, visit source.Visit) (found bool, err error) {
	content, err := s.store.Content(id)
	first := s.paths[id][0]
	switch {
	case errors.Is(err, objects.ErrNotFound):
		ledger.Miss("absent object", id.String(), 0)
		ledger.Error(fmt.Errorf("%s was not scanned, because its staged content is not in the repository: git add it again", first))
		return false, nil
	case err == nil && content.Type != objects.Blob:
		err = errors.Join(fmt.Errorf("%s is a %s", id, content.Type), content.Close())
		fallthrough
	case err != nil:
		ledger.Error(fmt.Errorf("%s was not scanned, because its staged content cannot be read: %w", first, err))
		return false, nil
	}
	defer content.Close()
	b := &source.Blob{ID: source.Object(id), Kind: finding.KindBlob, Data: content.Data, Open: content.Open, Size: content.Size}
	if len(s.paths[id]) == 1 {
		b.Path = first
	}
	r, err := visit(worker, b, nil)
	if err != nil {
		return false, err
	}
	ledger.Add(source.Counts{Blobs: 1, Bytes: b.Size})
	found, known, err := s.lfs.Visit(worker, b, ledger, visit)
	if !known {
		size, _ := lfs.IsPointer(content.Data)
		lfs.Absent(ledger, first, size)
	}
	if err != nil || b.Path != "" {
		return r.Found || found, err
	}
	atPath, err := s.visitPaths(worker, *b, ledger, visit)
	return r.Found || found || atPath, err
}

// WantPaths implements source.PathWanter. A blob at one path is visited with it in
// any case.
func (s *Index) WantPaths(passes func(name []byte) bool, most int64) {
	s.wanted, s.most = passes, most
}

// visitPaths visits a blob at each of its paths that was asked for.
func (s *Index) visitPaths(worker int, b source.Blob, ledger *source.Ledger, visit source.Visit) (found bool, err error) {
	uncounted := &source.Ledger{} // the visit without a path was counted
	for _, b.Path = range s.paths[b.ID.Object] {
		if s.wanted == nil || !s.wanted([]byte(path.Base(b.Path))) {
			continue
		}
		at, err := visit(worker, &source.Blob{ID: b.ID, Kind: finding.KindPath, Path: b.Path}, nil)
		if err != nil {
			return false, err
		}
		found = found || at.Found
		if !at.Content {
			continue
		}
		if b.Size > s.most {
			ledger.TooLarge(s.most)
			continue
		}
		r, err := visit(worker, &b, nil)
		if err != nil {
			return false, err
		}
		stored, _, err := s.lfs.Visit(worker, &b, uncounted, visit)
		if err != nil {
			return false, err
		}
		found = found || r.Found || stored
	}
	return found, nil
}

// Locate implements source.Source. A staged blob is at its paths, in no commit yet.
// HEAD can hold its secrets all the same, if HEAD is about to be amended.
func (s *Index) Locate(ctx context.Context, secrets map[source.ID][]source.SecretKey) (map[source.ID][]source.Place, error) {
	places := make(map[source.ID][]source.Place, len(secrets))
	var added map[string]gitwalk.InHunks
	if s.held != nil {
		var err error
		if added, err = s.added(ctx, secrets); err != nil {
			return nil, err
		}
	}
	for id, keys := range secrets {
		for _, path := range s.names[id] {
			places[id] = append(places[id], source.Place{Path: path, Provenance: finding.Provenance{Kind: finding.KindPath, Reachable: true}})
		}
		for _, path := range s.paths[id.Object] {
			inHead := secrets[source.Object(s.inHead[path])]
			for held, keys := range split(keys, inHead) {
				places[id] = append(places[id], source.Place{Path: path, Secrets: keys, Hunks: added[path].Hunks, Provenance: finding.Provenance{
					Kind: finding.KindBlob, Blob: id.Object, Reachable: true, InHead: held,
				}})
			}
			if p, ok := again(path, id.Object, added[path]); ok {
				places[id] = append(places[id], p)
			}
		}
	}
	return places, nil
}

// Previous implements source.Versioned. It leaves out content that cannot be read,
// so that no secret counts as old without proof.
func (s *Index) Previous(ctx context.Context, path string, visit func(*source.Blob) error) error {
	for _, id := range s.before[path] {
		if err := s.previous(path, id, visit); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (s *Index) previous(path string, id oid.ID, visit func(*source.Blob) error) error {
	content, err := s.store.Content(id)
	if err != nil {
		return nil
	}
	defer content.Close()
	if content.Type != objects.Blob {
		return nil
	}
	b := &source.Blob{ID: source.Named(path), Kind: finding.KindBlob, Path: path, Data: content.Data, Open: content.Open, Size: content.Size}
	if err := visit(b); err != nil {
		return err
	}
	_, _, err = s.lfs.Visit(0, b, &source.Ledger{}, func(_ int, stored *source.Blob, _ any) (source.Result, error) {
		return source.Result{}, visit(stored)
	})
	return err
}
