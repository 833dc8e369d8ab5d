//go:build unix

package regular

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// within fails the test if do takes long. A test that hangs says nothing.
func within(t *testing.T, what string, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); do() }()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatalf("%s does not end", what)
	}
}

func TestOnlyRegularFilesAreOpened(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(pipe, link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{pipe, link, "/dev/zero", "/dev/null", dir} {
		within(t, path, func() {
			if _, err := ReadFile(path, 10); !errors.Is(err, ErrNotRegular) {
				t.Errorf("%s: %v", path, err)
			}
		})
	}
	if _, err := ReadFile(filepath.Join(dir, "absent"), 10); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an absent file: %v", err)
	}
}

func TestReadFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	for _, n := range []int{0, 1, 511, 512, 513, 5000} {
		want := bytes.Repeat([]byte("a"), n)
		if err := os.WriteFile(path, want, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadFile(path, int64(n)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes: %d read, %v", n, len(got), err)
		}
		if _, err := ReadFile(path, int64(n-1)); n > 0 && !errors.Is(err, ErrTooLarge) {
			t.Errorf("%d bytes with a lower limit: %v", n, err)
		}
	}
	if err := os.Truncate(path, 1<<40); err != nil { // it takes no room on the disk
		t.Skip(err)
	}
	if _, err := ReadFile(path, 1<<20); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a huge file: %v", err)
	}
}

// Files of /proc have a size of 0 and yet content.
func TestFileWithoutSize(t *testing.T) {
	text, err := ReadFile("/proc/self/status", 1<<20)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("this system has no /proc")
	}
	if err != nil || !strings.Contains(string(text), "Pid:") {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := ReadFile("/proc/self/status", 10); !errors.Is(err, ErrTooLarge) {
		t.Errorf("with a low limit: %v", err)
	}
}
