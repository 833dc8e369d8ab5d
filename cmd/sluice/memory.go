package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// A pacing decides how far the heap grows before memory is collected.
//
// By default Go lets the heap become twice as large as what is in use. A scan of a large
// history has most of its memory in use to the end, and allocates little beside it. So
// half of the memory would be garbage, to save collections that are cheap. Here the heap
// grows by the same number of bytes each time, which costs as many collections: more of
// them while the heap is large, and fewer while it is small.
type pacing struct{ ended atomic.Bool }

const (
	// firstHeap is the size of the heap, in percent of the 4 MB that Go begins with, at
	// which memory is collected for the first time. A hook is done before; else three
	// collections would take a fifth of its time, and free nearly nothing, because what it
	// allocates are the rules.
	firstHeap = 800
	// headroom is by how many bytes the heap grows between two collections.
	headroom = 32 << 20
	// The heap grows by these shares of what is in use, in percent, at the least and at the most.
	leastGrowth, mostGrowth = largeHeap, 200
)

// paceMemory begins a pacing. It does nothing, and returns nil, if the user has set GOGC.
func paceMemory() *pacing {
	if os.Getenv("GOGC") != "" {
		return nil
	}
	debug.SetGCPercent(firstHeap)
	p := &pacing{}
	p.wait()
	return p
}

// wait calls next when memory has been collected: then the object that it makes is gone.
func (p *pacing) wait() {
	runtime.AddCleanup(new([64]byte), func(p *pacing) { p.next() }, p)
}

// next decides by what is in use when memory is to be collected next.
func (p *pacing) next() {
	if p.ended.Load() {
		return
	}
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	live := max(sample[0].Value.Uint64(), 1)
	debug.SetGCPercent(int(min(max(headroom*100/live, leastGrowth), mostGrowth)))
	p.wait()
}

// end ends a pacing, if there is one.
func (p *pacing) end() {
	if p != nil {
		p.ended.Store(true)
	}
}

// collectOften keeps memory small where nearly all that is in it is a report, which stays
// to the end: usually half of the memory would be garbage.
func (env environment) collectOften() {
	if env.getenv("GOGC") == "" {
		env.pacing.end()
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
