package main

import (
	"encoding/binary"
	"unsafe"

	"golang.org/x/sys/unix"
)

// instructionCounter returns a function that says how many instructions of the program, and
// not of the kernel, this process has executed on all of its threads, see perf_event_open(2).
// It is nil where the system or the processor does not let us count them.
func instructionCounter() (count func() int64, closed func()) {
	attr := unix.PerfEventAttr{
		Type:   unix.PERF_TYPE_HARDWARE,
		Config: unix.PERF_COUNT_HW_INSTRUCTIONS,
		Size:   uint32(unsafe.Sizeof(unix.PerfEventAttr{})),
		Bits:   unix.PerfBitInherit | unix.PerfBitExcludeKernel | unix.PerfBitExcludeHv,
	}
	fd, err := unix.PerfEventOpen(&attr, 0, -1, -1, unix.PERF_FLAG_FD_CLOEXEC)
	if err != nil {
		return nil, func() {}
	}
	count = func() int64 {
		var b [8]byte
		if n, err := unix.Read(fd, b[:]); n != len(b) || err != nil {
			return 0
		}
		return int64(binary.NativeEndian.Uint64(b[:]))
	}
	return count, func() { _ = unix.Close(fd) }
}
