package ci

import (
	"context"
	"fmt"
	"strings"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
)

// A Range is the commits that Include reaches and Exclude does not.
type Range struct {
	Include, Exclude oid.ID // Exclude is zero for none
}

// String returns the range for people, with the first ten digits of each id.
func (r Range) String() string {
	if r.Exclude.IsZero() {
		return "all of " + short(r.Include)
	}
	return short(r.Exclude) + ".." + short(r.Include)
}

func short(id oid.ID) string { return id.String()[:10] }

// Range returns the commits that a run of kind Commits must judge. The error is a
// *FetchError when the clone lacks one end of the range.
func (run *Run) Range(ctx context.Context, repo *gitrepo.Repo, store *objects.Store) (Range, error) {
	var r Range
	var err error
	if r.Include, err = run.head(ctx, repo, store); err != nil {
		return r, err
	}
	r.Exclude, err = run.base(ctx, repo, store)
	return r, err
}

func (run *Run) head(ctx context.Context, repo *gitrepo.Repo, store *objects.Store) (oid.ID, error) {
	if run.Head == "" {
		return repo.Resolve(ctx, "HEAD")
	}
	// For a tag that was pushed, this is the id of the tag, not of its commit.
	if id, err := oid.Parse(run.Head); err == nil && store.Has(id) {
		return id, nil
	}
	if id, err := repo.Resolve(ctx, run.Head); err == nil {
		return id, nil
	}
	var args []string
	if cut, err := repo.Shallow(); err != nil {
		return oid.ID{}, err
	} else if len(cut) > 0 {
		args = append(args, unshallow)
	}
	if strings.HasPrefix(run.HeadRef, "refs/") {
		args = append(args, "origin", run.HeadRef)
	} else {
		args = append(args, "origin", run.Head)
	}
	return oid.ID{}, &FetchError{Repo: repo, What: fmt.Sprintf("commit %s, which this run judges, is not in the clone", run.Head), Args: args}
}

func (run *Run) base(ctx context.Context, repo *gitrepo.Repo, store *objects.Store) (oid.ID, error) {
	if run.Base != "" {
		if id, err := repo.Resolve(ctx, run.Base); err == nil {
			return id, nil
		}
		missing := fmt.Sprintf("commit %s, from which on this run judges, is not in the clone", run.Base)
		cut, err := repo.Shallow()
		switch {
		case err != nil:
			return oid.ID{}, err
		case len(cut) > 0:
			return oid.ID{}, Unshallow(repo, missing, run.Config)
		case run.Branch == "":
			return oid.ID{}, &FetchError{Repo: repo, What: missing, Args: []string{"origin", run.Base}}
		}
		// The branch was rewritten, and no ref reaches what it was before.
	}
	if run.Branch == "" {
		return oid.ID{}, nil
	}
	ref := "refs/remotes/origin/" + run.Branch
	id, err := repo.Resolve(ctx, ref)
	if err != nil {
		return oid.ID{}, &FetchError{
			Repo: repo, What: fmt.Sprintf("this run judges what the branch %s does not have, and the clone lacks that branch", run.Branch),
			Args: []string{"origin", "+refs/heads/" + run.Branch + ":" + ref}, Config: run.Config,
		}
	}
	return id, nil
}
