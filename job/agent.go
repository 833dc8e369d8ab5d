package job

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

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
// here, and not those of the work tree. One of HEAD that does not load is an error: a user
// can mend it, and until then it is not known what counts as a secret.
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
		if len(j.Notes) > 0 {
			return nil, fmt.Errorf("what is committed must load before it can judge, so commit it without the fault, or give --no-repo-config: %s", strings.Replace(j.Notes[0], insteadBuiltin, "", 1)) // nothing judges
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
	return asAgent(j, texts), nil
}

// AgentElsewhere makes the job that judges those texts of an event once more that are of
// files outside of the repository of the call's Dir; nil for no such text. The agent may
// work in a repository that it has made itself, with allowlists of its own, and these say
// nothing about files elsewhere. So they are judged by the built-in rules, too.
func AgentElsewhere(c Call, e *agent.Event, texts []agent.Text) (*Job, error) {
	repo, err := gitrepo.Open(c.Dir, c.Environ)
	if err != nil || repo.WorkTree == "" {
		return nil, nil // Agent has said so, or has judged by the built-in rules
	}
	texts = e.Elsewhere(texts, func(path string) bool { return within(repo.WorkTree, path) != "" })
	if len(texts) == 0 {
		return nil, nil
	}
	j, err := c.agentOutside(e, texts)
	if err != nil {
		return nil, err
	}
	return asAgent(j, texts), nil
}

// asAgent sets what is the same for each job of an agent.
func asAgent(j *Job, texts []agent.Text) *Job {
	j.about.Kind = finding.ScanStdin
	j.packedOK, j.lfsOK = true, true // the model cannot open these either
	for _, t := range texts {
		j.noInline = j.noInline || t.From == agent.FromModel
	}
	return j
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
