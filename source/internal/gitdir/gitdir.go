// Package gitdir visits what a repository keeps beside its objects: the files in the
// git folder, the reflogs, content of Git LFS that nothing names, and what an
// interrupted git has left.
//
// None of it is in a clone, but it is on this disk: the configuration holds the URLs
// of remotes, often with a password, hooks are programs with settings, and a message
// that was written once stays in COMMIT_EDITMSG.
//
// Every file of the git folder is visited, whatever its name, except for those that
// are read otherwise: objects, refs and indexes. So nobody needs to know which files
// git and the tools around it keep there. No git command runs for that, and no link is
// followed.
package gitdir

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/lfs"
)

// Dir is the git folder of a repository, which all its work trees share. It can be
// visited once.
type Dir struct {
	repo  *gitrepo.Repo
	store *objects.Store
	lfs   lfs.Objects
	at    string // what paths begin with: ".git/", or "" in a bare repository
	roots []root

	options Options
	ledger  *source.Ledger
	visit   source.Visit
	places  map[source.ID]source.Place
}

// New returns the git folder of a repository. stored is the content of Git LFS in it.
func New(repo *gitrepo.Repo, store *objects.Store, stored lfs.Objects) *Dir {
	d := &Dir{repo: repo, store: store, lfs: stored, places: map[source.ID]source.Place{}}
	if filepath.Base(repo.CommonDir) == ".git" || repo.WorkTree != "" {
		d.at = ".git/"
	}
	return d
}

// A root is a folder, without symbolic links, and what the paths of its files begin
// with in a report.
type root struct{ folder, at string }

// Options of a visit.
type Options struct {
	ReachableOnly bool // leave out left-over objects, and content of Git LFS that nothing names
	Modules       bool // the repositories of submodules are scanned otherwise, and so not in the ledger
}

// Visit visits all that is there, one after the other.
func (d *Dir) Visit(ctx context.Context, o Options, ledger *source.Ledger, visit source.Visit) error {
	d.options, d.ledger, d.visit = o, ledger, visit
	d.roots = []root{{resolved(d.repo.CommonDir), d.at}, {resolved(d.repo.ObjectDir), d.at + "objects/"}}
	if err := d.reflogs(ctx); err != nil {
		return err
	}
	folders := []string{d.repo.CommonDir}
	if rel, err := filepath.Rel(d.repo.CommonDir, d.repo.GitDir); err != nil || !filepath.IsLocal(rel) {
		folders = append(folders, d.repo.GitDir) // the environment has put it elsewhere
	}
	for _, folder := range folders {
		if err := d.walk(ctx, folder, d.file); err != nil {
			return err
		}
	}
	if o.ReachableOnly {
		return nil
	}
	if err := d.walk(ctx, d.repo.ObjectDir, d.inObjects); err != nil {
		return err
	}
	return d.otherLFS(ctx)
}

// Place returns the place of a text that Visit has visited.
func (d *Dir) Place(id source.ID) (source.Place, bool) {
	p, ok := d.places[id]
	return p, ok
}

// errSkip ends the walk of a folder.
var errSkip = fs.SkipDir

// walk calls visit for the files and folders below root with their paths, which begin
// with root, in order. What visit returns errSkip for is left out.
func (d *Dir) walk(ctx context.Context, root string, visit func(path string, e fs.DirEntry) error) error {
	root = resolved(root)
	return filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			d.unreadable(path, err)
			return nil
		}
		if path == root {
			return nil
		}
		return visit(path, e)
	})
}

// unreadable writes into the ledger what cannot be read. A file that has gone
// meanwhile is none of that: git makes and removes some all the time.
func (d *Dir) unreadable(path string, err error) {
	if !errors.Is(err, fs.ErrNotExist) {
		d.ledger.Error(fmt.Errorf("cannot read %s: %w", d.name(path), source.Cause(err)))
	}
}

