package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// This file holds the sentences about a wrong call. The library has sentences of
// its own, which name its functions and not what to do; and it takes an unknown
// command below the first for a wish for help, with exit code 0.

// groups makes every command that only holds others refuse to do nothing.
func groups(cmd *cobra.Command) {
	for _, c := range cmd.Commands() {
		groups(c)
	}
	if cmd.HasSubCommands() && !cmd.Runnable() {
		cmd.Args = cobra.ArbitraryArgs
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			cmd.SetOut(cmd.ErrOrStderr())
			if err := cmd.Help(); err != nil {
				return err
			}
			return fmt.Errorf("%s needs a command, and nothing was done", cmd.CommandPath())
		}
	}
}

// newHelp returns the command that prints the help of another. topics are what else there
// is help about.
func newHelp(env environment, topics []topicName) *cobra.Command {
	use := "help [COMMAND]"
	if len(topics) > 0 {
		use = "help [COMMAND|TOPIC]"
	}
	return &cobra.Command{
		Use:   use,
		Short: "Help about a command or a topic",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return helpWords(cmd.Parent(), args, topics), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			about := cmd.Parent()
			if len(args) == 1 && isTopic(topics, args[0]) { // "rules" and "allow" are commands, too, and those have --help
				return env.helpTopic(args)
			}
			for i, arg := range args {
				next := child(about, arg)
				if next == nil && i == 0 && isTopic(topics, arg) {
					return env.helpTopic(args)
				}
				if next == nil && i == 0 && len(topics) > 0 {
					return unknownTopic(about, arg, topics)
				}
				if next == nil {
					return unknownCommand(about, arg)
				}
				about = next
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}

// helpWords returns what may follow some words of a call of help.
func helpWords(about *cobra.Command, args []string, topics []topicName) (all []cobra.Completion) {
	for _, arg := range args {
		if about = child(about, arg); about == nil {
			return nil
		}
	}
	for _, c := range about.Commands() {
		if c.IsAvailableCommand() {
			all = append(all, described(c.Name(), c.Short))
		}
	}
	for _, n := range topics {
		if t, err := topic(n.name); err == nil && t != nil && len(args) == 0 {
			all = append(all, described(t.Name, t.Summary))
		}
	}
	return all
}

func isTopic(topics []topicName, word string) bool {
	return slices.ContainsFunc(topics, func(n topicName) bool { return n.name == word })
}

// helpTopic shows the topic that the arguments of help name.
func (env environment) helpTopic(args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("%s is a topic, and has nothing below it: `sluice help %s`", args[0], args[0])
	}
	t, err := topic(args[0])
	if err != nil {
		return err
	}
	return env.helpAbout(t)
}

// noEmptyFlags returns an error if a flag was given the empty text, as "$VARIABLE" is
// when nobody has set the variable. The flag would then count as left out: other
// rules judge, or another part of the history, than the call says.
func noEmptyFlags(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if err == nil && f.Value.Type() == "string" && f.Value.String() == "" {
			err = fmt.Errorf("--%s is empty, as an unset variable is: give it a value, or leave it out", f.Name)
		}
	})
	return err
}

func child(cmd *cobra.Command, name string) *cobra.Command {
	for _, c := range cmd.Commands() {
		if c.Name() == name {
			return c
		}
	}
	return nil
}

func unknownCommand(cmd *cobra.Command, word string) error {
	names := shownNames(cmd)
	if len(names) == 0 {
		return fmt.Errorf("%s has no commands below it, so %q means nothing here", cmd.CommandPath(), word)
	}
	return fmt.Errorf("%s has no command %q%s: it has %s", cmd.CommandPath(), word, didYouMean(word, "", names), strings.Join(names, ", "))
}

// unknownTopic says that a word is neither a command nor a topic of help.
func unknownTopic(cmd *cobra.Command, word string, topics []topicName) error {
	commands := shownNames(cmd)
	var names []string
	for _, n := range topics {
		names = append(names, n.name)
	}
	return fmt.Errorf("%s has no command %q and no topic of this name%s: it has the commands %s, and the topics %s", cmd.CommandPath(), word,
		didYouMean(word, "", slices.Concat(commands, names)), strings.Join(commands, ", "), strings.Join(names, ", "))
}

