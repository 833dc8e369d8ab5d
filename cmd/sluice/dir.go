package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/job"
)

func newDir(env environment, code *int) *cobra.Command {
	var flags scanFlags
	var gitignore bool
	cmd := &cobra.Command{
		Use:   "dir PATH...",
		Short: "Scan folders and files",
		Long: `Scan every file in folders, and single files, whether git knows them or not. The git
folder of a repository is left out: sluice git scans that.`,
		Example: `  sluice dir .
  sluice dir -f sarif -o findings.sarif src deploy/values.yaml`,
		Args: atLeastOne("PATH"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return flags.scan(cmd.Context(), env, code, func(context.Context) (*job.Job, error) {
				return job.Folders(flags.call(env, ""), args, gitignore)
			})
		},
	}
	flags.register(cmd)
	cmd.Flags().BoolVar(&gitignore, "gitignore", false, "leave out what .gitignore files exclude")
	return cmd
}
