// Command work counts the work of scans, and fails if it has grown. Time says little on a
// machine that others use; the number of bytes searched, of literals found and looked at, of
// steps of the regex engines, of objects inflated and of allocations is the same on
// any machine.
//
//	go run ./benchmarks/work            # compares with benchmarks/work/counts.txt
//	go run ./benchmarks/work -renew     # writes it anew
//
// What is scanned is made from a seed: a folder, and a repository that git fast-import makes
// of it. Everything runs on one goroutine and without collecting garbage, so that each
// figure is the same in every run, but for the allocations of maps, which differ by
// a few in a thousand.
//
// A change that makes a figure grow by more than 3 % fails. If what it brings is worth that,
// renew the file and say why in the commit. Instructions are counted where the processor
// and the system let the program do so. They depend on the kind of processor, so they are
// compared only if the file was written on the same kind; otherwise they are shown.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
)

func main() {
	file := flag.String("file", "benchmarks/work/counts.txt", "the counts to compare with")
	renew := flag.Bool("renew", false, "write the counts to the file")
	flag.Parse()
	if err := run(context.Background(), *file, *renew); err != nil {
		fmt.Fprintln(os.Stderr, "work:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, file string, renew bool) error {
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(4 << 30) // if the garbage of all scans should ever not fit
	tmp, err := os.MkdirTemp("", "sluice-work-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	now, err := countAll(ctx, tmp)
	if err != nil {
		return err
	}
	if renew {
		return os.WriteFile(file, []byte(now.String()), 0o644)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, err := parse(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	table, grown := compare(before, now)
	fmt.Print(table)
	if len(grown) > 0 {
		return fmt.Errorf("more work than in %s: %v. If it is worth it, run `go run ./benchmarks/work -renew`, and say why in the commit", file, grown)
	}
	return nil
}
