// Command compare measures sluice beside other programs, and prints tables in Markdown:
// wall and processor time with their spread, the ratios to some of the programs, and the peak of
// anonymous memory. Package measure says how.
//
//	go run ./benchmarks/compare -dir /usr/local/go/src -repo django.git -staged 6800 -start
//
// Programs are taken from PATH; those that are not there are left out. Nothing is
// fetched. -also adds a command of one's own to the tables whose targets it names, such as
// a second run that has a cache, or an older build:
//
//	-also 'sluice git, before=/tmp/old git -q -f json -o /dev/null {repo}'
//
// {repo}, {dir} and {staged} stand for the target, and {sluice} for the program that is measured.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/sluicesec/sluice/benchmarks/internal/measure"
)

type list []string

func (l *list) String() string     { return strings.Join(*l, " ") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

// A comparison is what the command line asks for.
type comparison struct {
	dirs, repos list
	staged      list // numbers of files
	also        list
	bases       list
	start       bool
	runs        int
	peers       bool
	sluice      string
	tmp         string // a folder for what is made
	words       string // a file of keywords
}

func main() {
	c := comparison{}
	flag.IntVar(&c.runs, "runs", 5, "counted runs of each command")
	flag.BoolVar(&c.peers, "peers", true, "run other scanners too")
	flag.BoolVar(&c.start, "start", false, "compare what a start takes")
	flag.StringVar(&c.sluice, "sluice", "", "measure this program in place of a build of this tree")
	flag.Var(&c.dirs, "dir", "a folder to scan (repeatable)")
	flag.Var(&c.repos, "repo", "a git repository to scan, its whole history and its last commit (repeatable)")
	flag.Var(&c.staged, "staged", "make a repository of so many files and stage ten of them (repeatable)")
	flag.Var(&c.also, "also", "'label=command': one more command (repeatable)")
	flag.Var(&c.bases, "base", "the beginning of a name: add the ratios to that command (repeatable; default sluice, git cat-file, git diff, git log, rg)")
	flag.Parse()
	if len(c.bases) == 0 {
		c.bases = list{"sluice", "git cat-file", "git diff", "git log", "rg"}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := c.run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(1)
	}
}

func (c *comparison) run(ctx context.Context) (err error) {
	if c.tmp, err = os.MkdirTemp("", "sluice-compare-"); err != nil {
		return err
	}
	defer os.RemoveAll(c.tmp)
	os.Setenv("SLUICE_CACHE", filepath.Join(c.tmp, "cache"))
	if c.sluice == "" {
		c.sluice = filepath.Join(c.tmp, "sluice")
		build := exec.CommandContext(ctx, "go", "build", "-o", c.sluice, "./cmd/sluice")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return fmt.Errorf("build sluice: %w", err)
		}
	}
	c.words = filepath.Join(c.tmp, "keywords")
	if err := os.WriteFile(c.words, []byte(keywords()), 0o600); err != nil {
		return err
	}
	fmt.Printf("%s\n\n%s\n\nmedians of %d rounds, and their quartiles\n\n", measure.Machine(), c.versions(ctx), c.runs)
	groups, err := c.groups(ctx)
	if err != nil {
		return err
	}
	for _, g := range groups {
		all, err := measure.Rounds(ctx, g.commands, c.runs)
		if err != nil {
			return err
		}
		fmt.Printf("### %s\n\n%s\n", g.title, measure.Table(all, c.bases))
	}
	return nil
}
