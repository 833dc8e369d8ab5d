// Command detection runs sluice and other scanners over one labelled folder and
// prints a table in Markdown of how much each one finds and how much of that is
// right.
//
//	go run ./benchmarks/detection -labelled DIR -scorer score.py
//
// The labelled folder holds data/, the files to scan, and labels.jsonl. The
// scorer is a Python program that reads a report in the form of gitleaks. Both
// live outside this repository: the files belong to other projects. Scanners
// are taken from PATH and run at their defaults; those that are not there are
// left out. Nothing is fetched, and no scanner verifies what it finds.
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
	"slices"
	"strings"
)

func main() {
	labelled := flag.String("labelled", "", "the folder that holds data/ and labels.jsonl")
	scorer := flag.String("scorer", "", "the Python program that scores a report")
	sluice := flag.String("sluice", "", "the sluice to run (default: a build of this tree)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *labelled, *scorer, *sluice); err != nil {
		fmt.Fprintln(os.Stderr, "detection:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, labelled, scorer, sluice string) error {
	if labelled == "" || scorer == "" {
		return fmt.Errorf("-labelled and -scorer are both needed: the folder with labels.jsonl, and the program that scores a report")
	}
	tmp, err := os.MkdirTemp("", "sluice-detection-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	// The scanners run inside the labelled folder, so every other path is absolute.
	if sluice == "" {
		sluice = filepath.Join(tmp, "sluice")
		build := exec.CommandContext(ctx, "go", "build", "-o", sluice, "./cmd/sluice")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return fmt.Errorf("build sluice: %w", err)
		}
	}
	for _, path := range []*string{&labelled, &scorer, &sluice} {
		if *path, err = filepath.Abs(*path); err != nil {
			return err
		}
	}
	var rows, versions []string
	for _, s := range scanners(sluice) {
		if _, err := exec.LookPath(s.argv[0]); err != nil {
			fmt.Fprintf(os.Stderr, "detection: %s is not in PATH and is left out\n", s.argv[0])
			continue
		}
		report := filepath.Join(tmp, "report.json")
		if err := s.scan(ctx, labelled, report); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		f, err := score(ctx, scorer, labelled, report)
		if err != nil {
			return fmt.Errorf("score %s: %w", s.name, err)
		}
		rows = append(rows, fmt.Sprintf("| `%s` | %s |", s.name, f))
		if named := s.named(ctx); !slices.Contains(versions, named) {
			versions = append(versions, named)
		}
	}
	fmt.Printf("%s/%s, %d cores; %s\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), strings.Join(versions, "; "))
	fmt.Println("| command | P | R | F1 | P' | F1' |\n| --- | ---: | ---: | ---: | ---: | ---: |")
	fmt.Println(strings.Join(rows, "\n"))
	return nil
}
