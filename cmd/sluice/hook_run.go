package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/scan"
)

func newHookRun(env environment, code *int) *cobra.Command {
	var flags scanFlags
	var allFiles bool
	cmd := &cobra.Command{
		Use:   "run HOOK [ARGUMENT...]",
		Short: "Do the work of a hook; git's scripts call this",
		Long: `Judge what git is about to do, with the arguments and the standard input that git
gives to the hook. The scripts that sluice hook install writes call this.`,
		Example: `  sluice hook run pre-commit
  sluice hook run pre-commit --all-files    # every file that git tracks`,
		Args: atLeastOne("HOOK"),
		RunE: func(cmd *cobra.Command, args []string) error {
			name, err := hooks.ParseName(args[0])
			if err != nil {
				return err
			}
			return runHook(cmd.Context(), env, code, &flags, name, args[1:], allFiles)
		},
	}
	flags.register(cmd)
	cmd.Flags().BoolVar(&allFiles, "all-files", false, "with pre-commit: judge every file of the index, not just what is new")
	return cmd
}

// runHook runs the job of a hook. Its report goes to standard error, because a
// program may read what `git push --porcelain` writes to standard output, and it
// is written only if there is something to say.
func runHook(ctx context.Context, env environment, code *int, flags *scanFlags, name hooks.Name, args []string, allFiles bool) error {
	asked := len(flags.formats)+len(flags.outputs) > 0
	if !asked {
		env.stdout = env.stderr
	}
	flags.view.noPager = true // a commit must not wait for a key
	outputs, err := flags.prepare(env)
	if err != nil {
		return &job.HookError{Hook: name, Err: err}
	}
	ctx, cancel := flags.limited(ctx)
	defer cancel()
	j, err := job.Hook(ctx, flags.call(env, "."), name, args, allFiles)
	if scan.Stopped(ctx) != nil && errors.Is(err, context.DeadlineExceeded) {
		return &job.HookError{Hook: name, Err: flags.tooEarly(ctx, err)}
	}
	if err != nil {
		return err
	}
	return flags.perform(ctx, env, code, j, func(r *finding.Report) error {
		if *code == exitClean && !asked && !flags.verbose {
			if !name.OnServer() && name != hooks.CommitMsg && !flags.quiet && r.Rules.BuiltinOff > 0 {
				// The rule file may be that of a repository that somebody else has made. Once
				// in a commit is enough, and other hooks run before commit-msg.
				env.call("").Tell("no secrets found by these rules: " + r.Rules.String())
			}
			if b := r.Ledger.Baseline; b != nil && b.ByPlace > 0 && !name.OnServer() && !flags.quiet {
				env.call("").Tell(fmt.Sprintf("%s covers %s here by the place alone, and would cover any other one there: `sluice baseline prune` mends that", b.Source, report.Count(b.ByPlace, "password")))
			}
			return nil
		}
		if err := writeAll(outputs, r); err != nil {
			return err
		}
		fmt.Fprint(env.stderr, scan.Hide(j.After(r))) // it may quote paths and the names of refs
		return nil
	})
}
