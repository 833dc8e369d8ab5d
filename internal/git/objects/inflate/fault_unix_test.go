//go:build unix

package inflate_test

import (
	stdzlib "compress/zlib"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"testing"

	"github.com/sluicesec/sluice/internal/git/objects/inflate"
)

// A stream in a mapped file that is cut short while it is decoded is a fault that the caller
// can recover from, wherever the decoder meets it.
func TestDecodeFault(t *testing.T) {
	content := text(rand.New(rand.NewPCG(9, 9)), 1<<20)
	stream := deflate(t, content, stdzlib.DefaultCompression)
	path := filepath.Join(t.TempDir(), "stream")
	if err := os.WriteFile(path, stream, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	mapped, err := syscall.Mmap(int(f.Fd()), 0, len(stream), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Munmap(mapped)
	if err := os.Truncate(path, int64(os.Getpagesize())); err != nil {
		t.Fatal(err)
	}
	dst := make([]byte, len(content)+inflate.Slack)
	for _, d := range []*inflate.Decoder{{}, inflate.Portable()} {
		recovered := func() (r any) {
			defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
			defer func() { r = recover() }()
			_, _ = d.Decode(dst, len(content), mapped)
			return nil
		}()
		if fault, ok := recovered.(interface{ Addr() uintptr }); !ok {
			t.Errorf("recovered %v, which is no fault", recovered)
		} else if _, err := d.Decode(dst, len(content), stream); err != nil || fault.Addr() == 0 {
			t.Errorf("after a fault at %#x: %v", fault.Addr(), err)
		}
	}
}
