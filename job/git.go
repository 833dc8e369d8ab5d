package job

import (
	"context"

	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/history"
	"github.com/sluicesec/sluice/source/staged"
)

// A Part says which part of a repository is judged. The zero value is the whole
// history; otherwise one of Staged, Range and Since is set.
type Part struct {
	Staged bool   // what the next commit would hold
	Range  string // A..B: the commits that B reaches and A does not
	Since  string // REV: the commits that HEAD reaches and REV does not

	History history.Options // for the whole history
}

// Git makes the job that judges a part of the repository, for a user who trusts
// its rule file.
func Git(ctx context.Context, c Call, part Part) (*Job, error) {
	return c.open(func(r repository) (*Job, error) {
		src, err := part.source(ctx, r)
		if err != nil {
			return nil, err
		}
		return c.trusted(src, r.ruleFolder())
	})
}

func (p Part) source(ctx context.Context, r repository) (source.Source, error) {
	switch {
	case p.Staged:
		return staged.New(r.Repo, r.store), nil
	case p.Since != "":
		return span(ctx, r, p.Since+"..HEAD")
	case p.Range != "":
		return span(ctx, r, p.Range)
	}
	return history.New(r.Repo, r.store, p.History), nil
}

// span returns the source of the commits of a range A..B.
func span(ctx context.Context, r repository, text string) (source.Source, error) {
	include, exclude, err := commits.Parse(ctx, r.Repo, text)
	if err != nil {
		return nil, err
	}
	return commits.New(text, r.Repo, r.store, []oid.ID{include}, []oid.ID{exclude}), nil
}
