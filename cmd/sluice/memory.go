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
func collectLate() runtime.Cleanup {
	if os.Getenv("GOGC") != "" {
		return runtime.Cleanup{}
	}
	usual := debug.SetGCPercent(firstHeap)
	return runtime.AddCleanup(new([64]byte), func(percent int) { debug.SetGCPercent(percent) }, usual)
}

// collectOften keeps memory small where nearly all that is in it is a report, which stays
// to the end: usually half of the memory would be garbage.
func (env environment) collectOften() {
	if env.getenv("GOGC") == "" {
		env.late.Stop()
		debug.SetGCPercent(largeHeap)
	}
}

// A report with more findings than this is most of what is in memory.
const manyFindings = 10_000

// largeHeap is how much, in percent, the heap may grow between collections while such a
// report is written: 100,000 findings take some 260 MB, and 400 MB are to be enough.
const largeHeap = 40

// collectEarly collects memory early, until the function that it returns is called. A user
// who has set GOGC knows better.
func collectEarly() (restore func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	usual := debug.SetGCPercent(largeHeap)
	return func() { debug.SetGCPercent(usual) }
}
