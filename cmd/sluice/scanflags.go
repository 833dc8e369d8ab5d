package main

import (
	"fmt"
	"runtime"
	"slices"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/job"
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
	noInlineAllow bool
	noColor       bool
	quiet         bool
	verbose       bool

	stats *engine.Stats // what to fill with where the time went; nil for nothing
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
	flags.BoolVar(&f.noInlineAllow, "no-inline-allow", false, "report what comments (sluice:allow) allow, too")
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

// prepare checks the flags, so that what is wrong with them is said before the
// scan.
func (f *scanFlags) prepare(env environment) ([]output, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	return f.reports(env)
}

// call is what a job is given of the flags and the environment. dir is where its
// repository is looked for.
func (f *scanFlags) call(env environment, dir string) job.Call {
	c := env.call(f.config)
	c.Dir = dir
	return c
}
