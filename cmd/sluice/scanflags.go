package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/archive"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/scan"
)

// configUsage explains --config.
const configUsage = "rules to use: a TOML `FILE`, in place of one in what is scanned; or builtin, for the built-in rules alone"

// scanFlags are the flags that every scan has.
type scanFlags struct {
	config        string
	noRepoConfig  bool
	baseline      string
	noBaseline    bool
	formats       []string
	outputs       []string
	template      string
	sarifCategory string
	showSecrets   bool
	exitCode      int
	jobs          int
	minConfidence string
	lfsOK         bool
	timeout       time.Duration
	archives      archiveFlags
	noInlineAllow bool
	noCache       bool
	decodeDepth   int
	filter        filterFlags
	view          viewFlags
	quiet         bool
	verbose       bool

	stats *engine.Stats // what to fill with where the time went; nil for nothing
}

func (f *scanFlags) register(cmd *cobra.Command) { f.registerFor(cmd, archive.Defaults()) }

// registerFor is register with other limits for archives.
func (f *scanFlags) registerFor(cmd *cobra.Command, limits archive.Limits) {
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&f.config, "config", "c", "", configUsage)
	flags.BoolVar(&f.noRepoConfig, "no-repo-config", false, "do not look for a rule file or a baseline in what is scanned")
	flags.StringVar(&f.baseline, "baseline", "", "the `FILE` of known findings, which are not reported, in place of .sluice-baseline in what is scanned")
	flags.BoolVar(&f.noBaseline, "no-baseline", false, "report known findings, too")
	f.registerFormats(cmd)
	flags.BoolVar(&f.showSecrets, "show-secrets", false, "do not redact the values of secrets")
	flags.IntVar(&f.exitCode, "exit-code", exitFindings, exitCodeUsage)
	flags.IntVarP(&f.jobs, "jobs", "j", runtime.GOMAXPROCS(0), "use `N` processors at once")
	flags.StringVar(&f.minConfidence, "min-confidence", "medium", "leave out findings below this `LEVEL`: low, medium or high")
	flags.BoolVar(&f.lfsOK, "lfs-ok", false, "do not call a scan incomplete because the content of Git LFS files is not here")
	f.archives.register(flags, limits)
	flags.DurationVar(&f.timeout, "timeout", 0, "stop after this `TIME` (30s, 5m) and report what was found by then, as incomplete")
	flags.BoolVar(&f.noInlineAllow, "no-inline-allow", false, "report what comments (sluice:allow) allow, too")
	flags.IntVar(&f.decodeDepth, "decode-depth", engine.DecodeDepth, "undo up to `N` encodings around each other, such as base64; 0 for none")
	flags.BoolVar(&f.noCache, "no-cache", false, "scan a history as if it was the first time, and keep nothing for the next time in $SLUICE_CACHE or the user's cache folder (docs/explain/cache.md)")
	f.filter.register(flags)
	f.view.register(flags)
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "no progress and no log")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "say more in the text report, and on standard error where the time went")
}

// exitCodeUsage explains --exit-code.
const exitCodeUsage = "exit code `N` for findings"

// registerFormats adds the flags that say which reports are written, and to where.
func (f *scanFlags) registerFormats(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVarP(&f.formats, "format", "f", nil, "report `FORMAT`: "+formatList()+"; with several, the ending of a file says whose it is")
	flags.StringArrayVarP(&f.outputs, "output", "o", nil, "write the report to `FILE` instead of standard output, for you alone (mode 0600)")
	flags.StringVar(&f.template, "template", "", "write the report by a template `FILE` of Go's text/template (docs/reference/templates.md)")
	flags.StringVar(&f.sarifCategory, "sarif-category", "", "`NAME` that keeps the alerts of this SARIF report apart on GitHub; else the kind of scan (docs/reference/formats.md)")
}

func (f *scanFlags) check() error {
	if f.jobs < 1 {
		return fmt.Errorf("--jobs %d: it takes a number of 1 or more", f.jobs)
	}
	if err := f.archives.check(); err != nil {
		return err
	}
	if f.baseline != "" && f.noBaseline {
		return errors.New("--baseline and --no-baseline exclude each other: give only one of them")
	}
	if err := f.checkExitCode(); err != nil {
		return err
	}
	if f.decodeDepth < 0 {
		return fmt.Errorf("--decode-depth %d: it takes a number of 0 or more", f.decodeDepth)
	}
	if f.timeout < 0 {
		return fmt.Errorf("--timeout %s: it takes a time above 0, such as 30s, 5m or 1h", f.timeout)
	}
	if !slices.Contains(finding.Confidences(), finding.Confidence(f.minConfidence)) {
		return badLevel("min-confidence", f.minConfidence, finding.Confidences())
	}
	if err := f.filter.check(); err != nil {
		return err
	}
	return f.view.check()
}

func (f *scanFlags) checkExitCode() error {
	if f.exitCode < 0 || f.exitCode > 255 {
		return fmt.Errorf("--exit-code %d: it takes a number from 0 to 255", f.exitCode)
	}
	return nil
}

// badLevel says that a flag got none of the levels that it takes.
func badLevel[T ~string](flag, word string, levels []T) error {
	names := make([]string, len(levels))
	for i, l := range levels {
		names[i] = string(l)
	}
	return fmt.Errorf("--%s %q: it takes %s%s", flag, word, english.WordSeries(names, "or"), didYouMean(word, "", names))
}

// prepare checks the flags, so that what is wrong with them is said before the
// scan.
func (f *scanFlags) prepare(env environment) ([]output, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	return f.reports(env)
}

// limited returns a context that ends when --timeout is over.
func (f *scanFlags) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	if f.timeout == 0 {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, f.timeout, &scan.Stop{Why: fmt.Sprintf("stopped after %s (--timeout)", f.timeout)})
}

// tooEarly returns err, or a sentence of its own if --timeout was over before a job
// was decided.
func (f *scanFlags) tooEarly(ctx context.Context, err error) error {
	if stop := scan.Stopped(ctx); stop != nil && errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w, before anything was judged", stop)
	}
	return err
}

// call is what a job is given of the flags and the environment. dir is where its
// repository is looked for.
func (f *scanFlags) call(env environment, dir string) job.Call {
	c := env.call(f.config)
	c.Dir = dir
	c.NoRepoConfig = f.noRepoConfig
	c.Baseline, c.NoBaseline = f.baseline, f.noBaseline
	if !f.noCache {
		c.Cache = env.cache
	}
	return c
}
