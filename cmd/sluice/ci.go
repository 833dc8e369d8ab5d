package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/sluicesec/sluice/ci"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/source/history"
)

// scanCI runs the job of a CI run, and shows the result where the CI system looks for it
// as well. With fetch, git fetches what the clone lacks.
//
// A run that fails leaves reports, too, which say that they are incomplete. Without a
// report a CI system may show that of an earlier run, or a green field.
func scanCI(ctx context.Context, env environment, code *int, flags *scanFlags, repo string, o history.Options, fetch bool) error {
	outputs, err := flags.prepare(env)
	if err != nil {
		return err
	}
	ctx, cancel := flags.limited(ctx)
	defer cancel()
	c := ciRun{env: env, outputs: outputs, commands: env.stdout}
	if slices.ContainsFunc(outputs, func(o output) bool { return o.path == "" && o.format != "text" }) {
		c.commands = env.stderr
	}
	if err := c.judge(ctx, code, flags, repo, o, fetch); err != nil {
		if !c.written {
			err = errors.Join(err, c.failed(repo, err))
		}
		return err
	}
	if !c.written { // there was nothing to judge
		return c.writeOutputs(nil, *code)
	}
	return nil
}

// A ciRun writes the reports of a CI run.
type ciRun struct {
	env      environment
	outputs  []output
	commands *plain.Writer // for workflow commands
	written  bool          // the reports were written, or the attempt has failed
}

func (c *ciRun) judge(ctx context.Context, code *int, flags *scanFlags, repo string, o history.Options, fetch bool) error {
	run, err := ci.Detect(c.env.getenv)
	if err != nil {
		return err
	}
	for i := range c.outputs {
		if c.outputs[i].options.Category == "" {
			c.outputs[i].options.Category = run.Category()
		}
	}
	run.Fetch = fetch
	decide := func() (*job.Job, error) { return job.CI(ctx, flags.call(c.env, repo), run, o) }
	j, err := decide()
	if fetch {
		j, err = c.fetched(ctx, run, j, err, decide)
	}
	if err != nil {
		return flags.tooEarly(ctx, err)
	}
	return flags.perform(ctx, c.env, code, j, func(r *finding.Report) error { return c.write(r, *code) })
}

// maxFetches is how often something may be missing: the history of a shallow clone, then
// the commit that is judged, then a commit that no branch has any more.
const maxFetches = 3

// fetched returns what decide returns once git has fetched what the clone lacks, as the
// error says.
func (c *ciRun) fetched(ctx context.Context, run *ci.Run, j *job.Job, err error, decide func() (*job.Job, error)) (*job.Job, error) {
	for range maxFetches {
		var missing *ci.FetchError
		if !errors.As(err, &missing) {
			break
		}
		c.env.say("fetching what the clone lacks: " + missing.Command())
		switch failure := missing.Fetch(ctx); {
		case failure == nil:
			run.AllRefs = run.AllRefs || missing.AllRefs
		case missing.Unsure && ctx.Err() == nil:
			c.env.say(failure.Error())
			run.Fetch = false // the report has a note in place of the error
		default:
			return nil, failure
		}
		j, err = decide()
	}
	return j, err
}

// failed writes the reports of a run that has judged nothing. Standard output has none:
// the error is on standard error. Nor is there one of a format that lists findings and nothing
// else: it would be empty, which reads as an all-clear.
func (c *ciRun) failed(repo string, why error) error {
	r := &finding.Report{
		Schema: finding.SchemaV1, Tool: thisBuild().tool(),
		Scan:     finding.Scan{Date: job.Today(c.env.getenv)},
		Ledger:   finding.Ledger{Source: "git " + repo, Errors: []string{why.Error()}},
		Findings: []finding.Finding{},
	}
	c.outputs = slices.DeleteFunc(c.outputs, func(o output) bool {
		return o.path == "" || o.format == "csv" || o.format == "gitleaks" || o.format == templateFormat
	})
	return c.write(r, exitError)
}

// write writes the reports, and on GitHub what GitHub shows of them.
func (c *ciRun) write(r *finding.Report, code int) error {
	c.written = true
	if c.env.getenv("GITHUB_ACTIONS") != "true" {
		return writeAll(c.outputs, r)
	}
	if err := c.writeGitHub(r); err != nil {
		return errors.Join(err, c.writeFailure(r))
	}
	return c.writeOutputs(r, code)
}

// writeGitHub writes the reports, with annotations and a summary of the step.
// The text report quotes commits, and the runner must not take such a quotation
// for a workflow command: so commands are switched off while the report is
// written, until a word that nobody could know beforehand. Where a program reads
// standard output, commands go to standard error: the runner looks for them there, too.
func (c *ciRun) writeGitHub(r *finding.Report) error {
	err := ci.Quietly(c.commands, func() error { return writeAll(c.outputs, r) })
	if err == nil {
		err = ci.Annotate(c.commands, r)
	}
	if path := c.env.getenv("GITHUB_STEP_SUMMARY"); path != "" && err == nil {
		err = appendSummary(path, r)
	}
	return err
}

// writeOutputs tells the later steps of a job on GitHub the result, and where the reports
// are that they may read: report is the JSON report, and sarif the SARIF report.
func (c *ciRun) writeOutputs(r *finding.Report, code int) error {
	files := map[string]string{}
	for _, o := range c.outputs {
		switch {
		case r == nil || o.path == "":
		case o.format == "sarif":
			files["sarif"] = o.path
		case o.format == "json":
			files["report"] = o.path
		}
	}
	return c.appendOutputs(ci.Outputs{Report: r, Code: code, Files: files})
}

// writeFailure tells the later steps that a report could not be written. None is named then:
// what is at its path may be of an earlier run.
func (c *ciRun) writeFailure(r *finding.Report) error {
	incomplete := *r
	incomplete.Complete = false
	return c.appendOutputs(ci.Outputs{Report: &incomplete, Code: exitError})
}

func (c *ciRun) appendOutputs(o ci.Outputs) error {
	path := c.env.getenv("GITHUB_OUTPUT")
	if path == "" || c.env.getenv("GITHUB_ACTIONS") != "true" {
		return nil
	}
	return appendTo(path, "the outputs of the step", o.Write)
}

// maxSummary is the most bytes that a step adds to its summary. GitHub shows none above
// 1 MiB, and other tools of the same step may have written to it.
const maxSummary = 900 << 10

func appendSummary(path string, r *finding.Report) error {
	markdown, err := report.Lookup("markdown")
	if err != nil {
		return err
	}
	return appendTo(path, "the step summary", func(w io.Writer) error { return markdown(w, r, report.Options{Bytes: maxSummary}) })
}

// appendTo adds to a file of the runner.
func appendTo(path, what string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("writing %s: %w", what, err)
	}
	w := plain.NewWriter(f)
	if err := errors.Join(write(w), w.Flush(), f.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", what, err)
	}
	return nil
}
