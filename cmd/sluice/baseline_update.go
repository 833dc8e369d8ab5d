package main

import (
	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/report"
)

func newBaselineUpdate(env environment, code *int) *cobra.Command {
	var flags baselineFlags
	cmd := &cobra.Command{
		Use:   "update [REPO]",
		Short: "Scan, and add the findings that the baseline does not have, as known",
		Long: `Scan the whole history, and add to .sluice-baseline, as known, what it does not have.
The states, days and notes of the other entries stay.`,
		Example: `  sluice baseline update
  sluice baseline update --dir deploy`,
		RunE: func(cmd *cobra.Command, args []string) error {
			var file *baseline.File
			inv, err := flags.take(cmd, env, code, args, keyOf(&file))
			if err != nil {
				return err
			}
			added := file.Update(inv.found)
			if err := file.Write(inv.Path); err != nil {
				return err
			}
			env.print("%s: added %s; %s now.\n", inv.Path, report.Count(added, "finding"), report.Count(len(file.Entries), "entry"))
			if n := file.Reported(inv.found, job.Today(env.getenv)); n > 0 {
				env.print("%s %s reported all the same: the last day of the entry has passed, or it is for tests alone.\n", report.Count(n, "finding"), english.PluralWord(n, "is", "are"))
			}
			inv.sayLocal(env)
			if !inv.complete {
				env.print("The scan was not complete, so the file may lack findings.\n")
			}
			return nil
		},
	}
	flags.register(cmd)
	return cmd
}

// keyOf reads the baseline of an inventory into file, and returns its key. A file without
// a key gets one.
func keyOf(file **baseline.File) func(*job.Inventory) ([]byte, error) {
	return func(inv *job.Inventory) (key []byte, err error) {
		if *file, err = existing(inv); err != nil {
			return nil, err
		}
		if (*file).Key == nil {
			(*file).Key = baseline.NewKey(inv.Tree)
		}
		return (*file).Key, nil
	}
}
