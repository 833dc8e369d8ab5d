package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/report"
)

func newBaselinePrune(env environment, code *int) *cobra.Command {
	var flags baselineFlags
	cmd := &cobra.Command{
		Use:   "prune [REPO]",
		Short: "Scan, and take out the entries whose finding is gone",
		Long: `Scan the whole history and take out the entries whose finding is not there any more.
An entry that names the place of a password, as a report without the key does, names
the password itself from then on, and does not cover another one there.
Scan as the baseline was made, with the same --config: what the scan does not look
for is gone, too. The confidence of a finding does not matter here.`,
		Example: `  sluice baseline prune`,
		RunE: func(cmd *cobra.Command, args []string) error {
			var file *baseline.File
			flags.scan.minConfidence = string(finding.ConfidenceLow)
			inv, err := flags.take(cmd, env, code, args, keyOf(&file))
			if err != nil {
				return err
			}
			if !inv.complete {
				return errors.New("nothing was taken out of the baseline, because what the scan has left out may hold the findings")
			}
			gone, pinned := file.Prune(inv.found), file.Pin(inv.found)
			if len(gone)+pinned > 0 {
				if err := file.Write(inv.Path); err != nil {
					return err
				}
			}
			env.print("%s: took out %s; %s now.\n", inv.Path, report.Count(len(gone), "entry"), report.Count(len(file.Entries), "entry"))
			if pinned > 0 {
				env.print("%s named a place, and now the password there.\n", report.Count(pinned, "entry"))
			}
			return nil
		},
	}
	flags.register(cmd, "min-confidence")
	return cmd
}
