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

// TestReadSmall: it gives what Open and Read give, or says that it does not know.
func TestReadSmall(t *testing.T) {
	dir := t.TempDir()
	pipe, link, empty := filepath.Join(dir, "pipe"), filepath.Join(dir, "link"), filepath.Join(dir, "empty")
	if err := errors.Join(syscall.Mkfifo(pipe, 0o600), os.WriteFile(empty, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	var buf []byte
	for _, size := range []int{1, 511, 512, 513, 4096, 100_000, 1_000, 7} {
		file, want := filepath.Join(dir, "file"), bytes.Repeat([]byte("abcdefg"), size)[:size]
		if err := os.WriteFile(file, want, 0o600); err != nil {
			t.Fatal(err)
		}
		got, ok := ReadSmall(file, buf, 1<<20)
		if !ok || !bytes.Equal(got, want) {
			t.Errorf("%d bytes: %d, %v", size, len(got), ok)
		}
		buf = got
		if _, ok := ReadSmall(file, nil, int64(size)-1); ok {
			t.Errorf("%d bytes were read, although they are too many", size)
		}
	}
	if got, ok := ReadSmall(empty, buf, 1<<20); !ok || len(got) != 0 {
		t.Errorf("an empty file: %q, %v", got, ok)
	}
	if got, ok := ReadSmall("/proc/self/status", buf, 1<<20); ok && len(got) == 0 {
		t.Error("a file without a size passes for empty")
	}
	if err := os.Symlink(filepath.Join(dir, "file"), link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{pipe, link, dir, "/dev/zero", filepath.Join(dir, "none")} {
		within(t, path, func() {
			if data, ok := ReadSmall(path, nil, 1<<20); ok {
				t.Errorf("%s: %q", path, data)
			}
		})
	}
}
