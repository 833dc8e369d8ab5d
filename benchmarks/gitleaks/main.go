// Command gitleaks runs gitleaks and sluice over the same repositories and folders,
// and says by cause what one of them reports and the other does not, which fields
// differ in what both report, and what time each of them took.
//
//	go run ./benchmarks/gitleaks django.git nats-server.git /usr/local/go/src
//	go run ./benchmarks/gitleaks -config .gitleaks.toml -list REPO
//
// Without -config each tool uses the rules that it brings. gitleaks is taken from
// PATH, and only run. The reports hold secrets: they are written to a temporary folder
// that only the user can read, and removed at the end.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

// options are the flags.
type options struct {
	gitleaks, sluice, config string
	runs                     int
	list, showSecrets        bool
}

func main() {
	var o options
	flag.StringVar(&o.gitleaks, "gitleaks", "gitleaks", "the gitleaks to run")
	flag.StringVar(&o.sluice, "sluice", "", "the sluice to run (default: a build of this tree)")
	flag.StringVar(&o.config, "config", "", "a configuration for both (default: the rules that each of them brings)")
	flag.IntVar(&o.runs, "runs", 1, "runs of each tool, in turn; the median counts")
	flag.BoolVar(&o.list, "list", false, "list every value that only one of them reports")
	flag.BoolVar(&o.showSecrets, "show-secrets", false, "list them in clear")
	flag.Parse()
	os.Setenv("SLUICE_CACHE", "off") // each run is a first one
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "gitleaks:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options, targets []string) error {
	if len(targets) == 0 || o.runs < 1 {
		return fmt.Errorf("name the repositories and folders to scan, and at least one run")
	}
	// MkdirTemp makes a folder of mode 0700.
	tmp, err := os.MkdirTemp("", "sluice-gitleaks-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if o.sluice == "" {
		o.sluice = filepath.Join(tmp, "sluice")
		build := exec.CommandContext(ctx, "go", "build", "-o", o.sluice, "./cmd/sluice")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return fmt.Errorf("build sluice: %w", err)
		}
	}
	for _, path := range []*string{&o.sluice, &o.config} {
		if *path == "" {
			continue
		}
		if *path, err = filepath.Abs(*path); err != nil {
			return err
		}
	}
	x, err := newExplainer(o.config)
	if err != nil {
		return err
	}
	var all summary
	for _, target := range targets {
		t, err := newTarget(ctx, target)
		if err != nil {
			return err
		}
		took, err := t.scan(ctx, o, tmp)
		if err != nil {
			return fmt.Errorf("%s: %w", target, err)
		}
		theirs, ours, err := read(tmp)
		if err != nil {
			return fmt.Errorf("%s: %w", target, err)
		}
		here := x.at(ctx, t)
		all.add(t.name, took, pair(theirs, ours, here))
	}
	return all.write(os.Stdout, o)
}
