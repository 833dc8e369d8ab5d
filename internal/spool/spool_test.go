package spool_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/spool"
)

// folderIs sets the folder of temporary files.
func folderIs(t *testing.T, folder string) {
	t.Setenv("TMPDIR", folder)
	t.Setenv("TMP", folder) // on Windows
}

// What was written is read, from the beginning and at any place, and no file has a name
// meanwhile, other than on Windows, or stays behind.
func TestWriteAndRead(t *testing.T) {
	folder := t.TempDir()
	folderIs(t, folder)
	want := bytes.Repeat([]byte("some content\n"), 100_000)
	f, err := spool.Write(func(w io.Writer) error {
		for rest := want; len(rest) > 0; rest = rest[min(len(rest), 777):] {
			if _, err := w.Write(rest[:min(len(rest), 777)]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	nameless := func() {
		t.Helper()
		if names, err := os.ReadDir(folder); err != nil || len(names) > 0 {
			t.Errorf("%v is in the folder, %v", names, err)
		}
	}
	if runtime.GOOS != "windows" {
		nameless()
	}
	for range 2 {
		got, err := io.ReadAll(f.Reader())
		if err != nil || !bytes.Equal(got, want) || f.Size() != int64(len(want)) {
			t.Errorf("read %d of %d bytes, %v", len(got), len(want), err)
		}
	}
	part := make([]byte, 100)
	if _, err := f.ReadAt(part, 12345); err != nil || !bytes.Equal(part, want[12345:12445]) {
		t.Errorf("%q, %v", part, err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	nameless()
}

// An error of the writer is returned as it is, and one of the system says what to do.
func TestErrors(t *testing.T) {
	boom := errors.New("boom")
	if _, err := spool.Write(func(io.Writer) error { return boom }); err != boom {
		t.Errorf("got %v", err)
	}
	folderIs(t, filepath.Join(t.TempDir(), "absent"))
	_, err := spool.Write(func(io.Writer) error { return nil })
	if no := (*spool.Error)(nil); !errors.As(err, &no) || !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "TMP") {
		t.Errorf("got %v", err)
	}
}
