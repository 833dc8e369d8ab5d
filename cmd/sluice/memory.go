package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// firstHeap is the size of the heap, in percent of the 4 MB that Go begins with, at
// which memory is collected for the first time.
const firstHeap = 800

// collectLate puts off the first collection of memory until the heap has 32 MB. A hook
// is done before; else three collections would take a fifth of its time, and free
// nearly nothing, because what it allocates are the rules. From the first collection
// on all is as usual. A user who has set GOGC knows better.
func collectLate() {
	if os.Getenv("GOGC") != "" {
		return
	}
	usual := debug.SetGCPercent(firstHeap)
	runtime.AddCleanup(new([64]byte), func(percent int) { debug.SetGCPercent(percent) }, usual)
}
