package hooks

import (
	"context"
	"strings"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/commits"
)

// Push returns the source of what a push brings to a remote, for the hook
// pre-push: everything that the new values of the refs reach, without what the
// remote has. What it has is known from its refs, as they were at the last fetch or
// push. The source is nil when refs are only deleted.
func Push(ctx context.Context, repo *gitrepo.Repo, store *objects.Store, remote string, updates []RefUpdate) (source.Source, error) {
	var exclude []oid.ID
	for _, u := range updates {
		exclude = append(exclude, u.Old) // may be absent here, because others push, too
	}
	known, err := refs(ctx, repo, "refs/remotes/"+remote+"/")
	if err != nil {
		return nil, err
	}
	return arriving("push to "+remote, repo, store, updates, append(exclude, known...)), nil
}

// Receive returns the source of what a push brings to this repository, for the
// hooks pre-receive and update: everything that the new values of the refs
// reach, without what the refs of the repository reach now. The source is nil when
// refs are only deleted.
func Receive(ctx context.Context, repo *gitrepo.Repo, store *objects.Store, updates []RefUpdate) (source.Source, error) {
	known, err := refs(ctx, repo, "refs/")
	if err != nil {
		return nil, err
	}
	return arriving("push", repo, store, updates, known), nil
}

// arriving returns the source of what the updates bring and exclude does not reach,
// and of the names of new refs.
func arriving(name string, repo *gitrepo.Repo, store *objects.Store, updates []RefUpdate, exclude []oid.ID) source.Source {
	var include []oid.ID
	var names []string
	for _, u := range updates {
		if u.New.IsZero() {
			continue
		}
		include = append(include, u.New)
		if u.Old.IsZero() {
			names = append(names, u.Ref)
		}
	}
	if len(include) == 0 {
		return nil
	}
	return commits.New(name, repo, store, include, exclude).WithRefs(names...)
}

// refs returns what the refs below prefix name. A ref that cannot be read is an
// error: nobody knows what it would have included or excluded.
func refs(ctx context.Context, repo *gitrepo.Repo, prefix string) ([]oid.ID, error) {
	all, err := repo.Refs(ctx)
	if err != nil {
		return nil, err
	}
	var ids []oid.ID
	for _, r := range all {
		if strings.HasPrefix(r.Name, prefix) {
			ids = append(ids, r.ID)
		}
	}
	return ids, nil
}
