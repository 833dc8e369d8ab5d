package ci

import (
	"context"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/oid"
)

// DefaultCommit returns the newest commit of the default branch that the clone
// has; the zero ID if the clone does not say which one that is. Whoever starts a
// run can choose another ref for it, and a workflow may check out what a stranger
// wrote. So HEAD is the default branch only if it is the commit that the system
// names as such.
func (run *Run) DefaultCommit(ctx context.Context, repo *gitrepo.Repo) (oid.ID, error) {
	refs := []string{"refs/remotes/origin/HEAD"} // git clone makes it
	if run.Default != "" {
		refs = append([]string{"refs/remotes/origin/" + run.Default}, refs...)
	}
	for _, ref := range refs {
		if id, err := repo.Resolve(ctx, ref); err == nil {
			return id, nil
		}
	}
	head, err := repo.Head(ctx)
	if err != nil {
		return oid.ID{}, err
	}
	if run.OnDefault != "" && head.String() == run.OnDefault {
		return head, nil
	}
	return oid.ID{}, nil
}
