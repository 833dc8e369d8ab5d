//go:build unix

package gitrepo

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/sluicesec/sluice/internal/git/gittest"
)

// A named pipe in the place of a ref must not be opened: nobody may ever write to it.
func TestRefThatIsAPipe(t *testing.T) {
	s := gittest.New(t)
	tip := s.Commit("a", "1\n")
	s.Must(syscall.Mkfifo(filepath.Join(s.Dir, ".git/refs/heads/bad"), 0o644))
	refs, err := openRepo(s).Refs(context.Background())
	if err == nil {
		t.Error("no error")
	}
	diff(t, "refs", names(refs), []string{"HEAD " + tip, "refs/heads/main " + tip})
}

// Git is not asked where it would wait for a pipe, or read a device without end, wherever in
// the repository that is.
func TestGitIsNotAskedAboutPipes(t *testing.T) {
	ctx := context.Background()
	made := gittest.New(t)
	made.Commit("a", "1\n")
	made.Commit("a", "2\n")
	object := made.Git("rev-parse", "HEAD~1")
	for _, name := range []string{
		"refs/heads/main", "refs/heads/deep/er", "packed-refs", "shallow", "info/grafts", "objects/info/commit-graph",
		"objects/pack/multi-pack-index", "objects/" + object[:2] + "/" + object[2:], "other/info/commit-graph", "other/objects/aa/bb",
	} {
		for kind, put := range map[string]func(path string) error{
			"pipe":   func(path string) error { return syscall.Mkfifo(path, 0o644) },
			"device": func(path string) error { return os.Symlink("/dev/zero", path) },
		} {
			s := made.Copy(t)
			s.Write(".git/objects/info/alternates", "../other\n")
			path := filepath.Join(s.Dir, ".git", name)
			s.Must(os.MkdirAll(filepath.Dir(path), 0o755))
			if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
			s.Must(put(path))
			r := openRepo(s)
			if _, err := r.Resolve(ctx, "HEAD~1"); err == nil || !strings.Contains(err.Error(), "a pipe or a device") {
				t.Errorf("%s is a %s: %v", name, kind, err)
			}
			if _, err := r.log(ctx, s.Dir, []string{"HEAD"}); err == nil {
				t.Errorf("%s is a %s, and git was asked for a log", name, kind)
			}
			if err := r.stream(ctx, nil, func(io.Reader) error { return nil }, "rev-list", "HEAD"); err == nil {
				t.Errorf("%s is a %s, and git was asked for a list", name, kind)
			}
		}
	}
	for what, put := range map[string]func(s gittest.Sandbox) error{
		"a folder with devices behind a link": func(s gittest.Sandbox) error {
			s.Write(".git/HEAD", "ref: refs/x/zero\n")
			return os.Symlink("/dev", filepath.Join(s.Dir, ".git/refs/x"))
		},
		"a folder of objects that is a pipe": func(s gittest.Sandbox) error {
			s.Write(".git/objects/info/alternates", filepath.Join(s.Dir, "pipe")+"\n")
			return errors.Join(syscall.Mkfifo(filepath.Join(s.Dir, "pipe"), 0o644), os.Symlink("loop", filepath.Join(s.Dir, ".git/refs/loop")),
				os.Symlink("..", filepath.Join(s.Dir, ".git/refs/up")))
		},
	} {
		s := made.Copy(t)
		s.Must(put(s))
		done := make(chan error, 1)
		go func() {
			_, err := openRepo(s).Resolve(ctx, "HEAD~1")
			done <- err
		}()
		select {
		case err := <-done:
			if devices := strings.Contains(what, "devices"); devices != (err != nil) {
				t.Errorf("%s: %v", what, err)
			}
		case <-time.After(time.Minute):
			t.Errorf("%s: no end", what)
		}
	}
	// What git has there itself is no pipe.
	s := made.Copy(t)
	l, err := net.Listen("unix", filepath.Join(s.Dir, ".git", "fsmonitor--daemon.ipc"))
	if err != nil {
		t.Skip(err) // the path may be too long for a socket
	}
	defer l.Close()
	if _, err := openRepo(s).Resolve(ctx, "HEAD~1"); err != nil {
		t.Errorf("with the socket of git's daemon: %v", err)
	}
}
