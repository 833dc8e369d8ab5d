package main

import (
	"github.com/spf13/cobra"
)

func newRules(env environment, code *int) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List, show, check and explain the rules",
		Args:  cobra.NoArgs,
	}
	return cmd
}
