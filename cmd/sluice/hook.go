package main

import "github.com/spf13/cobra"

func newHook(env environment, code *int) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "hook",
		Short: "Install, remove and run hooks: of git, and of coding agents",
		Long: `Hooks judge what is committed and pushed, before it is. In a repository with a
work tree they are pre-commit, pre-merge-commit, commit-msg and pre-push; on a
server, where pushes arrive, pre-receive (or update).

Coding agents have hooks, too: there, prompts and tool calls are judged before
they leave the machine (--agent).`,
	}
	cmd.AddCommand(
		newHookInstall(env),
		newHookUninstall(env),
		newHookStatus(env, code),
		newHookRun(env, code),
		newHookAgent(env, code),
	)
	return cmd
}
