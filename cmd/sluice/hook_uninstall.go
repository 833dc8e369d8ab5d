package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/hooks/agent"
)

func newHookUninstall(env environment) *cobra.Command {
	var flags hookFlags
	var agents agentFlag
	cmd := &cobra.Command{
		Use:   "uninstall [HOOK...]",
		Short: "Remove hooks and put back what was there before",
		Long: `Remove hooks and put back what was there before. Without a name and without
--agent, all are removed: those of git, and those in the settings of coding agents.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			names, err := agents.named(args)
			if err != nil {
				return err
			}
			if len(names) > 0 {
				return changeSettings(env, flags, names, agent.Settings.Uninstall)
			}
			err = changeHooks(cmd.Context(), env, flags, args, func(f *hooks.Folder, names []hooks.Name) ([]hooks.Change, error) {
				if len(args) == 0 {
					names = hooks.All()
				}
				return f.Uninstall(cmd.Context(), names)
			})
			if len(args) > 0 || flags.bare(cmd.Context()) {
				return err
			}
			return errors.Join(err, changeSettings(env, flags, agent.All(), agent.Settings.Uninstall))
		},
	}
	flags.register(cmd)
	agents.register(cmd)
	return cmd
}
