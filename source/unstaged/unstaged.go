// Package unstaged is the source of what a work tree holds and the index does not yet:
// the changes that git diff shows.
//
// A file of the index is read from the work tree and visited if it is not what the index
// holds. A secret that the index has at the same path is not new. Files that git does not
// track are left out, as git diff leaves them out.
//
// Git compares the two after its filters. This package does not run filters, because the
// repository chooses them. So it may visit a file that git calls unchanged: more is
// scanned, and never less. The one filter that it knows is that for the ends of lines, which
// Git for Windows applies to every text file.
package unstaged

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/internal/regular"
	"github.com/sluicesec/sluice/source"
)

var (
	_ source.Source     = (*WorkTree)(nil)
	_ source.PathWanter = (*WorkTree)(nil)
	_ source.Versioned  = (*WorkTree)(nil)
)

// WorkTree is the source of the files of a work tree that differ from the index. It can
// be scanned once.
type WorkTree struct {
	repo   *gitrepo.Repo
	store  *objects.Store
	wanted func(name []byte) bool // see WantPaths; may be nil
	most   int64                  // bytes of content to visit with its path

	staged map[string][]oid.ID // what the index holds at each path; complete before the first visit
}

// New returns the source of the work tree of repo, which must have one.
func New(repo *gitrepo.Repo, store *objects.Store) *WorkTree {
	return &WorkTree{repo: repo, store: store, staged: map[string][]oid.ID{}}
}

// Name implements source.Source.
func (w *WorkTree) Name() string { return "git " + filepath.ToSlash(w.repo.GitDir) + " --unstaged" }

// WantPaths implements source.PathWanter. The path of a file is visited with it in any
// case.
func (w *WorkTree) WantPaths(passes func(name []byte) bool, most int64) {
	w.wanted, w.most = passes, most
}

// Walk implements source.Source.
func (w *WorkTree) Walk(ctx context.Context, jobs int, ledger *source.Ledger, visit source.Visit) error {
	index, err := w.repo.Index(ctx, "")
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(w.repo.WorkTree)
	if err != nil {
		return fmt.Errorf("opening the work tree: %w", err)
	}
	defer root.Close()
	var paths []string
	for e := range index.Entries.All() { // those of a conflict are next to each other
		if e.SkipWorktree || e.Mode.IsDir() || e.Mode.IsSubmodule() {
			continue
		}
		if len(paths) == 0 || paths[len(paths)-1] != e.Path {
			paths = append(paths, e.Path)
		}
		w.staged[e.Path] = append(w.staged[e.Path], e.ID)
	}
	var next atomic.Int64
	workers := pool.New().WithContext(ctx).WithCancelOnError()
	for worker := range min(jobs, len(paths)) {
		workers.Go(func(ctx context.Context) error {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(paths) {
					return nil
				}
				v := visitor{WorkTree: w, worker: worker, ledger: ledger, visit: visit}
				if err := v.file(root, paths[i]); err != nil {
					return err
				}
			}
			return ctx.Err()
		})
	}
	return workers.Wait()
}

// A visitor visits files for one worker.
type visitor struct {
	*WorkTree
	worker int
	ledger *source.Ledger
	visit  source.Visit
}

// file visits a file of the index as the work tree has it.
func (v visitor) file(root *os.Root, name string) error {
	if fs.ValidPath(name) && !filepath.IsLocal(filepath.FromSlash(name)) { // such as "aux", which Windows keeps for a device
		v.ledger.Skip("not a regular file", name, 0)
		return nil
	}
	info, err := root.Lstat(filepath.FromSlash(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it was deleted
	}
	b := &source.Blob{ID: source.Named(name), Kind: finding.KindBlob, Path: name}
	switch {
	case err != nil: // such as a folder above it that is a link out of the work tree
	case info.Mode()&fs.ModeSymlink != 0:
		var target string
		target, err = root.Readlink(filepath.FromSlash(name))
		b.Data = []byte(filepath.ToSlash(target))
	case !info.Mode().IsRegular():
		return nil
	case info.Size() > source.MaxInMemory:
		at := filepath.Join(v.repo.WorkTree, filepath.FromSlash(name))
		b.Size, b.Open = info.Size(), func() (io.ReadCloser, error) { return regular.Open(at) }
	default:
		b.Data, err = regular.ReadFile(filepath.Join(v.repo.WorkTree, filepath.FromSlash(name)), source.MaxInMemory)
	}
	if err != nil {
		v.ledger.Error(fmt.Errorf("cannot read %s: %w", name, source.Cause(err)))
		return nil
	}
	if b.Open == nil {
		if b.Size = int64(len(b.Data)); v.same(name, b.Data) {
			return nil
		}
	}
	if v.wanted != nil && v.wanted([]byte(path.Base(name))) {
		if _, err := v.visit(v.worker, &source.Blob{ID: b.ID, Kind: finding.KindPath, Path: name}, nil); err != nil {
			return err
		}
	}
	v.ledger.Add(source.Counts{Blobs: 1, Files: 1, Bytes: b.Size})
	_, err = v.visit(v.worker, b, nil)
	return err
}

// same reports whether the index holds just this content at a path, or the same lines that
// end in LF where the work tree has CRLF: those hold the same secrets.
func (w *WorkTree) same(name string, content []byte) bool {
	staged := w.staged[name]
	if len(staged) != 1 {
		return false
	}
	if w.store.Hash(objects.Blob, content) == staged[0] {
		return true
	}
	crlf := []byte("\r\n")
	return bytes.Contains(content, crlf) && w.store.Hash(objects.Blob, bytes.ReplaceAll(content, crlf, crlf[1:])) == staged[0]
}

// Locate implements source.Source.
func (w *WorkTree) Locate(_ context.Context, secrets map[source.ID][]source.SecretKey) (map[source.ID][]source.Place, error) {
	places := make(map[source.ID][]source.Place, len(secrets))
	for id := range secrets {
		places[id] = []source.Place{{Path: id.Name, Provenance: finding.Provenance{Kind: cmp.Or(id.Kind, finding.KindBlob), Reachable: true}}}
	}
	return places, nil
}

// Previous implements source.Versioned. It leaves out content that cannot be read, so
// that no secret counts as old without proof.
func (w *WorkTree) Previous(ctx context.Context, path string, visit func(*source.Blob) error) error {
	for _, id := range w.staged[path] {
		if err := w.previous(path, id, visit); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (w *WorkTree) previous(path string, id oid.ID, visit func(*source.Blob) error) error {
	content, err := w.store.Content(id)
	if err != nil {
		return nil
	}
	defer content.Close()
	if content.Type != objects.Blob {
		return nil
	}
	return visit(&source.Blob{ID: source.Named(path), Kind: finding.KindBlob, Path: path, Data: content.Data, Open: content.Open, Size: content.Size})
}
