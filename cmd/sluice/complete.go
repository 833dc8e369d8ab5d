package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/gitleaks"
	"github.com/sluicesec/sluice/hooks"
	"github.com/sluicesec/sluice/hooks/agent"
	"github.com/sluicesec/sluice/report"
)

// This file says what completes each value on the command line. The scripts of shells ask
// the program for it, with the command __complete.

// A completer returns what a value can be.
type completer = cobra.CompletionFunc

// isCompletion reports whether a shell asks what completes a command line.
func isCompletion(args []string) bool {
	return len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd)
}

// words completes by some words, in this order.
func words[T ~string](list ...T) completer {
	var all []cobra.Completion
	for _, w := range list {
		all = append(all, string(w))
	}
	return cobra.FixedCompletions(all, cobra.ShellCompDirectiveNoFileComp|cobra.ShellCompDirectiveKeepOrder)
}

// filesOf completes by folders and files with some endings.
func filesOf(endings ...string) completer {
	return cobra.FixedCompletions(endings, cobra.ShellCompDirectiveFilterFileExt)
}

// anyFile completes by files of any name.
func anyFile() completer { return cobra.FixedCompletions(nil, cobra.ShellCompDirectiveDefault) }

func folders() completer { return cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs) }

// noCompletion is for a value that only the user knows, such as a number or a reason.
func noCompletion() completer { return cobra.NoFileCompletions }

// flagCompleters returns what completes the values of flags, by the name of the flag, or by
// those of a command and of its flag where it takes other values there.
func (env environment) flagCompleters() map[string]completer {
	all := map[string]completer{
		"archive-depth": noCompletion(), "decode-depth": noCompletion(), "exit-code": noCompletion(),
		"jobs": noCompletion(), "limit": noCompletion(), "max-archive-bytes": noCompletion(),
		"max-archive-entries": noCompletion(), "max-archive-ratio": noCompletion(), "timeout": noCompletion(),
		"reason": noCompletion(), "sarif-category": noCompletion(), "until": noCompletion(),

		"agent":          words(agent.All()...),
		"as":             words(baseline.States()...),
		"confidence":     words(finding.Confidences()...),
		"group-by":       words(report.GroupBys()...),
		"min-confidence": words(finding.Confidences()...),
		"min-severity":   words(finding.Severities()...),
		"on-bypass":      words(agent.Deny, agent.Ask, agent.Allow),
		"on-read":        words(agent.Deny, agent.Ask, agent.Allow),

		"format":           words(append(report.Formats(), templateFormat)...),
		"diff format":      words(report.DiffFormats()...),
		"list format":      words("text", "json"),
		"migrate format":   words("text", "json"),
		"remediate format": words("text", "incident"),
		"version format":   words("text", "json"),

		"baseline":           anyFile(),
		"config":             ruleFile,
		"dir":                folders(),
		"gitleaks-config":    filesOf("toml"),
		"gitleaksignore":     anyFile(),
		"import":             anyFile(),
		"out":                folders(),
		"output":             anyFile(),
		"path":               anyFile(),
		"repo":               folders(),
		"report":             filesOf("json", "jsonl"),
		"template":           filesOf("tmpl", "tpl", "txt", "gotmpl", "html", "md"),
		"trufflehog-config":  filesOf("yaml", "yml"),
		"trufflehog-exclude": anyFile(),

		"fingerprint": env.completeKnown,
		"provider":    env.completeProvider,
		"range":       env.completeRange,
		"rule":        env.completeRule,
		"since":       env.completeRef,
		"tag":         env.completeTag,
	}
	for name, c := range env.gitleaksCompleters() {
		all[name] = c
	}
	return all
}

// gitleaksCompleters are those of the flags that only the command line of gitleaks has.
func (env environment) gitleaksCompleters() map[string]completer {
	return map[string]completer{
		"baseline-path":        filesOf("json"),
		"diagnostics":          noCompletion(),
		"diagnostics-dir":      folders(),
		"enable-rule":          env.completeRule,
		"gitleaks-ignore-path": anyFile(),
		"log-level":            words("trace", "debug", "info", "warn", "error", "fatal"),
		"log-opts":             noCompletion(),
		"max-archive-depth":    noCompletion(),
		"max-decode-depth":     noCompletion(),
		"max-target-megabytes": noCompletion(),
		"platform":             words(gitleaks.Platforms()...),
		"report-format":        words(gitleaks.Formats()...),
		"report-path":          anyFile(),
		"report-template":      filesOf("tmpl", "tpl", "txt", "gotmpl", "html", "md"),
		"source":               folders(),
	}
}

