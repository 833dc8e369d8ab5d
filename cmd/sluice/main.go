// Command sluice finds secrets in git repositories, folders and streams.
//
// Each command has a file of its own, which turns flags into a source and
// leaves the work to package scan. Exit codes: 0 everything was scanned and
// nothing found, 1 findings, 2 an error or a scan with gaps.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	os.Exit(run())
}

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	env := environment{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, environ: os.Environ()}
	return execute(ctx, env, os.Args[1:])
}

// execute runs the command line and returns its exit code.
func execute(ctx context.Context, env environment, args []string) int {
	var code int
	root := newRoot(env, &code)
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintf(env.stderr, "sluice: %s\n", oneLine(err))
		return exitError
	}
	return code
}
