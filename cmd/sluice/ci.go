package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/sluicesec/sluice/ci"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/history"
)

// scanCI judges what the CI run is about, and reports it in the run's own ways
// as well.
func scanCI(ctx context.Context, env environment, code *int, repo *gitrepo.Repo, store *objects.Store, which gitFlags, flags *scanFlags) error {
	outputs, err := flags.prepare(env)
	if err != nil {
		return err
	}
	job, err := ci.Detect(env.getenv)
	if err != nil {
		return err
	}
	about := job.System
	if job.Event != "" {
		about += " (" + job.Event + ")"
	}
	if job.Kind == ci.Nothing {
		fmt.Fprintf(env.stderr, "sluice: %s: a ref was deleted, so there is nothing to judge\n", about)
		return nil
	}
	src, cfg, notes, err := ciWork(ctx, env, job, repo, store, which, flags)
	if err != nil {
		return fmt.Errorf("%s: %w", about, err)
	}
	report, err := flags.run(ctx, env, src, cfg, notes...)
	if err != nil {
		return err
	}
	*code = flags.verdict(report)
	if env.getenv("GITHUB_ACTIONS") == "true" {
		return gitHubReport(env, outputs, report)
	}
	return writeAll(outputs, report)
}

// ciWork is what the run judges, by which rules, and what is to be said of them.
func ciWork(ctx context.Context, env environment, job *ci.Job, repo *gitrepo.Repo, store *objects.Store, which gitFlags, flags *scanFlags) (source.Source, *rules.Config, []string, error) {
	if job.Kind == ci.Everything {
		if err := job.Whole(repo); err != nil {
			return nil, nil, nil, err
		}
		cfg, err := loadRules(env, flags.config, configTarget(repo))
		return history.New(repo, store, history.Options{ReachableOnly: which.reachableOnly, NoDelta: which.noDelta}), cfg, nil, err
	}
	r, err := job.Range(ctx, repo, store)
	if err != nil {
		return nil, nil, nil, err
	}
	var exclude []oid.ID
	if !r.Exclude.IsZero() {
		exclude = append(exclude, r.Exclude)
	}
	src := commits.New(r.String(), repo, store, []oid.ID{r.Include}, exclude)
	asked := flags.config
	if asked == "" {
		asked = env.getenv("SLUICE_CONFIG")
	}
	name := within(repo.WorkTree, asked)
	if asked != "" && name == "" { // not the repository's own
		cfg, err := rules.Load(asked)
		return src, cfg, nil, err
	}
	cfg, notes, err := ci.Rules(store, r, name)
	return src, cfg, notes, err
}

// within returns path relative to the work tree, slash-separated; "" for one
// that is not in it.
func within(workTree, path string) string {
	if workTree == "" || path == "" {
		return ""
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(workTree, abs)
	if err != nil || !filepath.IsLocal(rel) {
		return ""
	}
	return filepath.ToSlash(rel)
}

// gitHubReport writes the reports, with annotations and a summary of the step.
// What the text report quotes of commits must not be taken for commands of the
// workflow, so it is kept apart from them by a word that nobody could know
// beforehand. Where a program reads standard output, annotations go to standard
// error, which is looked through as well.
func gitHubReport(env environment, outputs []output, r *finding.Report) error {
	commands := env.stdout
	if slices.ContainsFunc(outputs, func(o output) bool { return o.path == "" && o.format != "text" }) {
		commands = env.stderr
	}
	word := ci.StopWord()
	fmt.Fprintf(commands, "::stop-commands::%s\n", word)
	err := writeAll(outputs, r)
	fmt.Fprintf(commands, "::%s::\n", word)
	if err == nil {
		err = ci.Annotate(commands, r)
	}
	if path := env.getenv("GITHUB_STEP_SUMMARY"); path != "" && err == nil {
		err = appendSummary(path, r)
	}
	return err
}

func appendSummary(path string, r *finding.Report) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("writing the step summary: %w", err)
	}
	if err := errors.Join(ci.Summarize(f, r), f.Close()); err != nil {
		return fmt.Errorf("writing the step summary: %w", err)
	}
	return nil
}
