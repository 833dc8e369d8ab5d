//go:build unix

package regular

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapped maps the first bytes of a file.
func mapped(f *os.File, size int) (data []byte, unmap func() error, err error) {
	data, err = unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
	return data, func() error { return unix.Munmap(data) }, err
}
