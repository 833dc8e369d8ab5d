package regular

import (
	"errors"
	"runtime/debug"
	"unsafe"
)

// ErrCut is the error of Guard.
var ErrCut = errors.New("the file was cut short or could not be read while it was being read")

// Guard calls f, which reads data that Map has returned. It returns ErrCut if a page of the
// data cannot be read, and otherwise what f returns. A fault of another goroutine that f
// starts ends the program.
func Guard(data []byte, f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		start := uintptr(unsafe.Pointer(unsafe.SliceData(data)))
		if fault, ok := r.(interface{ Addr() uintptr }); ok && start <= fault.Addr() && fault.Addr()-start < uintptr(len(data)) {
			err = ErrCut
			return
		}
		panic(r)
	}()
	return f()
}
