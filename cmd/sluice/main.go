// Command sluice finds secrets in git repositories, folders and streams.
//
// Each command has a file of its own. It turns flags into a job of package job,
// runs the job, and writes its report; it decides nothing else. Exit codes: 0
// everything was scanned and nothing found, 1 findings, 2 an error or a scan with
// gaps.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/scan"
)

func main() {
	os.Exit(run(paceMemory()))
}

// grace is how long an interrupted command may take to report what it has found.
// What ends a CI job kills it some ten seconds after the first signal.
const grace = 8 * time.Second

// run executes the command line until it ends or a signal stops it. After a
// signal, a scan reports what it has found so far, and the exit code is the one that
// shells give a process that a signal ended, 130 or 143, and never one of a scan. A
// second signal ends the process at once.
func run(pacing *pacing) int {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	env := environment{stdin: os.Stdin, stdout: plain.NewWriter(os.Stdout), stderr: plain.NewWriter(os.Stderr), getenv: os.Getenv, environ: os.Environ(), pacing: pacing}
	defer env.flush()
	done := make(chan int, 1)
	run := execute
	if isGitleaks(os.Args[0]) {
		run = executeGitleaks
	}
	go func() { done <- run(ctx, env, os.Args[1:]) }()
	select {
	case code := <-done:
		return code
	case s := <-signals:
		signal.Stop(signals)
		cancel(&scan.Stop{Why: "interrupted by a signal (" + s.String() + ")"})
		select {
		case <-done:
		case <-time.After(grace):
			env.say("interrupted, and it could not report in time what it had found")
		}
		if n, ok := s.(syscall.Signal); ok {
			return 128 + int(n)
		}
		return exitError
	}
}

// execute runs the command line and returns its exit code.
func execute(ctx context.Context, env environment, args []string) int {
	var code int
	root := newRoot(env, &code, args)
	root.SetArgs(args)
	if isCompletion(args) {
		if err := env.complete(root); err != nil {
			env.say(err.Error())
			return exitError
		}
	}
	if err := root.ExecuteContext(ctx); err != nil {
		if ctx.Err() != nil && errors.Is(err, context.Canceled) {
			err = errors.New("interrupted, so nothing was judged")
		}
		if wrong := (*wrongCall)(nil); errors.As(err, &wrong) {
			return failedGitleaks(env, err)
		}
		env.say(indented(err))
		return exitError
	}
	return code
}
