package hooks

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// defaultDeadline is how long a server checks a push unless its policy says
// otherwise. Some hosts and clients close a connection that is silent for a minute.
const defaultDeadline = 50 * time.Second

// A Policy is what the owner of a server has set for pushes, with git config,
// in the server's repository or for all of them:
//
//	sluice.rules          a rule file, absolute or below the repository; else
//	                      the built-in rules count
//	sluice.baseline       a file of known findings, absolute or below the repository;
//	                      else none is known
//	sluice.trustHead      true lets the rule file and the baseline count that HEAD of
//	                      the server's repository holds before the push, if there is no
//	                      sluice.rules or sluice.baseline: who can push to that branch
//	                      can then allow what is pushed afterwards
//	sluice.allowSkip      true lets `git push -o sluice.skip` through, and records it
//	sluice.allowInline    true lets comments in a push allow what is beside them, and
//	                      records what they allow
//	sluice.deadline       how long a check may take: "90s", "5m" (50s)
//	sluice.afterDeadline  "refuse" (the default) or "accept", and record it
//	sluice.archivesOK     true accepts archives that cannot be opened, such as
//	                      encrypted ones
//	sluice.lfsOK          true accepts files whose content Git LFS keeps elsewhere
//	                      than in the repository, so that it cannot be checked
type Policy struct {
	Rules       string // absolute path; "" for none
	Baseline    string // likewise
	TrustHead   bool
	AllowSkip   bool
	AllowInline bool
	Deadline    time.Duration
	AcceptLate  bool
	LFSOK       bool
	ArchivesOK  bool
}

// ReadPolicy reads the policy for the repository in the git directory dir.
func ReadPolicy(ctx context.Context, dir string) (Policy, error) {
	p := Policy{Deadline: defaultDeadline}
	out, err := git(ctx, dir, "config", "--null", "--get-regexp", `^sluice\.`)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 { // nothing is set
		return p, nil
	}
	if err != nil {
		return p, fmt.Errorf("reading the policy of %s: %w", dir, err)
	}
	for item := range strings.SplitSeq(strings.TrimSuffix(out, "\x00"), "\x00") {
		name, value, given := strings.Cut(item, "\n")
		if err := p.set(dir, name, value, given); err != nil {
			return p, fmt.Errorf("reading the policy of %s: %s = %q: %w", dir, name, value, err)
		}
	}
	return p, nil
}

// set sets one field from a setting, whose name git writes in lower case. A setting
// without a value is not given.
func (p *Policy) set(dir, name, value string, given bool) (err error) {
	switch name {
	case "sluice.rules":
		if value == "" {
			return errors.New("it names no file")
		}
		p.Rules = join(dir, filepath.FromSlash(value))
	case "sluice.baseline":
		if value == "" {
			return errors.New("it names no file")
		}
		p.Baseline = join(dir, filepath.FromSlash(value))
	case "sluice.trusthead":
		p.TrustHead, err = boolean(value, given)
	case "sluice.allowskip":
		p.AllowSkip, err = boolean(value, given)
	case "sluice.lfsok":
		p.LFSOK, err = boolean(value, given)
	case "sluice.archivesok":
		p.ArchivesOK, err = boolean(value, given)
	case "sluice.allowinline":
		p.AllowInline, err = boolean(value, given)
	case "sluice.deadline":
		p.Deadline, err = time.ParseDuration(value)
		if err == nil && p.Deadline <= 0 {
			err = errors.New("it is not above 0")
		}
	case "sluice.afterdeadline":
		switch value {
		case "refuse":
			p.AcceptLate = false
		case "accept":
			p.AcceptLate = true
		default:
			err = errors.New("it is neither refuse nor accept")
		}
	}
	return err
}

// boolean reads a value as git-config(1) does. A setting without a value is true.
func boolean(value string, given bool) (bool, error) {
	if !given {
		return true, nil
	}
	switch strings.ToLower(value) {
	case "yes", "on", "true":
		return true, nil
	case "no", "off", "false", "":
		return false, nil
	}
	n, err := strconv.Atoi(value)
	if err != nil {
		return false, errors.New("it is neither true nor false")
	}
	return n != 0, nil
}

// skipOption is the push option that asks to go without the check, alone or
// with a reason: sluice.skip=REASON.
const skipOption = "sluice.skip"

// SkipAsked reports whether the pusher asks to go without the check, and the
// reason given. getenv reads the environment of the hook, where git puts push
// options (githooks(5)).
func SkipAsked(getenv func(string) string) (reason string, asked bool) {
	count, _ := strconv.Atoi(getenv("GIT_PUSH_OPTION_COUNT"))
	for i := range count {
		name, value, _ := strings.Cut(getenv("GIT_PUSH_OPTION_"+strconv.Itoa(i)), "=")
		if name == skipOption {
			return value, true
		}
	}
	return "", false
}
