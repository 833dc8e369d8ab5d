package main

import (
	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/hooks"
)

func newHookUninstall(env environment) *cobra.Command {
	var flags hookFlags
	cmd := &cobra.Command{
		Use:   "uninstall [HOOK...]",
		Short: "Remove hooks and put back what was there before",
		Example: `  sluice hook uninstall
  sluice hook uninstall pre-push`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return changeHooks(cmd.Context(), env, flags, args, func(f *hooks.Folder, names []hooks.Name) ([]hooks.Change, error) {
				if len(args) == 0 {
					names = hooks.All()
				}
				return f.Uninstall(cmd.Context(), names)
			})
		},
	}
	flags.register(cmd)
	return cmd
}
