package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
)

// scan runs the job that decide makes, and writes its reports and, with -v,
// where the time went.
func (f *scanFlags) scan(ctx context.Context, env environment, code *int, decide func(context.Context) (*job.Job, error)) error {
	begin := time.Now()
	outputs, err := f.prepare(env)
	if err != nil {
		return err
	}
	ctx, cancel := f.limited(ctx)
	defer cancel()
	j, err := decide(ctx)
	if err != nil {
		return f.tooEarly(ctx, err)
	}
	if f.verbose && !f.quiet {
		f.stats = &engine.Stats{}
	}
	return f.perform(ctx, env, code, j, func(r *finding.Report) error {
		if scan.Stopped(ctx) != nil {
			unpaged(outputs) // after a signal there is no time to read in a pager
		}
		if err := writeAll(outputs, r); err != nil || f.stats == nil {
			return err
		}
		return writeStats(env.stderr, *f.stats, time.Since(begin))
	})
}

// perform runs a job and closes it. If there is a report, perform sets the exit
// code and calls write.
func (f *scanFlags) perform(ctx context.Context, env environment, code *int, j *job.Job, write func(*finding.Report) error) error {
	r, err := f.run(ctx, env, j)
	if err == nil && r != nil {
		*code = f.verdict(r)
		err = write(r)
	}
	return j.Failed(errors.Join(err, j.Close()))
}

// run runs a job. The report is nil when nothing was judged.
func (f *scanFlags) run(ctx context.Context, env environment, j *job.Job) (*finding.Report, error) {
	return f.runWith(ctx, env, j, func(*scan.Options) {})
}

// runWith is run with further options, which more sets.
func (f *scanFlags) runWith(ctx context.Context, env environment, j *job.Job, more func(*scan.Options)) (*finding.Report, error) {
	if j.Source == nil {
		return nil, nil
	}
	scanner, err := newScanner(j.Rules)
	if err != nil {
		return nil, err
	}
	progress := &scan.Progress{}
	defer startBar(env, progress, j.Source, f.quiet).stop()
	o := scan.Options{
		Scan:          finding.Scan{Date: job.Today(env.getenv)},
		Jobs:          f.jobs,
		ShowSecrets:   f.showSecrets,
		LFSOK:         f.lfsOK,
		Archives:      f.archives.options(),
		MinConfidence: finding.Confidence(f.minConfidence),
		Filter:        f.filter.filter(),
		NoInlineAllow: f.noInlineAllow,
		Hits:          report.NeedsHits(f.formats...),
		DecodeDepth:   cmp.Or(f.decodeDepth, -1), // 0 is the default of the library
		Notes:         f.unusedRules(env),
		Tool:          thisBuild().tool(),
		Progress:      progress,
		Stats:         f.stats,
	}
	more(&o)
	r, err := j.Run(ctx, scanner, o)
	if f.verbose && !f.quiet {
		f.sayCache(env, j)
	}
	return r, f.filter.explained(err, j.Rules)
}

// sayCache says whether the cache was used, or why not.
func (f *scanFlags) sayCache(env environment, j *job.Job) {
	if path := j.CacheUsed(); path != "" {
		env.say("what an earlier scan of this repository has learned was used: " + path)
	}
	if why := j.CacheErr(); why != nil {
		env.say(why.Error())
	}
}

// newScanner is scan.New without a collection of memory meanwhile: what is allocated there
// stays, and to look for garbage in it would take a fifth of the time that a hook needs to
// start. The limit is for large rule files. Of rules that are not read nearly nothing is
// allocated, and to change the settings waits for all goroutines.
func newScanner(cfg *rules.Config) (*scan.Scanner, error) {
	if cfg.Unread() == 0 {
		percent, limit := debug.SetGCPercent(-1), debug.SetMemoryLimit(256<<20)
		defer func() {
			debug.SetGCPercent(percent)
			debug.SetMemoryLimit(limit)
		}()
	}
	return scan.New(cfg)
}

// unusedRules returns notes about rules that the environment names for gitleaks, and that
// do not count here.
func (f *scanFlags) unusedRules(env environment) (notes []string) {
	if f.config != "" || env.getenv("SLUICE_CONFIG") != "" {
		return nil
	}
	for _, name := range []string{job.GitleaksConfig, job.GitleaksConfigTOML} {
		if env.getenv(name) != "" {
			notes = append(notes, fmt.Sprintf("%s is set, and does not count here: name a rule file with --config or SLUICE_CONFIG, or run `sluice gitleaks`, which uses it", name))
		}
	}
	return notes
}

// verdict is the exit code that a report stands for.
func (f *scanFlags) verdict(r *finding.Report) int {
	switch {
	case !r.Complete:
		return exitError
	case len(r.Findings) > 0:
		return f.exitCode
	}
	return exitClean
}
