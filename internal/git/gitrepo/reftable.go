package gitrepo

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/sluicesec/sluice/internal/oid"
)

// Refs in reftable format are asked from git, as this package does not read that
// format.

// askRefs lists the refs by git's plumbing. Not all versions of for-each-ref list
// pseudorefs, so they are asked by name; those that stay in files (FETCH_HEAD,
// MERGE_HEAD, those of a rebase) are read from there.
func (r *Repo) askRefs(ctx context.Context) ([]Ref, error) {
	out, err := r.git(ctx, "", "for-each-ref", "--format=%(objectname)%00%(*objectname)%00%(refname)")
	if err != nil {
		return nil, err
	}
	var refs []Ref
	for line := range strings.Lines(string(out)) {
		field := strings.Split(strings.TrimSuffix(line, "\n"), "\x00")
		if len(field) != 3 {
			return nil, fmt.Errorf("git for-each-ref: %d fields in a line of 3", len(field))
		}
		ref := Ref{Name: field[2]}
		ref.ID, err = oid.Parse(field[0])
		if err == nil && field[1] != "" {
			ref.Peeled, err = oid.Parse(field[1])
		}
		if err != nil {
			return nil, fmt.Errorf("git for-each-ref: %w", err)
		}
		refs = append(refs, ref)
	}
	var names []string
	for _, w := range r.workTrees() {
		for _, name := range []string{"HEAD", "ORIG_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD",
			"BISECT_HEAD", "AUTO_MERGE", "BISECT_EXPECTED_REV", "NOTES_MERGE_PARTIAL", "MERGE_AUTOSTASH"} {
			names = append(names, w.prefix+name)
		}
	}
	named, err := r.askNames(ctx, names)
	loose, looseErr := r.looseRefs(ctx)
	for _, l := range loose {
		// git leaves stubs of HEAD and refs/heads so that the folder looks like a repository
		if !l.id.IsZero() && !strings.Contains(l.name, "refs/") {
			named = append(named, Ref{Name: l.name, ID: l.id})
		}
	}
	return append(refs, named...), errors.Join(err, looseErr)
}

// askNames resolves refs by name, leaving out those that do not exist.
func (r *Repo) askNames(ctx context.Context, names []string) ([]Ref, error) {
	out, err := r.git(ctx, strings.Join(names, "\n")+"\n", "cat-file", "--batch-check=%(objectname)")
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) != len(names) {
		return nil, fmt.Errorf("git cat-file: %d answers to %d names", len(lines), len(names))
	}
	var refs []Ref
	for i, line := range lines {
		if id, ok := parseID(line, r.ObjectFormat); ok { // else "NAME missing"
			refs = append(refs, Ref{Name: names[i], ID: id})
		}
	}
	return refs, nil
}

// askReflogs lists the commits that reflogs name and that still exist.
func (r *Repo) askReflogs(ctx context.Context) ([]oid.ID, error) {
	out, err := r.git(ctx, "", "rev-list", "--no-walk=unsorted", "--reflog", "--")
	if err != nil {
		return nil, err
	}
	var ids []oid.ID
	for digits := range strings.FieldsSeq(string(out)) {
		id, err := oid.Parse(digits)
		if err != nil {
			return nil, fmt.Errorf("git rev-list: %w", err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}
