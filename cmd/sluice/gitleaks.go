package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/sluicesec/sluice/job"
)

// This file and those called gitleaks_*.go are the command line of gitleaks 8, for people
// whose scripts call it. See docs/howto/gitleaks.md.

// gitleaksName is the name under which the program takes the command line of gitleaks.
const gitleaksName = "gitleaks"

// gitleaksVersion is the version of gitleaks whose command line this is. Programs read it
// to see what they can ask for.
const gitleaksVersion = "8.30.0"

// Exit codes that gitleaks has, besides that of --exit-code.
const (
	gitleaksFailed  = 1   // an error
	gitleaksNoFlag  = 126 // a flag that does not exist
	gitleaksPartial = 2   // a scan that was not complete, which gitleaks does not know of
)

// isGitleaks reports whether the program was called by the name gitleaks.
func isGitleaks(program string) bool {
	name := strings.ToLower(filepath.Base(program))
	return strings.TrimSuffix(name, ".exe") == gitleaksName
}

// A wrongCall is the error of a command line that gitleaks would not take.
type wrongCall struct {
	code int // to exit with
	err  error
}

func (e *wrongCall) Error() string { return e.err.Error() }

// Unwrap returns the error itself.
func (e *wrongCall) Unwrap() error { return e.err }

// executeGitleaks runs a command line of gitleaks and returns its exit code.
func executeGitleaks(ctx context.Context, env environment, args []string) int {
	var code int
	root := newGitleaks(env, &code)
	root.Version = gitleaksVersion + "+sluice." + thisBuild().Version
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetIn(env.stdin)
	root.SetOut(hiding{env.stdout})
	root.SetErr(hiding{env.stderr})
	root.SetVersionTemplate("gitleaks version {{.Version}}\n")
	root.SetHelpCommand(newHelp(env, nil))
	root.SetArgs(args)
	if isCompletion(args) {
		root.SetOut(env.stdout)
		if err := env.complete(root); err != nil {
			return failedGitleaks(env, err)
		}
	}
	if err := root.ExecuteContext(ctx); err != nil {
		return failedGitleaks(env, err)
	}
	return code
}

// failedGitleaks says what is wrong with a command line of gitleaks, and returns the exit
// code.
func failedGitleaks(env environment, err error) int {
	(&gitleaksLog{env: env, level: levelInfo}).say(levelFatal, indented(err))
	if wrong := (*wrongCall)(nil); errors.As(err, &wrong) {
		return wrong.code
	}
	return gitleaksFailed
}

// newGitleaksCommand returns the command line of gitleaks as a command of this one.
func newGitleaksCommand(env environment, code *int) *cobra.Command {
	cmd := newGitleaks(env, code)
	cmd.AddCommand(newHelp(env, nil))
	return cmd
}

// newGitleaks returns the command line of gitleaks.
func newGitleaks(env environment, code *int) *cobra.Command {
	g := &gitleaksFlags{}
	root := &cobra.Command{
		Use:   gitleaksName,
		Short: "Take the command line of gitleaks",
		Long: `Take the command line of gitleaks 8, and report as gitleaks does. A link called
gitleaks to this program does the same.

Exit codes: 0 nothing found; 1, or --exit-code, leaks; 1 an error; 2 the scan was not
complete (1 if --exit-code is 2); 126 an unknown flag. What is different from gitleaks
is in docs/howto/gitleaks.md.`,
		Example: `  sluice gitleaks git --redact --report-path leaks.json .
  ln -s sluice gitleaks && ./gitleaks detect --source . -v`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return &wrongCall{gitleaksFailed, unknownCommand(cmd, args[0])}
			}
			if !anyFlag(cmd) {
				return cmd.Help()
			}
			// Version 7 had no commands. To print a help text and pass would be an
			// all-clear for whoever calls it so.
			g.warn("version 8 needs a command, and this call has none: write `gitleaks detect`, which is what runs now")
			return g.run(cmd, env, code, g.kindOfDetect(), nil)
		},
		// An empty value, as of an unset variable, means to gitleaks that a flag was
		// not given.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		c := gitleaksFailed
		if unknown := (*pflag.NotExistError)(nil); errors.As(err, &unknown) {
			c = gitleaksNoFlag
		}
		return &wrongCall{c, flagError(cmd, err)}
	})
	g.register(root)
	g.registerSource(root.Flags(), true)
	hideAll(root.LocalNonPersistentFlags())
	root.AddCommand(g.commands(env, code)...)
	root.CompletionOptions.DisableDefaultCmd = true // there is one of our own
	root.AddCommand(newCompletion(env))
	return root
}

