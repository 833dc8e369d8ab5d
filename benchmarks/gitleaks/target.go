package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// The names of the reports in the temporary folder.
const (
	theirReport = "gitleaks.json"
	ourReport   = "sluice.json"
	ourEntries  = "entries.json"
)

// A target is a repository or a folder to scan.
type target struct {
	name, path string
	git        bool
	logOpts    string // what gitleaks gives git log; "" for its own choice
}

func newTarget(ctx context.Context, path string) (target, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return target{}, err
	}
	t := target{name: filepath.Base(strings.TrimSuffix(abs, "/repo")), path: abs}
	for _, inside := range []string{".git", "objects"} {
		if _, err := os.Stat(filepath.Join(abs, inside)); err == nil {
			t.git = true
		}
	}
	if t.git {
		if t.logOpts, err = withoutAbsent(ctx, abs); err != nil {
			return target{}, fmt.Errorf("look for absent objects in %s: %w", path, err)
		}
	}
	return t, nil
}

// took is what a tool needed for one run.
type took struct{ wall, cpu time.Duration }

// scan runs both tools in turn, as often as o says, and leaves their reports in tmp.
func (t target) scan(ctx context.Context, o options, tmp string) (runs [2][]took, err error) {
	for range o.runs {
		for i, argv := range [][]string{t.gitleaksCommand(o, tmp), t.sluiceCommand(o, tmp)} {
			one, err := t.once(ctx, o, argv)
			if err != nil {
				return runs, fmt.Errorf("%s: %w", filepath.Base(argv[0]), err)
			}
			runs[i] = append(runs[i], one)
		}
	}
	return runs, nil
}

func (t target) gitleaksCommand(o options, tmp string) []string {
	argv := []string{o.gitleaks, "dir"}
	if t.git {
		argv[1] = "git"
	}
	argv = append(argv, "--no-banner", "--no-color", "-l", "error", "--exit-code", "0", "-i", tmp, "-f", "json", "-r", filepath.Join(tmp, theirReport))
	if o.config != "" {
		argv = append(argv, "-c", o.config)
	}
	if t.logOpts != "" {
		argv = append(argv, "--log-opts", t.logOpts)
	}
	return append(argv, ".")
}

func (t target) sluiceCommand(o options, tmp string) []string {
	argv := []string{o.sluice, "dir"}
	if t.git {
		argv[1] = "git"
	}
	config := o.config
	if config == "" {
		config = "builtin"
	}
	return append(argv, "-q", "--no-baseline", "-c", config, "--show-secrets", "--min-confidence", "low", "--exit-code", "0",
		"-f", "json", "-o", filepath.Join(tmp, ourReport), "-f", "gitleaks", "-o", filepath.Join(tmp, ourEntries), ".")
}

// once runs a command inside the target. Exit code 2 of sluice is a scan with gaps, such
// as the absent objects of a partial clone, and no failure here.
func (t target) once(ctx context.Context, o options, argv []string) (took, error) {
	var problems bytes.Buffer
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir, cmd.Stderr = t.path, &problems
	cmd.Env = environment(o)
	begin := time.Now()
	err := cmd.Run()
	wall := time.Since(begin)
	if exit := (*exec.ExitError)(nil); err != nil && !(errors.As(err, &exit) && argv[0] == o.sluice && exit.ExitCode() == 2) {
		return took{}, fmt.Errorf("%w: %s", err, bytes.TrimSpace(problems.Bytes()))
	}
	if problem := bytes.TrimSpace(problems.Bytes()); len(problem) > 0 && argv[0] == o.gitleaks {
		fmt.Fprintf(os.Stderr, "gitleaks in %s: %s\n", t.name, problem)
	}
	return took{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}, nil
}

// environment is that of this process without what chooses rules. A configuration in the
// environment goes before one in the repository: without -config both use their own rules.
func environment(o options) []string {
	var env []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "GITLEAKS_") && !strings.HasPrefix(v, "SLUICE_") {
			env = append(env, v)
		}
	}
	if o.config == "" {
		env = append(env, "GITLEAKS_CONFIG_TOML=[extend]\nuseDefault = true\n")
	}
	return env
}
