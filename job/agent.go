package job

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/hooks/agent"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/oid"
)

// Agent makes the job that judges texts of an event of a coding agent. The repository is
// that of the call's Dir. Outside of a repository, only a rule file and a baseline that the
// user names count.
//
// The agent can write a rule file or a baseline like any other file. So those of HEAD count
// here, and not those of the work tree.
func Agent(ctx context.Context, c Call, e *agent.Event, texts []agent.Text) (*Job, error) {
	j, err := c.open(ctx, func(r repository) (*Job, error) {
		head, err := r.Head(ctx)
		if err != nil {
			return nil, err
		}
		j, err := c.judged(r, func(decisive, string) (oid.ID, []string, error) { return head, nil, nil })
		if err != nil {
			return nil, err
		}
		j.Source = agent.NewSource(e, texts, func(path string) string {
			return cmp.Or(within(r.WorkTree, path), filepath.ToSlash(path))
		})
		return j, nil
	})
	if errors.Is(err, gitrepo.ErrNotRepository) {
		j, err = c.agentOutside(e, texts)
	}
	if err != nil {
		return nil, err
	}
	j.about.Kind = finding.ScanStdin
	j.packedOK, j.lfsOK = true, true // the model cannot open these either
	for _, t := range texts {
		j.noInline = j.noInline || t.From == agent.FromModel
	}
	return j, nil
}

// agentOutside is Agent outside of a repository.
func (c Call) agentOutside(e *agent.Event, texts []agent.Text) (*Job, error) {
	cfg, err := c.rules("")
	if err != nil {
		return nil, err
	}
	known, err := c.baseline("")
	if err != nil {
		return nil, err
	}
	return &Job{Rules: cfg, Baseline: known, Source: agent.NewSource(e, texts, filepath.ToSlash)}, nil
}