// resolved returns a path without symbolic links, if that can be found out.
func resolved(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

// name returns the path of a file in the report.
func (d *Dir) name(path string) string {
	for _, root := range d.roots {
		if inside, ok := strings.CutPrefix(path, root.folder+string(filepath.Separator)); ok {
			return root.at + filepath.ToSlash(inside)
		}
	}
	return filepath.ToSlash(path)
}

// file visits a file or folder of the git folder.
func (d *Dir) file(path string, e fs.DirEntry) error {
	name := d.name(path)
	rel := strings.TrimPrefix(name, d.at)
	if tree, ok := strings.CutPrefix(rel, "worktrees/"); ok { // each has files as the main one
		_, rel, _ = strings.Cut(tree, "/")
	}
	switch rel {
	case "objects", "refs", "logs", "reftable", "lfs/objects": // they are read otherwise, also through a link
		if e.IsDir() {
			return errSkip
		}
		if e.Type()&fs.ModeSymlink != 0 {
			return nil
		}
	}
	if e.IsDir() {
		switch {
		case gitrepo.IsGitDir(path) && !gitrepo.IsLinked(path):
			if isModule := strings.HasPrefix(rel, "modules/"); !isModule {
				d.ledger.Skip("repository in the git folder", name, 0)
			} else if !d.options.Modules {
				d.ledger.Skip("repository of a submodule", name, 0)
				d.ledger.Note("the git folder has repositories of submodules, which were not scanned: --recurse-submodules scans them, too")
			}
			return errSkip
		}
		return nil
	}
	switch {
	case rel == "index" || rel == "packed-refs" || strings.HasPrefix(rel, "sharedindex."):
		return nil
	case e.Type()&fs.ModeSymlink != 0:
		return d.symlink(path, name)
	case !e.Type().IsRegular():
		d.ledger.Skip("not a regular file", name, 0)
		return nil
	}
	return d.content(path, &source.Blob{ID: source.Named(name), Kind: finding.KindGitFile, Path: name}, hasIDs(rel))
}

// symlink visits what a link names. A link out of the git folder is in the ledger.
func (d *Dir) symlink(path, name string) error {
	target, err := os.Readlink(path)
	if err != nil {
		d.unreadable(path, err)
		return nil
	}
	b := &source.Blob{ID: source.Text(finding.KindSymlink, name), Kind: finding.KindSymlink, Data: []byte(target), Size: int64(len(target))}
	if err := d.show(b, name); err != nil {
		return err
	}
	d.ledger.Add(source.Counts{Names: 1})
	if real, err := filepath.EvalSymlinks(path); err == nil && !d.holds(real) {
		d.ledger.Skip("symlink out of the tree", name, 0)
	}
	return nil
}

// holds reports whether a path is in the git folder.
func (d *Dir) holds(path string) bool {
	return slices.ContainsFunc(d.roots, func(r root) bool {
		return path == r.folder || strings.HasPrefix(path, r.folder+string(filepath.Separator))
	})
}

// show visits a text, and notes where it is if something is in it.
func (d *Dir) show(b *source.Blob, path string) error {
	r, err := d.visit(0, b, nil)
	if err == nil && r.Found {
		d.places[b.ID] = source.Place{Path: path, Provenance: finding.Provenance{Kind: b.Kind, Reachable: true}}
	}
	return err
}

// reflogs visits the reflogs.
func (d *Dir) reflogs(ctx context.Context) error {
	var stopped error
	err := d.repo.EachReflog(ctx, func(log gitrepo.Reflog) error {
		b := &source.Blob{ID: source.Text(finding.KindReflog, log.Ref), Kind: finding.KindReflog, Data: withoutIDs(log.Text), Size: int64(len(log.Text))}
		r, err := d.visit(0, b, nil)
		if err == nil && r.Found {
			d.places[b.ID] = source.Place{Provenance: finding.Provenance{Kind: b.Kind, Ref: log.Ref, Reachable: true}}
		}
		if err == nil {
			d.ledger.Add(source.Counts{Files: 1, Bytes: b.Size})
		}
		stopped = err
		return err
	})
	if err != nil && stopped == nil && ctx.Err() == nil {
		d.ledger.Error(err)
		return nil
	}
	return err
}

// hasIDs reports whether lines of a file of the git folder begin with object ids. A
// rule for hexadecimal tokens would match them beside the name of a branch.
func hasIDs(rel string) bool {
	folder, name, _ := strings.Cut(rel, "/")
	return strings.HasSuffix(rel, "HEAD") || slices.Contains([]string{"shallow", "info/refs", "packed-refs.lock", "packed-refs.new"}, rel) ||
		name != "" && slices.Contains([]string{"rebase-merge", "rebase-apply", "sequencer"}, folder)
}
