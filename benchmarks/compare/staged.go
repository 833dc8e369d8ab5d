package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// stagedRepo makes a repository with a commit of n files of some lines, 50 in a folder, in
// which ten files are changed and staged. It returns its folder.
func stagedRepo(ctx context.Context, dir string, n int) (string, error) {
	name := func(i int) string { return fmt.Sprintf("d%d/f%d.py", i/50, i) }
	write := func(i int, text string) error {
		path := filepath.Join(dir, name(i))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		return os.WriteFile(path, []byte(text), 0o600)
	}
	git := func(args ...string) error {
		out, err := exec.CommandContext(ctx, "git", append([]string{"-C", dir, "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "gc.auto=0"}, args...)...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("git %s: %w: %s", args[0], err, out)
		}
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	for i := range n {
		if err := write(i, strings.Repeat(fmt.Sprintf("value_%d = request(self, %d)\n", i, i), 20)); err != nil {
			return "", err
		}
	}
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"add", "."}, {"commit", "-qm", "all"}} {
		if err := git(args...); err != nil {
			return "", err
		}
	}
	add := []string{"add"}
	for k := range min(10, n) {
		i := k * n / 10 % n
		if err := write(i, strings.Repeat(fmt.Sprintf("other_%d = response(self, %d)\n", i, i), 40)); err != nil {
			return "", err
		}
		add = append(add, name(i))
	}
	return dir, git(add...)
}
