package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/scan"
)

// The exit codes of every scan.
const (
	exitClean    = 0 // everything was scanned, nothing was found
	exitFindings = 1
	exitError    = 2 // an error, or the scan was not complete
)

// environment is all that a command sees of its process.
type environment struct {
	stdin          io.Reader
	stdout, stderr *plain.Writer
	getenv         func(string) string
	environ        []string
	pacing         *pacing // of memory; nil for none
}

// say writes a sentence of the program, such as an error, to standard error. The
// sentence may quote a file or the command line, so tokens in it are hidden.
func (env environment) say(sentence string) {
	fmt.Fprintf(env.stderr, "sluice: %s\n", scan.Hide(sentence))
}

// hiding writes texts that may quote the command line, a rule file or the name of a
// folder, such as help texts: tokens in them are hidden. Each write is a text of its
// own.
type hiding struct{ w *plain.Writer }

func (h hiding) Write(p []byte) (int, error) {
	_, err := io.WriteString(h.w, scan.Hide(string(p)))
	return len(p), err
}

// call is what a job is given of the environment, with the rule file that the
// command line names.
func (env environment) call(config string) job.Call {
	return job.Call{
		Config:  config,
		Getenv:  env.getenv,
		Environ: env.environ,
		Stdin:   env.stdin,
		Tell:    env.say,
	}
}

// flush writes what waits for the end of its line.
func (env environment) flush() {
	env.stdout.Flush()
	env.stderr.Flush()
}

// A command is a command of the program by its name, and what makes it.
type command struct {
	name string
	make func(env environment, code *int) *cobra.Command
}

// commands are all commands, in the order of the help text.
func commands() []command {
	without := func(f func(environment) *cobra.Command) func(environment, *int) *cobra.Command {
		return func(env environment, _ *int) *cobra.Command { return f(env) }
	}
	return []command{
		{"git", newGit},
		{"dir", newDir},
		{"stdin", newStdin},
		{"image", newImage},
		{"baseline", newBaseline},
		{"triage", newTriage},
		{"allow", without(newAllow)},
		{"migrate", newMigrate},
		{"hook", newHook},
		{"report", newReport},
		{"rules", newRules},
		{"remediate", newRemediate},
		{"gitleaks", newGitleaksCommand},
		{"completion", without(newCompletion)},
		{"man", without(newMan)},
		{"version", without(newVersion)},
	}
}

// newRoot returns the command line for some arguments. If the first of them names a command,
// no other command is made: to make all of them takes longer than git needs to start. code
// receives the exit code of the command that ran.
func newRoot(env environment, code *int, args []string) *cobra.Command {
	root := &cobra.Command{
		Use:   "sluice",
		Short: "Find secrets in git repositories, folders and streams",
		Long: `Sluice finds secrets: in what you are about to commit, in a range that CI judges,
and in the whole history of a repository, reachable or not.

Exit codes: 0 everything was scanned and nothing found; 1 findings;
2 an error, or something could not be scanned.`,
		Example: `  sluice git                # scan the whole history of the repository here
  sluice baseline create    # write down what is known, so that scans report only what is new
  sluice hook install       # keep new secrets out of commits and pushes`,
		Version:       thisBuild().Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return noEmptyFlags(cmd)
		},
	}
	root.SetIn(env.stdin)
	root.SetOut(hiding{env.stdout})
	root.SetErr(hiding{env.stderr})
	root.SetVersionTemplate(thisBuild().text())
	root.SetFlagErrorFunc(flagError)
	root.SetHelpCommand(newHelp(env, topicNames()))
	usage := root.UsageFunc()
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		err := usage(cmd)
		if cmd == root && err == nil {
			err = listTopics(cmd)
		}
		return err
	})
	root.CompletionOptions.DisableDefaultCmd = true // there is one of our own
	if isCompletion(args) {
		root.SetOut(env.stdout) // it quotes nothing, and to look for tokens takes longer than all else
	}
	for _, c := range called(args) {
		root.AddCommand(c.make(env, code))
	}
	groups(root)
	return root
}

// called returns the commands that are needed for a command line: the one that it names,
// or all.
func called(args []string) []command {
	all := commands()
	if isCompletion(args) && len(args) > 2 { // the last word may be a part of a name
		args = args[1:]
	}
	if len(args) == 0 || args[0] == "man" { // which tells of all commands
		return all
	}
	if i := slices.IndexFunc(all, func(c command) bool { return c.name == args[0] }); i >= 0 {
		return all[i : i+1]
	}
	return all
}

// indented returns the text of an error with every line but the first indented,
// so that it reads as one message: joined errors have a line each.
func indented(err error) string {
	return strings.ReplaceAll(err.Error(), "\n", "\n        ")
}
