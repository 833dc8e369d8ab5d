// Command compare measures sluice beside other programs in one run, and prints
// a table in Markdown: wall seconds (the median of the runs), the ratio to
// sluice, and the peak of anonymous memory.
//
//	go run ./benchmarks/compare -dir /usr/local/go -repo django.git -repo nats.git
//
// Programs are taken from PATH; those that are not there are left out. The
// first run of each command warms the page cache and is not counted.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
)

type list []string

func (l *list) String() string     { return strings.Join(*l, " ") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

func main() {
	var dirs, repos list
	runs := flag.Int("runs", 3, "counted runs of each command")
	slow := flag.Bool("peers", true, "run other scanners too")
	flag.Var(&dirs, "dir", "a folder to scan (repeatable)")
	flag.Var(&repos, "repo", "a git repository to scan (repeatable)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, dirs, repos, *runs, *slow); err != nil {
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dirs, repos list, runs int, peers bool) error {
	tmp, err := os.MkdirTemp("", "sluice-compare-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	sluice := filepath.Join(tmp, "sluice")
	build := exec.CommandContext(ctx, "go", "build", "-o", sluice, "./cmd/sluice")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("build sluice: %w", err)
	}
	words := filepath.Join(tmp, "keywords")
	if err := os.WriteFile(words, []byte(keywords()), 0o644); err != nil {
		return err
	}
	fmt.Printf("%s/%s, %d cores, %s\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	fmt.Println(versions(ctx))
	for _, dir := range dirs {
		if err := table(ctx, dir, dirCommands(sluice, words, dir), runs, peers); err != nil {
			return err
		}
	}
	for _, repo := range repos {
		if err := table(ctx, repo, repoCommands(sluice, tmp, repo), runs, peers); err != nil {
			return err
		}
	}
	return nil
}

func table(ctx context.Context, target string, commands []command, runs int, peers bool) error {
	fmt.Printf("### %s\n\n| command | wall s | x sluice | RssAnon MB |\n| --- | ---: | ---: | ---: |\n", filepath.Base(strings.TrimSuffix(target, "/repo")))
	first := 0.0
	for _, c := range commands {
		if _, err := exec.LookPath(c.argv[0]); err != nil || c.peer && !peers {
			continue
		}
		m, err := measure(ctx, c, runs)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		if first == 0 {
			first = m.seconds
		}
		fmt.Printf("| `%s` | %.2f | %.2f | %d |\n", c.name, m.seconds, m.seconds/first, m.anonymous>>20)
	}
	fmt.Println()
	return nil
}
