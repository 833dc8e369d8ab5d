// Package gittest lets tests build repositories with the git that is installed,
// without the configuration of the machine and of its user.
//
// Some tests compare random repositories with what git says of them, and become
// surer with each repository that they try. By default they try a few, so that the
// tests stay fast; with the build tag long (go test -tags long) they try many.
package gittest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Size returns the size of a test: short by default, full with the build tag long.
func Size(short, full int) int {
	if long {
		return full
	}
	return short
}

// A Sandbox runs git in one folder. A failure ends the test.
type Sandbox struct {
	testing.TB
	Dir string   // absolute, without symbolic links
	Env []string // what git sees besides the sandbox's own variables
}

// New makes a repository with a branch "main"; args go to git init. Where the variable
// SLUICE_TESTS_WITHOUT_GIT says why there is no git, it skips the test.
func New(t testing.TB, args ...string) Sandbox {
	t.Helper()
	if why := os.Getenv("SLUICE_TESTS_WITHOUT_GIT"); why != "" {
		t.Skip(why)
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := Sandbox{TB: t, Dir: filepath.Join(dir, "repo")}
	s.In(dir).Git(append([]string{"init", "-q", "-b", "main", s.Dir}, args...)...)
	return s
}

// Copy makes a copy of the sandbox's repository for another test. It is faster
// than making the repository again.
func (s Sandbox) Copy(t testing.TB) Sandbox {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	c := Sandbox{TB: t, Dir: filepath.Join(dir, "repo"), Env: s.Env}
	c.Must(os.CopyFS(c.Dir, os.DirFS(s.Dir)))
	return c
}

// In returns the same sandbox in another folder.
func (s Sandbox) In(dir string) Sandbox {
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(s.Dir, dir)
	}
	s.Dir = dir
	return s
}

// For returns the same sandbox for a subtest.
func (s Sandbox) For(t testing.TB) Sandbox {
	s.TB = t
	return s
}

// Cmd prepares a git command.
func (s Sandbox) Cmd(args ...string) *exec.Cmd {
	cmd := exec.Command("git", args...)
	cmd.Dir = s.Dir
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "GIT_") {
			cmd.Env = append(cmd.Env, kv)
		}
	}
	cmd.Env = append(cmd.Env,
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_TEMPLATE_DIR=",
		// no garbage collection after each commit, and no waiting for the disk
		"GIT_CONFIG_COUNT=3",
		"GIT_CONFIG_KEY_0=maintenance.auto", "GIT_CONFIG_VALUE_0=false",
		"GIT_CONFIG_KEY_1=gc.auto", "GIT_CONFIG_VALUE_1=0",
		"GIT_CONFIG_KEY_2=core.fsync", "GIT_CONFIG_VALUE_2=none",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_AUTHOR_DATE=1700000000 +0000",
		"GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com", "GIT_COMMITTER_DATE=1700000000 +0000")
	cmd.Env = append(cmd.Env, s.Env...)
	return cmd
}

// Git runs a git command and returns its output, without the last line end.
func (s Sandbox) Git(args ...string) string {
	s.Helper()
	return strings.TrimSuffix(string(s.Pipe(nil, args...)), "\n")
}

// Pipe runs a git command with an input and returns its whole output.
func (s Sandbox) Pipe(stdin []byte, args ...string) []byte {
	s.Helper()
	cmd := s.Cmd(args...)
	cmd.Stdin = bytes.NewReader(stdin)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		s.Fatalf("git %s: %v: %s", strings.Join(args, " "), err, stderr.String())
	}
	return out
}

// GitFails runs a git command that must fail.
func (s Sandbox) GitFails(args ...string) {
	s.Helper()
	if err := s.Cmd(args...).Run(); err == nil {
		s.Fatalf("git %s: should fail", strings.Join(args, " "))
	}
}

// Write writes a file, in folders that it makes.
func (s Sandbox) Write(name, content string) {
	s.Helper()
	path := filepath.Join(s.Dir, name)
	s.Must(os.MkdirAll(filepath.Dir(path), 0o755))
	s.Must(os.WriteFile(path, []byte(content), 0o644))
}

// Commit writes a file, commits all that changed, and returns the commit's id.
func (s Sandbox) Commit(name, content string) string {
	s.Helper()
	s.Write(name, content)
	s.Git("add", "-A")
	s.Git("commit", "-q", "-m", "change "+name)
	return s.Git("rev-parse", "HEAD")
}

// Must ends the test if err is not nil.
func (s Sandbox) Must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}