// argCompleters returns what completes the arguments of commands, by their paths without
// the name of the program.
func (env environment) argCompleters() map[string]completer {
	all := map[string]completer{
		"dir": anyFile(), "image": filesOf("tar", "tgz", "gz", "zst", "xz", "bz2"),
		"allow":       env.completeKnown,
		"rules check": filesOf("toml"), "rules explain": anyFile(), "rules show": only(1, env.completeRule),
		"hook run":       only(1, words(hooks.All()...)),
		"report convert": only(1, filesOf("json", "jsonl")), "report diff": only(2, filesOf("json", "jsonl")),
		"report merge": filesOf("json", "jsonl"), "report open": only(1, filesOf("json", "jsonl")),
		"gitleaks git": only(1, folders()), "gitleaks dir": only(1, anyFile()),
	}
	for _, path := range []string{"git", "triage", "migrate", "remediate", "baseline create", "baseline update", "baseline prune", "baseline show"} {
		all[path] = only(1, folders())
	}
	for _, path := range []string{"hook install", "hook uninstall", "hook status"} {
		all[path] = others(words(hooks.All()...))
	}
	return all
}

// only completes the first n arguments.
func only(n int, c completer) completer {
	return func(cmd *cobra.Command, args []string, start string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) >= n {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return c(cmd, args, start)
	}
}

// others completes by what is not among the arguments yet.
func others(c completer) completer {
	return func(cmd *cobra.Command, args []string, start string) ([]cobra.Completion, cobra.ShellCompDirective) {
		list, how := c(cmd, args, start)
		return slices.DeleteFunc(slices.Clone(list), func(word cobra.Completion) bool { return slices.Contains(args, word) }), how
	}
}

// complete says for all commands what completes their values.
func (env environment) complete(root *cobra.Command) error {
	flags, args := env.flagCompleters(), env.argCompleters()
	var each func(cmd *cobra.Command, path string) error
	each = func(cmd *cobra.Command, path string) (err error) {
		if cmd.ValidArgs == nil && cmd.ValidArgsFunction == nil {
			cmd.ValidArgsFunction = args[path]
			if args[path] == nil {
				cmd.ValidArgsFunction = cobra.NoFileCompletions
			}
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			f.Usage = strings.ReplaceAll(f.Usage, "`", "") // they mark the name of a value for --help
			c := flags[cmd.Name()+" "+f.Name]
			if c == nil {
				c = flags[f.Name]
			}
			if _, there := cmd.GetFlagCompletionFunc(f.Name); c != nil && !there && err == nil {
				err = cmd.RegisterFlagCompletionFunc(f.Name, c)
			}
		})
		for _, c := range cmd.Commands() {
			if err == nil {
				err = each(c, strings.TrimSpace(path+" "+c.Name()))
			}
		}
		return err
	}
	path := "" // of the program, or that of its command whose line the name gitleaks takes
	if root.Name() == gitleaksName {
		path = gitleaksName
	}
	return each(root, path)
}

// ruleFile completes a rule file, or the word that stands for none.
func ruleFile(_ *cobra.Command, _ []string, start string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if start != "" && strings.HasPrefix("builtin", start) {
		return []cobra.Completion{"builtin"}, cobra.ShellCompDirectiveNoFileComp
	}
	return []cobra.Completion{"toml"}, cobra.ShellCompDirectiveFilterFileExt
}

// described is a completion with words about it.
func described(word, about string) cobra.Completion {
	return cobra.CompletionWithDesc(word, strings.Join(strings.Fields(about), " "))
}

// contextOf returns the context of a command, which shells may ask for without one.
func contextOf(cmd *cobra.Command) context.Context {
	if ctx := cmd.Context(); ctx != nil {
		return ctx
	}
	return context.Background()
}
