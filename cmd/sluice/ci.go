package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/sluicesec/sluice/ci"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/source/history"
)

// scanCI runs the job of a CI run, and shows the result where the CI system
// looks for it as well.
func scanCI(ctx context.Context, env environment, code *int, flags *scanFlags, repo string, o history.Options) error {
	outputs, err := flags.prepare(env)
	if err != nil {
		return err
	}
	ctx, cancel := flags.limited(ctx)
	defer cancel()
	j, err := job.CI(ctx, flags.call(env, repo), o)
	if err != nil {
		return flags.tooEarly(ctx, err)
	}
	write := writeAll
	if env.getenv("GITHUB_ACTIONS") == "true" {
		write = env.writeGitHub
	}
	return flags.perform(ctx, env, code, j, func(r *finding.Report) error { return write(outputs, r) })
}

// writeGitHub writes the reports, with annotations and a summary of the step.
// The text report quotes commits, and the runner must not take such a quotation
// for a workflow command: so commands are switched off while the report is
// written, until a word that nobody could know beforehand. Where a program reads
// standard output, annotations go to standard error, in which the runner looks
// for commands, too.
func (env environment) writeGitHub(outputs []output, r *finding.Report) error {
	commands := env.stdout
	if slices.ContainsFunc(outputs, func(o output) bool { return o.path == "" && o.format != "text" }) {
		commands = env.stderr
	}
	err := ci.Quietly(commands, func() error { return writeAll(outputs, r) })
	if err == nil {
		err = ci.Annotate(commands, r)
	}
	if path := env.getenv("GITHUB_STEP_SUMMARY"); path != "" && err == nil {
		err = appendSummary(path, r)
	}
	return err
}

// maxSummary is the most bytes that a step adds to its summary. GitHub shows none above
// 1 MiB, and other tools of the same step may have written to it.
const maxSummary = 900 << 10

func appendSummary(path string, r *finding.Report) error {
	markdown, err := report.Lookup("markdown")
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("writing the step summary: %w", err)
	}
	w := plain.NewWriter(f)
	if err := errors.Join(markdown(w, r, report.Options{Bytes: maxSummary}), w.Flush(), f.Close()); err != nil {
		return fmt.Errorf("writing the step summary: %w", err)
	}
	return nil
}
