package gitrepo

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// git runs a plumbing command on the repository and returns what it wrote.
//
// GIT_DIR is given, so that git neither searches for the repository nor checks who
// owns it. Git reads no system or user configuration. Of the programs that the
// repository's own configuration can name, hooks and fsmonitor are switched off
// here, and lazy fetching in two ways, as older versions know only the list of
// protocols.
//
// A configuration can include a file for which git waits. So an answer that does not come
// within the time of patience is an error.
func (r *Repo) git(ctx context.Context, stdin string, command string, args ...string) ([]byte, error) {
	if err := r.checkFiles(); err != nil {
		return nil, err
	}
	inner, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	out, err := output(ctx, r.command(inner, command, args...), stdin, command)
	if err != nil && inner.Err() != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("git %s has not answered for %v: look whether the configuration in %s includes something that is no file", command, patience, r.GitDir)
	}
	return out, err
}

// patience is how long git may take for an answer. It takes milliseconds, and seconds on
// a disk that is far away.
const patience = 2 * time.Minute

// stream runs a plumbing command as git does, and calls read with what it writes. If read
// returns an error, the command is ended.
func (r *Repo) stream(ctx context.Context, stdin io.Reader, read func(io.Reader) error, command string, args ...string) error {
	if err := r.checkFiles(); err != nil {
		return err
	}
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := r.command(inner, command, args...)
	cmd.Env = append(cmd.Env, "GIT_LITERAL_PATHSPECS=1") // a path is no pattern
	cmd.Stdin = stdin
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return failed(ctx, command, &stderr, err)
	}
	if err := read(out); err != nil {
		cancel()
		_ = cmd.Wait() // it was killed
		return err
	}
	return failed(ctx, command, &stderr, cmd.Wait())
}

// command is git's command with its arguments, and with all that keeps the repository from
// changing what it does.
func (r *Repo) command(ctx context.Context, command string, args ...string) *exec.Cmd {
	args = append([]string{
		"--no-pager",
		"-c", "core.fsmonitor=false",
		"-c", "core.hooksPath=" + os.DevNull,
		"-c", "log.showSignature=false", // it would start a program
		"-c", "advice.graftFileDeprecated=false",
		"-c", "log.showRoot=true",
		"-c", "log.follow=false",
		"-c", "log.diffMerges=separate",
		"-c", "diff.relative=false",
		command,
	}, args...)
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Env = append(r.env[:len(r.env):len(r.env)],
		"GIT_DIR="+r.GitDir,
		"GIT_COMMON_DIR="+r.CommonDir,
		"GIT_WORK_TREE="+r.GitDir,
		"GIT_OBJECT_DIRECTORY="+r.ObjectDir,
		"GIT_ALTERNATE_OBJECT_DIRECTORIES="+r.Alternates,
		"GIT_INDEX_FILE="+cmp.Or(r.IndexFile, filepath.Join(r.GitDir, "index")),
		"GIT_CONFIG_NOSYSTEM=1",
		"GIT_CONFIG_GLOBAL="+os.DevNull,
		"GIT_ATTR_NOSYSTEM=1",
		"GIT_OPTIONAL_LOCKS=0",
		"GIT_TERMINAL_PROMPT=0",
		"GIT_NO_LAZY_FETCH=1",
		"GIT_ALLOW_PROTOCOL=none",
		"GIT_NO_REPLACE_OBJECTS=1",
		"GIT_GRAFT_FILE="+os.DevNull,
		"LC_ALL=C",
	)
	return cmd
}

// output runs a command and returns what it wrote.
func output(ctx context.Context, cmd *exec.Cmd, stdin, command string) ([]byte, error) {
	cmd.Stdin = strings.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	return out, failed(ctx, command, &stderr, err)
}

// failed says what it means that git has failed; nil if it has not.
func failed(ctx context.Context, command string, stderr *bytes.Buffer, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return errors.New("it takes git, which is not on the PATH")
	}
	if line, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n"); line != "" {
		return fmt.Errorf("git %s: %s (%w)", command, line, err)
	}
	return fmt.Errorf("git %s: %w", command, err)
}
