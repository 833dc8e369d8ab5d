package main

import (
	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/source/folder"
)

func newDir(env environment, code *int) *cobra.Command {
	var flags scanFlags
	var gitignore bool
	cmd := &cobra.Command{
		Use:   "dir PATH...",
		Short: "Scan folders and files",
		Example: `  sluice dir .
  sluice dir -f sarif -o findings.sarif src deploy/values.yaml`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			src := &folder.Folders{Paths: args, Gitignore: gitignore}
			return flags.scan(cmd.Context(), env, code, src, args[0])
		},
	}
	flags.register(cmd)
	cmd.Flags().BoolVar(&gitignore, "gitignore", false, "leave out what .gitignore files exclude")
	return cmd
}
