package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
)

// This file completes by what is here: the rules, the refs of the repository, the baseline.
// What cannot be read completes nothing: a shell has no place for an error.

// listed returns the rules that a command on this line would judge by.
func (env environment) listed(cmd *cobra.Command) []listedRule {
	config := ""
	if f := cmd.Flags().Lookup("config"); f != nil {
		config = f.Value.String()
	}
	cfg, err := env.call(config).RulesHere()
	if err != nil {
		if cfg, err = env.call("builtin").Rules("."); err != nil {
			return nil
		}
	}
	return hideOwn(listRules(cfg, ruleFilter{}))
}

func (env environment) completeRule(cmd *cobra.Command, _ []string, start string) (all []cobra.Completion, how cobra.ShellCompDirective) {
	seen := map[string]bool{}
	for _, r := range env.listed(cmd) {
		for _, name := range append([]string{r.ID}, r.Aliases...) {
			if strings.HasPrefix(name, start) && !seen[name] { // several rules may share an alias
				seen[name] = true
				all = append(all, described(name, r.Description))
			}
		}
	}
	return all, cobra.ShellCompDirectiveNoFileComp
}

func (env environment) completeProvider(cmd *cobra.Command, _ []string, _ string) (all []cobra.Completion, how cobra.ShellCompDirective) {
	for _, r := range env.listed(cmd) {
		all = append(all, r.Provider)
	}
	slices.Sort(all)
	return slices.Compact(all), cobra.ShellCompDirectiveNoFileComp
}

func (env environment) completeTag(cmd *cobra.Command, _ []string, _ string) (all []cobra.Completion, how cobra.ShellCompDirective) {
	for _, r := range env.listed(cmd) {
		all = append(all, r.Tags...)
	}
	slices.Sort(all)
	return slices.Compact(all), cobra.ShellCompDirectiveNoFileComp
}

// mostRefs is how many refs complete a word. More would fill the screen many times.
const mostRefs = 1000

func (env environment) completeRef(cmd *cobra.Command, args []string, start string) ([]cobra.Completion, cobra.ShellCompDirective) {
	path := "."
	if len(args) > 0 {
		path = args[0]
	}
	repo, err := gitrepo.Open(path, env.environ)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	refs, _ := repo.Refs(contextOf(cmd)) // those that can be read
	all := []cobra.Completion{"HEAD"}
	for _, r := range refs {
		if name, ok := shortRef(r.Name); ok && strings.HasPrefix(name, start) && len(all) < mostRefs {
			all = append(all, name)
		}
	}
	return all, cobra.ShellCompDirectiveNoFileComp
}

// shortRef returns the name of a branch or a tag as users write it.
func shortRef(name string) (short string, ok bool) {
	for _, prefix := range []string{"refs/heads/", "refs/tags/", "refs/remotes/"} {
		if short, ok := strings.CutPrefix(name, prefix); ok {
			return short, true
		}
	}
	return "", false
}

// completeRange completes either end of A..B.
func (env environment) completeRange(cmd *cobra.Command, args []string, start string) ([]cobra.Completion, cobra.ShellCompDirective) {
	from, to, ok := strings.Cut(start, "..")
	if !ok {
		all, _ := env.completeRef(cmd, args, start)
		for i := range all {
			all[i] += ".."
		}
		return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	all, how := env.completeRef(cmd, args, to)
	for i := range all {
		all[i] = from + ".." + all[i]
	}
	return all, how
}

// completeKnown completes a fingerprint by those in the baseline.
func (env environment) completeKnown(cmd *cobra.Command, _ []string, start string) (all []cobra.Completion, how cobra.ShellCompDirective) {
	path := ""
	if f := cmd.Flags().Lookup("baseline"); f != nil {
		path = f.Value.String()
	}
	if path == "" {
		var err error
		if path, err = baselineAbove(); err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
	}
	file, err := baseline.Load(path)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	for _, e := range file.Entries {
		if strings.HasPrefix(e.Fingerprint, start) {
			all = append(all, described(e.Fingerprint, string(e.State)+" "+e.Rule+" "+e.Path))
		}
	}
	return all, cobra.ShellCompDirectiveNoFileComp
}

// baselineAbove returns the path of the baseline in this folder or one above it.
func baselineAbove() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		path := filepath.Join(dir, baseline.Name)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("there is no baseline")
		}
	}
}
