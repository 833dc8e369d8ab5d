package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/sluicesec/sluice/benchmarks/internal/measure"
)

// A group is what one table compares.
type group struct {
	title    string
	commands []measure.Command
}

// groups returns the tables that were asked for, without the programs that are not there.
func (c *comparison) groups(ctx context.Context) ([]group, error) {
	var all []group
	add := func(title, hole, target string, commands []peerCommand) error {
		g := group{title: title}
		for _, p := range commands {
			if p.Found() && (c.peers || !p.peer) {
				g.commands = append(g.commands, p.Command)
			}
		}
		also, err := c.more(hole, target)
		g.commands = append(g.commands, also...)
		all = append(all, g)
		return err
	}
	for _, dir := range c.dirs {
		if err := add(dir, "{dir}", dir, c.dirCommands(dir)); err != nil {
			return nil, err
		}
	}
	for _, repo := range c.repos {
		title := filepath.Base(strings.TrimSuffix(repo, "/repo"))
		if err := add(title, "{repo}", repo, c.repoCommands(repo)); err != nil {
			return nil, err
		}
		if err := add(title+", the last commit", "{last}", repo, c.lastCommands(repo)); err != nil {
			return nil, err
		}
	}
	for _, text := range c.staged {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-staged %s: it wants a number of files", text)
		}
		repo, err := stagedRepo(ctx, filepath.Join(c.tmp, "staged"+text), n)
		if err != nil {
			return nil, err
		}
		if err := add("ten of "+text+" files staged", "{staged}", repo, c.stagedCommands(repo)); err != nil {
			return nil, err
		}
	}
	if c.start {
		if err := add("start", "", "", c.startCommands()); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// more returns the commands of -also that have a hole, with the target in it. Without a
// hole, those that have none of them.
func (c *comparison) more(hole, target string) ([]measure.Command, error) {
	var all []measure.Command
	for _, text := range c.also {
		label, line, ok := strings.Cut(text, "=")
		if !ok || strings.TrimSpace(line) == "" {
			return nil, fmt.Errorf("-also %q: it wants label=command", text)
		}
		has := ""
		for _, h := range []string{"{dir}", "{repo}", "{last}", "{staged}"} {
			if strings.Contains(line, h) {
				has = h
			}
		}
		if has != hole {
			continue
		}
		var argv []string
		for word := range strings.FieldsSeq(line) {
			word = strings.ReplaceAll(word, "{sluice}", c.sluice)
			if hole != "" {
				word = strings.ReplaceAll(word, hole, target)
			}
			argv = append(argv, word)
		}
		all = append(all, measure.Command{Name: label, Argv: argv})
	}
	return all, nil
}
