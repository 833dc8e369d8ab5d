package measure

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// A Command is something to measure. Its output is thrown away.
type Command struct {
	Name  string
	Argv  []string
	Dir   string   // where it runs; "" is here
	Env   []string // more variables, as NAME=VALUE
	Stdin string   // a file; "" is nothing
	Whole bool     // exit code 2 is a failure: nothing may be missing
}

// Found reports whether the program is there.
func (c Command) Found() bool {
	_, err := exec.LookPath(c.Argv[0])
	return err == nil
}

// A Run is what one run of a command took.
type Run struct {
	Wall, CPU time.Duration // CPU is user and system, of the process and of those that it waited for
}

// sampleEvery is how often memory is read while a command runs.
const sampleEvery = 2 * time.Millisecond

// Once runs a command. A scanner's exit code 1 or 2 is not a failure here, if the command does
// not say otherwise: repositories have findings and gaps.
func (c Command) Once(ctx context.Context) (Run, error) {
	return c.run(ctx, func(cmd *exec.Cmd) error { return cmd.Wait() })
}

// Sampled is Once that also returns the peak of anonymous memory of the command's tree of
// processes, in bytes: 0 where the system does not say.
func (c Command) Sampled(ctx context.Context) (run Run, peak int64, err error) {
	run, err = c.run(ctx, func(cmd *exec.Cmd) error {
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		for {
			select {
			case err := <-ended:
				return err
			case <-time.After(sampleEvery):
				peak = max(peak, anonymousOfTree(cmd.Process.Pid))
			}
		}
	})
	return run, peak, err
}

func (c Command) run(ctx context.Context, wait func(*exec.Cmd) error) (Run, error) {
	begin := time.Now()
	cmd, done, err := c.start(ctx)
	if err != nil {
		return Run{}, err
	}
	defer done()
	err = wait(cmd)
	wall := time.Since(begin)
	if err := c.failed(err); err != nil {
		return Run{}, err
	}
	return Run{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}, nil
}

func (c Command) start(ctx context.Context) (*exec.Cmd, func(), error) {
	cmd := exec.CommandContext(ctx, c.Argv[0], c.Argv[1:]...)
	cmd.Dir = c.Dir
	if c.Env != nil {
		cmd.Env = append(os.Environ(), c.Env...)
	}
	done := func() {}
	if c.Stdin != "" {
		f, err := os.Open(c.Stdin)
		if err != nil {
			return nil, nil, err
		}
		cmd.Stdin, done = f, func() { _ = f.Close() }
	}
	if err := cmd.Start(); err != nil {
		done()
		return nil, nil, err
	}
	return cmd, done, nil
}

func (c Command) failed(err error) error {
	var exit *exec.ExitError
	if err == nil || errors.As(err, &exit) && (exit.ExitCode() == 1 || exit.ExitCode() == 2 && !c.Whole) {
		return nil
	}
	return fmt.Errorf("%s: %w", c.Name, err)
}
