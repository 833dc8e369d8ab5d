package main

import (
	"github.com/sluicesec/sluice/source"
	"github.com/spf13/cobra"
)

func newStdin(env environment, code *int) *cobra.Command {
	var flags scanFlags
	cmd := &cobra.Command{
		Use:     "stdin",
		Short:   "Scan standard input",
		Example: `  kubectl get configmap -o yaml | sluice stdin`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return flags.scan(cmd.Context(), env, code, &source.Stdin{Reader: env.stdin}, ".")
		},
	}
	flags.register(cmd)
	return cmd
}
