package main

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/hooks"
)

func newHookStatus(env environment, code *int) *cobra.Command {
	var flags hookFlags
	cmd := &cobra.Command{
		Use:   "status [HOOK...]",
		Short: "Say which hooks are installed, and whether they would run",
		Long: `Say which hooks are installed, and whether git would really run them. The exit
code is 0 if all of them would, and 1 otherwise.`,
		Example: `  sluice hook status
  sluice hook status pre-commit`,
		RunE: func(cmd *cobra.Command, args []string) error {
			folders, err := flags.folders(cmd.Context())
			var shared *hooks.SharedError
			if errors.As(err, &shared) { // what git would run here is there
				fmt.Fprintf(env.stdout, "core.hooksPath (%s) makes git run the hooks of all your repositories from one folder:\n", shared.Scope)
			} else if err != nil {
				return err
			}
			var out bytes.Buffer
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
			_, err = hiding{env.stdout}.Write(out.Bytes())
			return err
		},
	}
	flags.register(cmd)
	return cmd
}
