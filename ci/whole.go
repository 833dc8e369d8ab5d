package ci

import (
	"context"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
)

// Whole checks that the clone holds the whole history, for a run of kind Everything: all
// commits of all branches and tags of its remote. The error is a *FetchError if it does not.
// The note is for a clone that does not show whether it does; "" for none.
//
// With part, the owner of the run knows that the clone is a part, and wants no error.
func (run *Run) Whole(ctx context.Context, repo *gitrepo.Repo, part bool) (note string, err error) {
	cut, err := repo.Shallow()
	if err != nil {
		return "", err
	}
	clone, err := repo.Clone(ctx)
	if err != nil {
		return "", err
	}
	what := ""
	switch branches, tags := clone.Branches, run.tags(clone); {
	case len(cut) > 0:
		what = "this run judges the whole history, and the clone is shallow"
	case run.AllRefs:
		return "", nil
	case branches == gitrepo.Part:
		what = "this run judges the whole history, and the clone has only some branches of its remote"
	case tags == gitrepo.Part:
		what = "this run judges the whole history, and the clone leaves out the tags of its remote"
	case branches == gitrepo.All && tags == gitrepo.All:
		return "", nil
	case part || !run.Fetch || clone.Remote == "":
		return unsure, nil
	default:
		e := allRefs(repo, clone, unsure)
		e.Unsure = true
		return "", e
	}
	if part {
		return "only the branches, tags and commits of this clone were judged, which is a part of the history of its remote (--shallow-ok)", nil
	}
	e := allRefs(repo, clone, what)
	e.Config = run.Config
	if len(cut) > 0 {
		e.Args = append([]string{unshallow}, e.Args...)
	}
	return "", e
}

const unsure = "the branches and tags of this clone were judged; it does not show whether its remote has more of them, which --fetch would fetch"

// tags returns what the clone has of the tags. Systems whose clone of everything has all tags
// leave no trace of that where there is no tag.
func (run *Run) tags(c gitrepo.Clone) gitrepo.Coverage {
	if c.Tags == gitrepo.Unsure && run.TagsToo {
		return c.Branches
	}
	return c.Tags
}

// allRefs returns the error whose command fetches all branches and tags. It removes nothing
// that the remote no longer has, because that is history, too.
func allRefs(repo *gitrepo.Repo, c gitrepo.Clone, what string) *FetchError {
	e := &FetchError{Repo: repo, What: what, AllRefs: true}
	if c.Remote == "" {
		return e
	}
	branches := "+refs/heads/*:refs/remotes/" + c.Remote + "/*"
	// Else the next run could not tell that all of it is there.
	if c.NarrowBranches {
		e.Before = append(e.Before, []string{"git", "config", "--replace-all", "remote." + c.Remote + ".fetch", branches})
	}
	if c.NoTags {
		e.Before = append(e.Before, []string{"git", "config", "--unset-all", "remote." + c.Remote + ".tagOpt"})
	}
	e.Args = []string{c.Remote, branches, "+refs/tags/*:refs/tags/*"}
	return e
}
