// Command scale measures how what sluice takes grows with its input, and prints a table in
// Markdown for each way to grow: the processor time, the wall time and the peak of
// anonymous memory.
//
//	go run ./benchmarks/scale
//	go run ./benchmarks/scale -only 'blob|refs' -runs 3 -shrink 4
//	go run ./benchmarks/scale -only history,range -repo git.git
//
// It makes the inputs itself, from a seed and in a temporary folder, which it removes.
// With -repo, the cases about histories take parts of that repository. Behind each figure
// stands how it has grown for each time that the input has: 1.0 is a cost that grows as
// its input does, 2.0 is one that doubles beside it. What is above 1.25 is marked.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"

	"github.com/sluicesec/sluice/benchmarks/internal/measure"
)

func main() {
	only := flag.String("only", "", "a regex: run the cases whose name it matches")
	runs := flag.Int("runs", 0, "counted runs of each command; 0 counts the one that warms the page cache")
	sluice := flag.String("sluice", "", "measure this program in place of a build of this tree")
	repo := flag.String("repo", "", "a bare repository for the cases about histories")
	shrink := flag.Int("shrink", 1, "divide all sizes by this number, for a quick look")
	list := flag.Bool("list", false, "print the names of the cases")
	flag.Parse()
	os.Setenv("SLUICE_CACHE", "off") // each run is a first one
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *only, *sluice, *repo, *runs, max(*shrink, 1), *list); err != nil {
		fmt.Fprintln(os.Stderr, "scale:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, only, sluice, repo string, runs, shrink int, list bool) error {
	wanted, err := regexp.Compile(only)
	if err != nil {
		return fmt.Errorf("-only: %w", err)
	}
	if list {
		for _, c := range cases() {
			fmt.Printf("%-28s %s\n", c.name, c.what)
		}
		return nil
	}
	tmp, err := os.MkdirTemp("", "sluice-scale-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if sluice == "" {
		sluice = filepath.Join(tmp, "sluice")
		build := exec.CommandContext(ctx, "go", "build", "-o", sluice, "./cmd/sluice")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return fmt.Errorf("build sluice: %w", err)
		}
	}
	fmt.Printf("%s; %s\n", measure.Machine(), measure.Versions(ctx, [][]string{{"git", "--version"}}))
	for _, c := range cases() {
		if !wanted.MatchString(c.name) {
			continue
		}
		dir := filepath.Join(tmp, "case")
		b := &builder{ctx: ctx, dir: dir, sluice: sluice, repo: repo}
		if err := b.measured(c, runs, shrink); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}

// measured measures one size of a case after the other, each in a folder that is removed
// when it is done.
func (b *builder) measured(c scale, runs, shrink int) error {
	var rows []row
	for _, size := range c.sizes {
		size = max(size/shrink, 1)
		if err := os.MkdirAll(b.dir, 0o755); err != nil {
			return err
		}
		commands, err := c.build(b, size)
		if err != nil {
			return err
		}
		all, err := measure.Rounds(b.ctx, commands, runs)
		if err != nil {
			return err
		}
		for _, f := range all {
			r := row{size, f.Name, measure.SpreadOf(f.Wall).Median, measure.SpreadOf(f.CPU).Median, f.Anonymous}
			fmt.Fprintf(os.Stderr, "%s, %d: %s: CPU %.2f s, %d MB\n", c.name, size, r.name, r.cpu, r.anonymous>>20)
			rows = append(rows, r)
		}
		if err := os.RemoveAll(b.dir); err != nil {
			return err
		}
	}
	fmt.Printf("\n### %s\n\n%s\n\n%s", c.name, c.what, table(rows))
	return nil
}
