package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/source"
)

func newReport(env environment, code *int) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Convert, compare, merge and show saved reports",
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			env.collectOften()
			return noEmptyFlags(cmd)
		},
		Long: `Work on reports that a scan has saved with -f json or -f jsonl. Nothing is scanned
again, and nothing leaves this machine. The FILE - is standard input.`,
	}
	cmd.AddCommand(
		newReportDiff(env, code),
		newReportMerge(env, code),
		newReportConvert(env, code),
		newReportOpen(env),
		newReportSchema(env),
	)
	return cmd
}

// reportFlags are the flags that say how a report is written that was not scanned now.
type reportFlags struct{ scanFlags }

func (f *reportFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	f.registerFormats(cmd)
	flags.IntVar(&f.exitCode, "exit-code", exitFindings, exitCodeUsage)
	f.view.register(flags)
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "say more in the text report")
}

// write writes a report as the flags say, and sets the exit code that a scan gives.
func (f *reportFlags) write(env environment, code *int, r *finding.Report) error {
	if err := f.checkExitCode(); err != nil {
		return err
	}
	if err := f.view.check(); err != nil {
		return err
	}
	f.showSecrets = showsSecrets(r)
	outputs, err := f.reports(env)
	if err != nil {
		return err
	}
	*code = f.verdict(r)
	return writeAll(outputs, r)
}

// readReport reads the report in a file, or on standard input for -.
func readReport(env environment, path string) (*finding.Report, error) {
	r, err := openReport(env, path, report.ReadJSON)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, source.Cause(err))
	}
	return r, nil
}

func openReport(env environment, path string, read func(io.Reader) (*finding.Report, error)) (*finding.Report, error) {
	if path == "-" {
		return read(env.stdin)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r, err := read(f)
	return r, errors.Join(err, f.Close())
}

// showsSecrets reports whether a report has values of secrets in clear.
func showsSecrets(r *finding.Report) bool {
	for i := range r.Findings {
		if !r.Findings[i].Redacted {
			return true
		}
	}
	return false
}