// commands returns the commands of gitleaks.
func (g *gitleaksFlags) commands(env environment, code *int) []*cobra.Command {
	detect := &cobra.Command{
		Use: "detect", Short: "Scan the history of a repository, a folder or standard input", Hidden: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			g.warnAbout(args)
			return g.run(cmd, env, code, g.kindOfDetect(), nil)
		},
	}
	g.registerSource(detect.Flags(), false)
	protect := &cobra.Command{
		Use: "protect", Short: "Scan what is not committed yet", Hidden: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			g.warnAbout(args)
			return g.run(cmd, env, code, g.kindOfProtect(), nil)
		},
	}
	protect.Flags().StringVarP(&g.source, "source", "s", ".", sourceUsage)
	protect.Flags().StringVar(&g.logOpts, "log-opts", "", "without effect (`OPTIONS`), as nothing is committed")
	protect.Flags().BoolVar(&g.staged, "staged", false, stagedUsage)
	git := &cobra.Command{
		Use: "git [REPO]", Short: "Scan the history of a repository, or what is not committed yet", Args: gitleaksArgs(atMostOne("REPO")),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				g.source = args[0]
			}
			kind := job.TargetHistory
			if g.staged || g.preCommit {
				kind = g.kindOfProtect()
			}
			return g.run(cmd, env, code, kind, nil)
		},
	}
	f := git.Flags()
	f.StringVar(&g.logOpts, "log-opts", "", logOptsUsage)
	f.StringVar(&g.platform, "platform", "", platformUsage)
	f.BoolVar(&g.staged, "staged", false, stagedUsage)
	f.BoolVar(&g.preCommit, "pre-commit", false, "scan what the work tree has and the index has not, or with --staged what the next commit would hold")
	dir := &cobra.Command{
		Use: "dir [PATH]", Aliases: []string{"directory", "file"}, Short: "Scan folders and files",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				g.source = args[0]
			}
			if len(args) > 1 {
				g.warn("gitleaks scans one path, and the current folder if there are more: each of the %d is scanned here", len(args))
			}
			return g.run(cmd, env, code, job.TargetFiles, args)
		},
	}
	dir.Flags().BoolVar(&g.followSymlinks, "follow-symlinks", false, followUsage)
	stdin := &cobra.Command{
		Use: "stdin", Short: "Scan standard input",
		RunE: func(cmd *cobra.Command, args []string) error {
			g.warnAbout(args)
			return g.run(cmd, env, code, job.TargetStdin, nil)
		},
	}
	return []*cobra.Command{detect, protect, git, dir, stdin, newGitleaksVersion(env)}
}

func newGitleaksVersion(env environment) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version of gitleaks whose command line this is, and that of sluice",
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(env.stdout, gitleaksVersion+"+sluice."+thisBuild().Version)
			return err
		},
	}
}

// gitleaksArgs makes the error about arguments one of gitleaks.
func gitleaksArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return &wrongCall{gitleaksFailed, err}
		}
		return nil
	}
}

// kindOfDetect returns what the command detect judges.
func (g *gitleaksFlags) kindOfDetect() job.TargetKind {
	switch {
	case g.pipe:
		return job.TargetStdin
	case g.noGit:
		return job.TargetFiles
	}
	return job.TargetHistory
}

// kindOfProtect returns what the command protect judges.
func (g *gitleaksFlags) kindOfProtect() job.TargetKind {
	if g.staged {
		return job.TargetStaged
	}
	return job.TargetUnstaged
}

// warnAbout warns about arguments that gitleaks passes over.
func (g *gitleaksFlags) warnAbout(args []string) {
	args = slices.DeleteFunc(slices.Clone(args), func(arg string) bool { return arg == g.source })
	if len(args) > 0 {
		g.warn("%q has no effect, as it is no flag (there are %d): a path belongs behind --source, and the percentage of --redact behind a =", args[0], len(args))
	}
}

// anyFlag reports whether the call has a flag that asks for a scan.
func anyFlag(cmd *cobra.Command) (any bool) {
	cmd.Flags().Visit(func(*pflag.Flag) { any = true })
	return any
}

// hideAll keeps flags out of the help.
func hideAll(flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) { f.Hidden = true })
}
