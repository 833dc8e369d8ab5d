package job

import (
	"context"
	"fmt"

	"github.com/sluicesec/sluice/ci"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/history"
)

// CI makes the job of a CI run, which the environment describes. The options
// are for a run that judges the whole history.
func CI(ctx context.Context, c Call, o history.Options) (*Job, error) {
	return c.open(func(r repository) (*Job, error) {
		run, err := ci.Detect(c.Getenv)
		if err != nil {
			return nil, err
		}
		about := run.System
		if run.Event != "" {
			about += " (" + run.Event + ")"
		}
		if run.Kind == ci.Nothing {
			c.Tell(about + ": a ref was deleted, so there is nothing to judge")
			return &Job{}, nil
		}
		var j *Job
		if run.Kind == ci.Everything {
			j, err = c.ciWhole(r, run, o)
		} else {
			j, err = c.ciRange(ctx, r, run)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", about, err)
		}
		if run.Fork {
			j.noInline = true
			j.Notes = append(j.Notes, "the change comes from a fork, so comments in it allow nothing")
		}
		return j, nil
	})
}

// ciWhole makes the job of a run that judges the whole history.
func (c Call) ciWhole(r repository, run *ci.Run, o history.Options) (*Job, error) {
	if err := run.Whole(r.Repo); err != nil {
		return nil, err
	}
	return c.trusted(history.New(r.Repo, r.store, o), r.ruleFolder())
}

// ciRange makes the job of a run that judges the commits of a change.
func (c Call) ciRange(ctx context.Context, r repository, run *ci.Run) (*Job, error) {
	span, err := run.Range(ctx, r.Repo, r.store)
	if err != nil {
		return nil, err
	}
	cfg, notes, err := c.rulesBefore(r, span)
	if err != nil {
		return nil, err
	}
	var exclude []oid.ID
	if !span.Exclude.IsZero() {
		exclude = append(exclude, span.Exclude)
	}
	src := commits.New(span.String(), r.Repo, r.store, []oid.ID{span.Include}, exclude)
	return &Job{Source: src, Rules: cfg, Notes: notes}, nil
}
