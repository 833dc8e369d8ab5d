package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source"
)

// scanFlags are the flags that every scan has.
type scanFlags struct {
	config        string
	formats       []string
	outputs       []string
	showSecrets   bool
	exitCode      int
	jobs          int
	minConfidence string
	noColor       bool
	quiet         bool
	verbose       bool

	stats *engine.Stats // of the run, with verbose
}

func (f *scanFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&f.config, "config", "c", "", "rules to use instead of the built-in ones (TOML `FILE`)")
	flags.StringArrayVarP(&f.formats, "format", "f", nil, "report `FORMAT`: "+formatList()+"; several -f and -o pair up in order")
	flags.StringArrayVarP(&f.outputs, "output", "o", nil, "write the report to `FILE` instead of standard output")
	flags.BoolVar(&f.showSecrets, "show-secrets", false, "do not redact the values of secrets")
	flags.IntVar(&f.exitCode, "exit-code", exitFindings, "exit code `N` for findings")
	flags.IntVarP(&f.jobs, "jobs", "j", runtime.GOMAXPROCS(0), "number of goroutines")
	flags.StringVar(&f.minConfidence, "min-confidence", "low", "leave out findings below this `LEVEL`: low, medium or high")
	flags.BoolVar(&f.noColor, "no-color", false, "no colours")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "no progress and no log")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "say more in the text report, and on standard error where the time went")
}

func (f *scanFlags) check() error {
	if f.jobs < 1 {
		return fmt.Errorf("--jobs %d: it takes a number of 1 or more", f.jobs)
	}
	if f.exitCode < 0 || f.exitCode > 255 {
		return fmt.Errorf("--exit-code %d: it takes a number from 0 to 255", f.exitCode)
	}
	if !slices.Contains(finding.Confidences(), finding.Confidence(f.minConfidence)) {
		return fmt.Errorf("--min-confidence %q: it takes low, medium or high", f.minConfidence)
	}
	return nil
}

// scan runs the scan and writes its reports. target is where a configuration
// file is looked for.
func (f *scanFlags) scan(ctx context.Context, env environment, code *int, src source.Source, target string) error {
	begin := time.Now()
	outputs, err := f.prepare(env)
	if err != nil {
		return err
	}
	cfg, err := loadRules(env, f.config, target)
	if err != nil {
		return err
	}
	report, err := f.run(ctx, env, src, cfg)
	if err != nil {
		return err
	}
	*code = f.verdict(report)
	if err := writeAll(outputs, report); err != nil || f.stats == nil {
		return err
	}
	return writeStats(env.stderr, *f.stats, time.Since(begin))
}

// prepare checks the flags, so that what is wrong with them is said before the
// scan.
func (f *scanFlags) prepare(env environment) ([]output, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	return f.reports(env)
}

// run scans src by the rules of cfg. notes go into the ledger.
func (f *scanFlags) run(ctx context.Context, env environment, src source.Source, cfg *rules.Config, notes ...string) (*finding.Report, error) {
	// What is allocated here stays, and to look for garbage in it would take a
	// fifth of the time that a hook needs to start.
	percent := debug.SetGCPercent(-1)
	scanner, err := scan.New(cfg)
	debug.SetGCPercent(percent)
	if err != nil {
		return nil, err
	}
	if f.verbose && !f.quiet {
		f.stats = &engine.Stats{}
	}
	progress := &scan.Progress{}
	defer startBar(env, progress, src, f.quiet).stop()
	return scanner.Run(ctx, src, scan.Options{
		Jobs:          f.jobs,
		ShowSecrets:   f.showSecrets,
		MinConfidence: finding.Confidence(f.minConfidence),
		Tool:          finding.Tool{Name: "sluice", Version: version()},
		Notes:         notes,
		Progress:      progress,
		Stats:         f.stats,
	})
}

func (f *scanFlags) verdict(r *finding.Report) int {
	switch {
	case !r.Complete:
		return exitError
	case len(r.Findings) > 0:
		return f.exitCode
	}
	return exitClean
}

// loadRules returns the rules that the flags, the environment and the target ask for.
func loadRules(env environment, flag, target string) (*rules.Config, error) {
	path, err := rules.Find(target, flag, env.getenv("SLUICE_CONFIG"))
	if err != nil {
		return nil, err
	}
	if path == "" {
		return rules.Builtin()
	}
	return rules.Load(path)
}
