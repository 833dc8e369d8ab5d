package gitrepo

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A sandbox runs git in one folder, away from the machine's configuration.
type sandbox struct {
	testing.TB
	dir string
	env []string // on top of the sandbox's own
}

// newSandbox makes a repository; args go to git init.
func newSandbox(t testing.TB, args ...string) sandbox {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := sandbox{TB: t, dir: filepath.Join(dir, "repo")}
	s.in(dir).git(append([]string{"init", "-q", "-b", "main", s.dir}, args...)...)
	return s
}

// in returns the same sandbox in another folder.
func (s sandbox) in(dir string) sandbox {
	s.dir = absolute(s.dir, dir)
	return s
}

// run prepares a git command.
func (s sandbox) run(args ...string) *exec.Cmd {
	cmd := exec.Command("git", args...)
	cmd.Dir = s.dir
	cmd.Env = append(withoutGit(os.Environ()),
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_AUTHOR_DATE=1700000000 +0000",
		"GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com", "GIT_COMMITTER_DATE=1700000000 +0000")
	cmd.Env = append(cmd.Env, s.env...)
	return cmd
}

// git runs a git command that must succeed, and returns what it wrote.
func (s sandbox) git(args ...string) string {
	s.Helper()
	cmd := s.run(args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		s.Fatalf("git %s: %v: %s", strings.Join(args, " "), err, stderr.String())
	}
	return strings.TrimSuffix(string(out), "\n")
}

func (s sandbox) write(name, content string) {
	s.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		s.Fatal(err)
	}
}

// commit commits a change and returns the commit's id.
func (s sandbox) commit(name, content string) string {
	s.Helper()
	s.write(name, content)
	s.git("add", "-A")
	s.git("commit", "-q", "-m", "change "+name)
	return s.git("rev-parse", "HEAD")
}

// open opens the repository of the sandbox's folder.
func (s sandbox) open() *Repo {
	s.Helper()
	r, err := Open(s.dir, os.Environ())
	if err != nil {
		s.Fatal(err)
	}
	return r
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
