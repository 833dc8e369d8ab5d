package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/job"
)

func newStdin(env environment, code *int) *cobra.Command {
	var flags scanFlags
	cmd := &cobra.Command{
		Use:     "stdin",
		Short:   "Scan standard input",
		Long:    "Scan what is written to standard input, such as a log or the output of a program.",
		Example: `  kubectl get configmap -o yaml | sluice stdin`,
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return flags.scan(cmd.Context(), env, code, func(context.Context) (*job.Job, error) {
				return job.Stdin(flags.call(env, ""))
			})
		},
	}
	flags.register(cmd)
	return cmd
}
