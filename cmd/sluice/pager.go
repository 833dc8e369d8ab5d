package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"slices"

	"github.com/sluicesec/sluice/internal/plain"
)

// A pager shows a text that is longer than the terminal, screen by screen.
type pager struct {
	command string        // for the shell
	environ []string      // of the command
	out     *os.File      // the terminal
	stderr  *plain.Writer // gets what the shell says
	lines   int           // that the terminal shows
}

// usualPager is less, which ends at once if the text fits on the screen (F), passes on
// colours (R), and leaves the text where it is when it ends (X).
const usualPager = "less -FRX"

// pager returns the pager that the user wants: $SLUICE_PAGER, $PAGER, or less if it is
// there. It returns nil if nobody would read in one: where standard output is no
// terminal, in CI, and in what git has started, such as a hook, in which a
// commit would wait for a key.
func (env environment) pager() *pager {
	out, ok := env.terminal()
	if !ok || isOn(env.getenv("CI")) || env.getenv("GIT_EXEC_PATH") != "" || env.getenv("TERM") == "dumb" {
		return nil
	}
	p := &pager{environ: slices.Clone(env.environ), out: out, stderr: env.stderr, lines: env.height()}
	for _, name := range []string{"SLUICE_PAGER", "PAGER"} {
		if p.command = env.getenv(name); p.command != "" {
			break
		}
	}
	if p.command == "" {
		if _, err := exec.LookPath("less"); err != nil {
			return nil
		}
		p.command = usualPager
	}
	if p.command == "cat" || p.lines == 0 {
		return nil
	}
	for _, usual := range [][2]string{{"LESS", "FRX"}, {"LV", "-c"}} { // as git sets them
		if env.getenv(usual[0]) == "" {
			p.environ = append(p.environ, usual[0]+"="+usual[1])
		}
	}
	return p
}

// show shows a text, and reports whether it did so: not if the text is short, nor if
// there is no such pager. That a user ends the pager before the end of the text is no
// error.
func (p *pager) show(text []byte) bool {
	if bytes.Count(text, []byte("\n")) < p.lines {
		return false
	}
	cmd := exec.Command("sh", "-c", p.command)
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = p.environ, bytes.NewReader(text), p.out, p.stderr
	if err := cmd.Start(); err != nil {
		return false
	}
	// ^C is for the pager, which stops a search then. To end this program would leave
	// the pager behind on the terminal.
	signal.Ignore(os.Interrupt)
	defer signal.Reset(os.Interrupt)
	err := cmd.Wait()
	var exit *exec.ExitError
	notThere := errors.As(err, &exit) && (exit.ExitCode() == 126 || exit.ExitCode() == 127) // by the shell
	return !notThere
}
