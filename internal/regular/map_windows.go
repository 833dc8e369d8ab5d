package regular

import (
	"errors"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Map maps a regular file for reading, until unmap is called, as it does on Unix. While it
// is mapped, Windows lets nobody cut the file short. If the file is on another machine that
// goes away, to read it is a fault (EXCEPTION_IN_PAGE_ERROR), see [Guard].
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
	address, err := view(f, info.Size())
	if err != nil {
		return nil, nil, fmt.Errorf("map %s: %w", path, err)
	}
	start := *(*unsafe.Pointer)(unsafe.Pointer(&address)) // it is no memory of Go's that could move
	return unsafe.Slice((*byte)(start), int(info.Size())), func() error { return windows.UnmapViewOfFile(address) }, nil
}

// view maps the first bytes of a file and returns their address. The view stays after the
// file and the mapping are closed.
func view(f *os.File, size int64) (address uintptr, err error) {
	mapping, err := windows.CreateFileMapping(windows.Handle(f.Fd()), nil, windows.PAGE_READONLY, uint32(size>>32), uint32(size), nil)
	if err != nil {
		return 0, err
	}
	address, err = windows.MapViewOfFile(mapping, windows.FILE_MAP_READ, 0, 0, uintptr(size))
	return address, errors.Join(err, windows.CloseHandle(mapping))
}
