package main

import "github.com/spf13/cobra"

func newReportConvert(env environment, code *int) *cobra.Command {
	var flags reportFlags
	cmd := &cobra.Command{
		Use:   "convert FILE",
		Short: "Write a saved report in other formats",
		Long: `Write a saved report in other formats, as the scan itself would have written it,
and with its exit code. FILE is what -f json or -f jsonl has written, by this
version or an older one.`,
		Example: `  sluice git . -f json -o report.json
  sluice report convert report.json                        # the text, as a scan shows it
  sluice report convert report.json -f sarif -o report.sarif -f csv -o report.csv`,
		Args: exactlyOne("FILE"),
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := readReport(env, args[0])
			if err != nil {
				return err
			}
			return flags.write(env, code, r)
		},
	}
	flags.register(cmd)
	return cmd
}
