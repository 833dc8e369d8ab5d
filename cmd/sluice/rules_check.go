package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/rules/check"
)

func newRulesCheck(env environment, code *int, load func() (*rules.Config, error)) *cobra.Command {
	var overlaps bool
	cmd := &cobra.Command{
		Use:   "check [FILE]",
		Short: "Check that rules find their examples, leave their negatives alone, and are well made",
		Long: `Check the rules in force, or those of a file: that each finds its examples and leaves
its negatives alone, and that it says what it must. The exit code is 1 if there are
problems, and 2 if the file does not load.`,
		Example: `  sluice rules check
  sluice rules check acme.toml    # these rules alone`,
		Args: atMostOne("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				load = func() (*rules.Config, error) { return rules.Load(args[0]) }
			}
			cfg, err := load()
			if err != nil {
				return err
			}
			problems, err := check.Check(cmd.Context(), cfg)
			if err != nil {
				return err
			}
			for _, note := range cfg.Notes {
				fmt.Fprintln(env.stdout, "note:", note)
			}
			for _, p := range problems {
				fmt.Fprintln(env.stdout, p)
			}
			if overlaps {
				if err := writeOverlaps(cmd, env, cfg); err != nil {
					return err
				}
			}
			if len(problems) > 0 {
				*code = exitFindings
				fmt.Fprintf(env.stdout, "%d problems in %d rules\n", len(problems), len(cfg.Rules))
				return nil
			}
			fmt.Fprintf(env.stdout, "%d rules are sound\n", len(cfg.Rules))
			return nil
		},
	}
	cmd.Flags().BoolVar(&overlaps, "overlaps", false, "also say which rules find the examples of others")
	return cmd
}

func writeOverlaps(cmd *cobra.Command, env environment, cfg *rules.Config) error {
	list, err := check.Overlaps(cmd.Context(), cfg)
	if err != nil {
		return err
	}
	for _, o := range list {
		fmt.Fprintf(env.stdout, "%s: %s is also seen by %s; reported as %s\n",
			o.Rule, o.Example, strings.Join(o.Others, ", "), strings.Join(o.Report, ", "))
	}
	return nil
}
