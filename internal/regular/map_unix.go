//go:build unix

package regular

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// Map maps a regular file for reading, until unmap is called. Its pages stay the kernel's,
// so that a large file takes no memory that the machine needs elsewhere. If the file is cut
// short meanwhile, to read what is missing is a fault, see [Guard].
func Map(path string) (data []byte, unmap func() error, err error) {
	f, err := Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	if info.Size() == 0 {
		return nil, func() error { return nil }, nil
	}
	if info.Size() != int64(int(info.Size())) {
		return nil, nil, fmt.Errorf("%s: too large to map", path)
	}
	data, err = unix.Mmap(int(f.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, nil, fmt.Errorf("mmap %s: %w", path, err)
	}
	return data, func() error { return unix.Munmap(data) }, nil
}
