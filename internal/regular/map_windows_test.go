package regular

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

// A file that is open can be renamed and removed by others, and its content stays readable.
func TestOpenFilesCanBeRemoved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := errors.Join(os.Rename(path, path+"2"), os.Remove(path+"2")); err != nil {
		t.Error(err)
	}
	b := make([]byte, 7)
	if n, err := f.Read(b); string(b[:n]) != "content" {
		t.Errorf("%q, %v", b[:n], err)
	}
}

// A page that cannot be read is an error of Guard. A page without access stands for one that
// is lost: Windows does not let a mapped file be cut short, but a server can go away.
func TestGuardOfLostPages(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, bytes.Repeat([]byte("a"), 1<<16), 0o600); err != nil {
		t.Fatal(err)
	}
	data, unmap, err := Map(path)
	if err != nil {
		t.Fatal(err)
	}
	defer unmap()
	read := func() error { return Guard(data, func() error { bytes.Count(data, []byte("b")); return nil }) }
	if err := read(); err != nil {
		t.Fatal(err)
	}
	var old uint32
	if err := windows.VirtualProtect(uintptr(unsafe.Pointer(&data[1<<15])), 1<<12, windows.PAGE_NOACCESS, &old); err != nil {
		t.Fatal(err)
	}
	if err := read(); !errors.Is(err, ErrCut) {
		t.Errorf("a lost page: %v", err)
	}
}
