package main

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/hooks/agent"
)

func newHookStatus(env environment, code *int) *cobra.Command {
	var flags hookFlags
	var agents agentFlag
	cmd := &cobra.Command{
		Use:   "status [HOOK...]",
		Short: "Say which hooks are installed, and whether they would run",
		Long: `Say which hooks are installed, and whether git would really run them. The exit
code is 0 if all of them would, and 1 otherwise.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			names, err := agents.named(args)
			if err != nil {
				return err
			}
			var out bytes.Buffer
			if len(names) > 0 {
				return showAgents(env, code, &out, flags, names)
			}
			folders, err := flags.folders(cmd.Context())
			var shared *hooks.SharedError
			if errors.As(err, &shared) { // what git would run here is there
				fmt.Fprintf(env.stdout, "core.hooksPath (%s) makes git run the hooks of all your repositories from one folder:\n", shared.Scope)
			} else if err != nil {
				return err
			}
			for _, f := range folders {
				names, err := named(args, f.Bare)
				if err != nil {
					return err
				}
				fmt.Fprintf(&out, "%s\n", f.Path)
				for _, s := range f.Status(names) {
					if s.Chained {
						s.Text += ", after the hook that was there before"
					}
					fmt.Fprintf(&out, "  %-17s %s\n", s.Hook, s.Text)
					if !s.Active {
						*code = exitFindings
					}
				}
				for _, path := range f.Hidden() {
					fmt.Fprintf(&out, "  %s never runs: core.hooksPath sends git elsewhere\n", path)
				}
			}
			if len(args) > 0 || flags.bare(cmd.Context()) {
				_, err = hiding{env.stdout}.Write(out.Bytes())
				return err
			}
			return showAgents(env, code, &out, flags, nil)
		},
	}
	flags.register(cmd)
	agents.register(cmd)
	return cmd
}

// showAgents adds the state of the settings of coding agents to a text, and prints it.
func showAgents(env environment, code *int, out *bytes.Buffer, flags hookFlags, names []agent.Name) error {
	active, err := agentStatus(out, flags, names)
	if err != nil {
		return err
	}
	if !active {
		*code = exitFindings
	}
	_, err = hiding{env.stdout}.Write(out.Bytes())
	return err
}
