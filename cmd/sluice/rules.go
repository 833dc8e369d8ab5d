package main

import (
	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/rules"
)

func newRules(env environment, code *int) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List, show and check the rules, and explain what they do",
		Long: `Show the rules in force here: the built-in ones, and those of a rule file, if there is
one (sluice help configuration).`,
	}
	var config string
	cmd.PersistentFlags().StringVarP(&config, "config", "c", "", configUsage)
	load := func() (*rules.Config, error) { return env.call(config).RulesHere() }
	cmd.AddCommand(
		newRulesList(env, load),
		newRulesShow(env, load),
		newRulesCheck(env, code, load),
		newRulesExplain(env, load),
	)
	return cmd
}
