package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/report/compare"
)

func newReportDiff(env environment, code *int) *cobra.Command {
	var flags reportFlags
	var format, file string
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say which secrets are new, gone or changed between two saved reports",
		Long: `Say which secrets are new, gone or changed between two saved reports. The exit code is
1 if something is new, and 2 if one of the reports is not complete: then what is called
new or gone may be where one of the scans did not look.`,
		Example: `  sluice report diff last-week.json today.json
  sluice report diff base.json branch.json -f markdown -o comment.md`,
		Args: exactly("OLD and NEW", 2),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := flags.checkExitCode(); err != nil {
				return err
			}
			write, err := report.LookupDiff(format)
			if err != nil {
				return fmt.Errorf("%w%s", err, didYouMean(format, "", report.DiffFormats()))
			}
			old, err := readReport(env, args[0])
			if err != nil {
				return err
			}
			now, err := readReport(env, args[1])
			if err != nil {
				return err
			}
			d := compare.Reports(old, now)
			*code = flags.verdictOfDiff(d)
			o := flags.output(env, format, file)
			o.encode = func(w io.Writer, _ *finding.Report, o report.Options) error { return write(w, d, o) }
			return o.write(now)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&format, "format", "f", "text", "`FORMAT`: "+strings.Join(report.DiffFormats(), ", "))
	f.StringVarP(&file, "output", "o", "", "write to `FILE` instead of standard output, for you alone (mode 0600)")
	f.IntVar(&flags.exitCode, "exit-code", exitFindings, "exit code `N` if something is new")
	f.BoolVar(&flags.view.all, "all", false, "show every finding in text and markdown, and not the most urgent ones only")
	f.BoolVar(&flags.view.noColor, "no-color", false, "no colours")
	f.BoolVar(&flags.view.noPager, "no-pager", false, "do not show a text that is longer than the terminal in a pager")
	return cmd
}

// verdictOfDiff is the exit code that a difference stands for.
func (f *reportFlags) verdictOfDiff(d *compare.Difference) int {
	switch {
	case !d.Complete:
		return exitError
	case len(d.Added) > 0:
		return f.exitCode
	}
	return exitClean
}
