package job

import (
	"context"
	"fmt"

	"github.com/sluicesec/sluice/ci"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/history"
)

// CI makes the job of a CI run. The options are for a run that judges the whole history.
// The error wraps a [*ci.FetchError] when the clone lacks commits that the run must judge.
//
// A bare repository in the work tree of another is not opened: a commit can hold it, so
// whoever has made the change may have made it. The other repository is.
func CI(ctx context.Context, c Call, run *ci.Run, o history.Options) (*Job, error) {
	c.outermost = true
	return c.open(ctx, func(r repository) (*Job, error) {
		about := run.System
		if run.Event != "" {
			about += " (" + run.Event + ")"
		}
		if run.Kind == ci.Nothing {
			c.Tell(about + ": a ref was deleted, so there is nothing to judge")
			return &Job{}, nil
		}
		var j *Job
		var err error
		if run.Kind == ci.Everything {
			j, err = c.ciWhole(ctx, r, run, o)
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
		if run.Checkout != "" && r.HasToken() {
			j.Notes = append(j.Notes, "the checkout has left the token of this run where git and each later step of the job find it: set "+run.Checkout+" unless a step needs it")
		}
		return j, nil
	})
}

// ciWhole makes the job of a run that judges the whole history. The git folder is left
// out: the CI system has made it for this run, and put a password for the run into its
// configuration.
func (c Call) ciWhole(ctx context.Context, r repository, run *ci.Run, o history.Options) (*Job, error) {
	note, err := run.Whole(ctx, r.Repo, o.ShallowOK)
	if err != nil {
		return nil, err
	}
	head, err := r.Head(ctx)
	if err != nil {
		return nil, err
	}
	j, err := c.judged(r, func(d decisive, name string) (oid.ID, []string, error) {
		id, err := run.DefaultCommit(ctx, r.Repo)
		if err != nil || !id.IsZero() {
			return id, nil, err
		}
		return id, d.ignored(r, run, head, name), nil
	})
	if err != nil {
		return nil, err
	}
	if note != "" {
		j.Notes = append(j.Notes, note)
	}
	o.NoGitFiles = true
	j.Source, j.about.Kind = history.New(r.Repo, r.store, o), finding.ScanHistory
	if !o.ReachableOnly && !o.ShallowOK {
		j.Baseline = whole(j.Baseline)
	}
	return j, nil
}

// ciRange makes the job of a run that judges the commits of a change.
func (c Call) ciRange(ctx context.Context, r repository, run *ci.Run) (*Job, error) {
	span, err := run.Range(ctx, r.Repo, r.store)
	if err != nil {
		return nil, err
	}
	j, err := c.judged(r, func(d decisive, name string) (oid.ID, []string, error) {
		notes, err := d.changes(r.store, span, name)
		if err != nil || !run.OwnBase {
			return span.Exclude, notes, err
		}
		id, err := run.DefaultCommit(ctx, r.Repo)
		if err != nil || !id.IsZero() {
			return id, notes, err
		}
		return id, d.ignored(r, run, span.Include, name), nil
	})
	if err != nil {
		return nil, err
	}
	var exclude []oid.ID
	if !span.Exclude.IsZero() {
		exclude = append(exclude, span.Exclude)
	}
	list := func() *commits.Range {
		return commits.New(span.String(), r.Repo, r.store, []oid.ID{span.Include}, exclude)
	}
	if run.Fetch {
		if cut, err := list().Cut(ctx); err != nil {
			return nil, err
		} else if len(cut) > 0 {
			return nil, ci.Unshallow(r.Repo, fmt.Sprintf("the history ends at commit %s, so what came before it cannot be told from what is new", cut[0]), run.Config)
		}
	}
	src := list()
	if run.HeadRef != "" {
		src.WithRefs(run.HeadRef)
	}
	j.Source, j.about.Kind = src, finding.ScanRange
	return j, nil
}

// judged makes a job without a source that is judged by files of commits. commit returns
// the commit that counts for a kind of file, and notes; see [Call.committed].
func (c Call) judged(r repository, commit func(d decisive, name string) (oid.ID, []string, error)) (*Job, error) {
	cfg, notes, err := c.committed(r, func(name string) (oid.ID, []string, error) { return commit(ruleFiles(), name) })
	if err != nil {
		return nil, err
	}
	known, more, err := c.committedBaseline(r, func(name string) (oid.ID, []string, error) { return commit(baselines(), name) })
	if err != nil {
		return nil, err
	}
	return &Job{Rules: cfg, Baseline: known, Notes: append(notes, more...)}, nil
}
