package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
)

// filterFlags choose which findings a report has, in every format. What they take out
// counts in the ledger, and the exit code depends on what is left.
type filterFlags struct {
	minSeverity string
	rules       []string
	paths       []string
}

func (f *filterFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.minSeverity, "min-severity", "", "report only findings of this `LEVEL` and above: low, medium, high or critical; it decides the exit code, too, as do --rule and --path")
	flags.StringArrayVar(&f.rules, "rule", nil, "report only findings of the rule `ID`, or of those that a glob names (aws-*); several may be given")
	flags.StringArrayVar(&f.paths, "path", nil, "report only what is at paths that the `GLOB` matches (src/**, *.env), or with ! before it what is not; several may be given")
}

func (f *filterFlags) check() error {
	if f.minSeverity != "" && !slices.Contains(finding.Severities(), finding.Severity(f.minSeverity)) {
		return badLevel("min-severity", f.minSeverity, finding.Severities())
	}
	return nil
}

func (f *filterFlags) filter() scan.Filter {
	var paths []string
	for _, glob := range f.paths {
		paths = append(paths, filepath.ToSlash(glob)) // as a shell of Windows completes it
	}
	return scan.Filter{MinSeverity: finding.Severity(f.minSeverity), Rules: f.rules, Paths: paths}
}

// explained returns the error of a scan with the rule that --rule may have meant.
func (f *filterFlags) explained(err error, cfg *rules.Config) error {
	var unknown *scan.UnknownRuleError
	if !errors.As(err, &unknown) {
		return err
	}
	if strings.ContainsAny(unknown.ID, "*?[{") {
		return fmt.Errorf("--rule %q: no rule has such an id; `sluice rules list` lists them", unknown.ID)
	}
	if err := cfg.Read(); err != nil {
		return err
	}
	var names []string
	for i := range cfg.Rules {
		names = slices.AppendSeq(names, cfg.Rules[i].Names())
	}
	return fmt.Errorf("--rule %q: no rule has this id%s; `sluice rules list` lists them", unknown.ID, didYouMean(unknown.ID, "", names))
}
