package regular

import (
	"errors"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// mapped maps the first bytes of a file. The view stays after the file and the mapping are
// closed. While it is there, Windows lets nobody cut the file short.
func mapped(f *os.File, size int) (data []byte, unmap func() error, err error) {
	mapping, err := windows.CreateFileMapping(windows.Handle(f.Fd()), nil, windows.PAGE_READONLY, uint32(uint64(size)>>32), uint32(size), nil)
	if err != nil {
		return nil, nil, err
	}
	address, err := windows.MapViewOfFile(mapping, windows.FILE_MAP_READ, 0, 0, uintptr(size))
	if err = errors.Join(err, windows.CloseHandle(mapping)); err != nil {
		return nil, nil, err
	}
	start := *(*unsafe.Pointer)(unsafe.Pointer(&address)) // it is no memory of Go's that could move
	return unsafe.Slice((*byte)(start), size), func() error { return windows.UnmapViewOfFile(address) }, nil
}
