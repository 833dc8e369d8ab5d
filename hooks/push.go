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

// Push returns the source of what a push brings to a remote, for the hook pre-push:
// everything that the new values of the refs reach, without what the remote has, as
// far as the last fetch has shown. It is nil when refs are only deleted.
func Push(ctx context.Context, repo *gitrepo.Repo, store *objects.Store, remote string, updates []RefUpdate) (source.Source, error) {
	var exclude []oid.ID
	for _, u := range updates {
		exclude = append(exclude, u.Old) // it may be absent here: others push too
	}
	known, err := refs(ctx, repo, "refs/remotes/"+remote+"/")
	if err != nil {
		return nil, err
	}
	return arriving("push to "+remote, repo, store, updates, append(exclude, known...)), nil
}

// Receive returns the source of what a push brings to this repository, for the
// hooks pre-receive and update: everything that the new values of the refs reach,
// without what the refs of the repository reach now. It is nil when refs are only
// deleted.
func Receive(ctx context.Context, repo *gitrepo.Repo, store *objects.Store, updates []RefUpdate) (source.Source, error) {
	known, err := refs(ctx, repo, "refs/")
	if err != nil {
		return nil, err
	}
	return arriving("push", repo, store, updates, known), nil
}

// arriving returns the source of what the updates bring and exclude does not reach.
func arriving(name string, repo *gitrepo.Repo, store *objects.Store, updates []RefUpdate, exclude []oid.ID) source.Source {
	var include []oid.ID
	for _, u := range updates {
		if !u.New.IsZero() {
			include = append(include, u.New)
		}
	}
	if len(include) == 0 {
		return nil
	}
	return commits.New(name, repo, store, include, exclude)
}

// refs returns the ids of the refs whose names begin with prefix. A ref that cannot
// be read is an error: without it, nobody knows what the push brings.
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
