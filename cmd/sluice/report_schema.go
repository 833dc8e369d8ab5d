package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/report"
)

func newReportSchema(env environment) *cobra.Command {
	return &cobra.Command{
		Use:     "schema",
		Short:   "Print the JSON Schema of reports",
		Example: "  sluice report schema > report.schema.json",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := io.WriteString(env.stdout, report.Schema())
			return err
		},
	}
}