// shownNames are the names of the commands that the help of cmd lists.
func shownNames(cmd *cobra.Command) (names []string) {
	for _, c := range cmd.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	return names
}

// firstShown is the name of the first command that the help of cmd lists.
func firstShown(cmd *cobra.Command) string {
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			return c.Name()
		}
	}
	return ""
}

// flagError returns the sentence about a flag that could not be read.
func flagError(cmd *cobra.Command, err error) error {
	if cmd.HasSubCommands() && cmd.Flags().NArg() > 0 { // the flag of a command that is not known
		return unknownCommand(cmd, cmd.Flags().Arg(0))
	}
	call := cmd.CommandPath()
	var unknown *pflag.NotExistError
	var noValue *pflag.ValueRequiredError
	var badValue *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && cmd.HasSubCommands():
		return fmt.Errorf("%s itself has no flag %s: flags come after the command, as in `%s %s --help`", call, dashed(unknown), call, firstShown(cmd))
	case errors.As(err, &unknown):
		hint := ""
		if unknown.GetSpecifiedShortnames() == "" {
			hint = didYouMean(unknown.GetSpecifiedName(), "--", flagNames(cmd))
		}
		return fmt.Errorf("%s has no flag %s%s: `%s --help` lists them", call, dashed(unknown), hint, call)
	case errors.As(err, &noValue):
		f := noValue.GetFlag()
		return fmt.Errorf("--%s needs a value: %s", f.Name, strings.ReplaceAll(f.Usage, "`", ""))
	case errors.As(err, &badValue):
		f := badValue.GetFlag()
		return fmt.Errorf("--%s %q: it takes %s", f.Name, badValue.GetValue(), kindOfValue(f))
	}
	var syntax *pflag.InvalidSyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("%q is no flag: `%s --help` lists them", syntax.GetSpecifiedFlag(), call)
	}
	return err
}

// dashed is an unknown flag as it was written.
func dashed(e *pflag.NotExistError) string {
	if e.GetSpecifiedShortnames() != "" {
		return "-" + e.GetSpecifiedName()
	}
	return "--" + e.GetSpecifiedName()
}

func flagNames(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

// kindOfValue says what values a flag takes.
func kindOfValue(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "int", "int64":
		return "a whole number"
	case "bool":
		return "no value, or true or false after a ="
	case "duration":
		return "a time such as 30s, 5m or 1h"
	}
	return "another value: " + strings.ReplaceAll(f.Usage, "`", "")
}

// noArgs refuses arguments.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes no arguments, and %q is one", cmd.CommandPath(), args[0])
}

// atMostOne takes one argument or none. what is its name.
func atMostOne(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) <= 1 {
			return notEmpty(cmd, args)
		}
		return fmt.Errorf("%s takes one %s at a time, and here are %d: run it once for each", cmd.CommandPath(), what, len(args))
	}
}

// exactlyOne takes one argument. what is its name.
func exactlyOne(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := atLeastOne(what)(cmd, args); err != nil {
			return err
		}
		return atMostOne(what)(cmd, args)
	}
}

// exactly takes n arguments. what names them.
func exactly(what string, n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return fmt.Errorf("%s takes %s, and here are %d: `%s`", cmd.CommandPath(), what, len(args), strings.TrimSuffix(cmd.UseLine(), " [flags]"))
		}
		return notEmpty(cmd, args)
	}
}

// atLeastOne takes one argument or more. what is the name of the first.
func atLeastOne(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return notEmpty(cmd, args)
		}
		return fmt.Errorf("%s needs a %s: `%s`", cmd.CommandPath(), what, strings.TrimSuffix(cmd.UseLine(), " [flags]"))
	}
}

// notEmpty refuses an empty argument, which would mean the current folder.
func notEmpty(cmd *cobra.Command, args []string) error {
	if slices.Contains(args, "") {
		return fmt.Errorf("%s got an empty argument, as an unset variable is: write . for the current folder", cmd.CommandPath())
	}
	return nil
}

// oneOf refuses a call with more than one of some flags.
func oneOf(cmd *cobra.Command, names ...string) error {
	var given []string
	for _, name := range names {
		if cmd.Flags().Changed(name) {
			given = append(given, "--"+name)
		}
	}
	if len(given) < 2 {
		return nil
	}
	return fmt.Errorf("%s exclude each other: give only one of them", strings.Join(given, " and "))
}
