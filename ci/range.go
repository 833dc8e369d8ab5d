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
	Include, Exclude oid.ID // Exclude is zero when nothing counts as judged
}

// String returns the range for people.
func (r Range) String() string {
	if r.Exclude.IsZero() {
		return "all of " + short(r.Include)
	}
	return short(r.Exclude) + ".." + short(r.Include)
}

func short(id oid.ID) string { return id.String()[:10] }

// A FetchError says what a clone lacks and which command fetches it.
type FetchError struct {
	What    string
	Command string
	Config  string // how the CI system is told to fetch it by itself; may be ""
}

func (e *FetchError) Error() string {
	s := e.What + ": run `" + e.Command + "` before"
	if e.Config != "" {
		s += " (or set " + e.Config + ")"
	}
	return s
}

// Range returns the commits that a job of kind Commits must judge. The error
// is a *FetchError when the clone lacks either end.
func (j *Job) Range(ctx context.Context, repo *gitrepo.Repo, store *objects.Store) (Range, error) {
	var r Range
	var err error
	if r.Include, err = j.head(ctx, repo, store); err != nil {
		return r, err
	}
	r.Exclude, err = j.base(ctx, repo, store)
	return r, err
}

// Whole checks that the clone holds the whole history, for a job of kind
// Everything. The error is a *FetchError if it does not.
func (j *Job) Whole(repo *gitrepo.Repo) error {
	cut, err := repo.Shallow()
	if err != nil {
		return err
	}
	if len(cut) > 0 {
		return &FetchError{"this run judges the whole history, and the clone is shallow", "git fetch --unshallow", j.Config}
	}
	return nil
}

func (j *Job) head(ctx context.Context, repo *gitrepo.Repo, store *objects.Store) (oid.ID, error) {
	if j.Head == "" {
		return repo.Resolve(ctx, "HEAD")
	}
	// a tag that was pushed is named by its own id, not by that of its commit
	if id, err := oid.Parse(j.Head); err == nil && store.Has(id) {
		return id, nil
	}
	if id, err := repo.Resolve(ctx, j.Head); err == nil {
		return id, nil
	}
	fetch := "git fetch origin "
	if cut, err := repo.Shallow(); err != nil {
		return oid.ID{}, err
	} else if len(cut) > 0 {
		fetch = "git fetch --unshallow origin "
	}
	if strings.HasPrefix(j.HeadRef, "refs/") {
		fetch += j.HeadRef
	} else {
		fetch += j.Head
	}
	return oid.ID{}, &FetchError{fmt.Sprintf("commit %s, which this run judges, is not in the clone", j.Head), fetch, ""}
}

func (j *Job) base(ctx context.Context, repo *gitrepo.Repo, store *objects.Store) (oid.ID, error) {
	if j.Base != "" {
		if id, err := repo.Resolve(ctx, j.Base); err == nil {
			return id, nil
		}
		missing := fmt.Sprintf("commit %s, from which on this run judges, is not in the clone", j.Base)
		cut, err := repo.Shallow()
		switch {
		case err != nil:
			return oid.ID{}, err
		case len(cut) > 0:
			return oid.ID{}, &FetchError{missing, "git fetch --unshallow", j.Config}
		case j.Branch == "":
			return oid.ID{}, &FetchError{missing, "git fetch origin " + j.Base, ""}
		}
		// the branch was rewritten, and nothing leads to what it was before
	}
	if j.Branch == "" {
		return oid.ID{}, nil
	}
	ref := "refs/remotes/origin/" + j.Branch
	id, err := repo.Resolve(ctx, ref)
	if err != nil {
		return oid.ID{}, &FetchError{
			fmt.Sprintf("this run judges what the branch %s does not have, and the clone lacks that branch", j.Branch),
			"git fetch origin +refs/heads/" + j.Branch + ":" + ref, j.Config,
		}
	}
	return id, nil
}
