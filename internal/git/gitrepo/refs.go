package gitrepo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/internal/oid"
)

// A Ref names an object.
type Ref struct {
	// Name is the whole name: "HEAD", "refs/heads/main". A ref of another work
	// tree begins with "worktrees/NAME/" or "main-worktree/", as in git. What an
	// unfinished operation keeps is named by its file: "FETCH_HEAD",
	// "rebase-merge/autostash"; several refs can have such a name.
	Name   string
	ID     oid.ID // of an object of any type
	Peeled oid.ID // what an annotated tag leads to in the end, if the repository says so outside its objects; else zero
}

// Refs returns every ref of the repository, sorted by name: branches, tags,
// stash, notes, remotes and all others below refs/, and pseudorefs (HEAD,
// ORIG_HEAD, FETCH_HEAD, MERGE_HEAD...), also those of the other work trees. A
// symbolic ref has the id that it points to in the end; it is left out if it
// points to a branch that has no commit yet.
//
// The error joins all that could not be read; the other refs are returned with it.
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
		return cmp.Or(strings.Compare(a.Name, b.Name), a.ID.Compare(b.ID))
	})
	return slices.Compact(refs), err
}

// Head returns the commit that HEAD names; the zero ID when its branch has no
// commit yet.
func (r *Repo) Head(ctx context.Context) (oid.ID, error) {
	if r.RefFormat == "reftable" {
		refs, err := r.askNames(ctx, []string{"HEAD"})
		if err != nil || len(refs) == 0 {
			return oid.ID{}, wrap(err, "reading HEAD of %s", r.GitDir)
		}
		return refs[0].ID, nil
	}
	id, err := r.follow(r.GitDir, "HEAD", nil)
	return id, wrap(err, "reading HEAD of %s", r.GitDir)
}

// fileRefs reads the refs that are kept in files.
func (r *Repo) fileRefs(ctx context.Context) ([]Ref, error) {
	// git packs a ref before it removes its file, so in this order none is missed;
	// of two values the one in the file is the newer one
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
		if !id.IsZero() {
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
