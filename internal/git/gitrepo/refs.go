package gitrepo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Ref names an object.
type Ref struct {
	// Name is the whole name: "HEAD", "refs/heads/main". A ref of another work
	// tree begins with "worktrees/NAME/" or "main-worktree/", as in git. The
	// parts of an unfinished operation are named by their file: "FETCH_HEAD",
	// "rebase-merge/autostash"; such a name can stand for several objects.
	Name   string
	ID     string // the object, as a hex id; of any type
	Peeled string // what an annotated tag stands for in the end, when the repository tells without reading objects
}

// Refs returns every ref of the repository, sorted by name: branches, tags,
// stash, notes, remotes and whatever else stands under refs/, then HEAD and
// its like (ORIG_HEAD, FETCH_HEAD, MERGE_HEAD...), those of the other work
// trees too. Symbolic refs are given with what they point to in the end; one
// that points to a branch not yet born is left out.
//
// The error joins what could not be read; the refs that could are returned
// all the same.
func (r *Repo) Refs(ctx context.Context) ([]Ref, error) {
	list := r.fileRefs
	if r.RefFormat == "reftable" {
		list = r.askRefs
	}
	refs, err := list(ctx)
	if err != nil {
		err = fmt.Errorf("reading the refs of %s: %w", r.GitDir, err)
	}
	slices.SortFunc(refs, func(a, b Ref) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return slices.Compact(refs), err
}

// Head returns the commit that HEAD names, as a hex id; "" when its branch
// has no commit yet.
func (r *Repo) Head(ctx context.Context) (string, error) {
	if r.RefFormat == "reftable" {
		refs, err := r.askNames(ctx, []string{"HEAD"})
		if err != nil || len(refs) == 0 {
			return "", wrap(err, "reading HEAD of %s", r.GitDir)
		}
		return refs[0].ID, nil
	}
	id, err := r.follow(r.GitDir, "HEAD", nil)
	return id, wrap(err, "reading HEAD of %s", r.GitDir)
}

// fileRefs reads the refs that are kept in files.
func (r *Repo) fileRefs(ctx context.Context) ([]Ref, error) {
	// git packs a ref before it removes its file, so that in this order none
	// can slip through; the file is the newer one
	loose, err := r.looseRefs(ctx)
	packed, packedErr := r.packedRefs()
	errs := []error{err, packedErr}

	seen := make(map[string]bool, len(loose))
	refs := make([]Ref, 0, len(loose)+len(packed))
	for _, l := range loose {
		seen[l.name] = true
		id := l.id
		if l.target != "" {
			id, err = r.follow(l.gitDir, l.target, packed)
			errs = append(errs, err)
		}
		if id != "" {
			refs = append(refs, Ref{Name: l.name, ID: id})
		}
	}
	for _, p := range packed {
		if !seen[p.Name] {
			refs = append(refs, p)
		}
	}
	return refs, errors.Join(errs...)
}

// wrap adds context to err, if there is one.
func wrap(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf(format+": %w", append(args, err)...)
}
