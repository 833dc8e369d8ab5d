package main

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// The heap grows by less, in percent, the more of it is in use, and within bounds.
func TestPaceMemory(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	t.Setenv("GOGC", "50")
	if paceMemory() != nil {
		t.Error("memory is paced although the user has set GOGC")
	}
	t.Setenv("GOGC", "")
	p := paceMemory()
	defer p.end()
	if got := percentAfter(t, func(percent int) bool { return percent <= mostGrowth }); got <= leastGrowth {
		t.Errorf("a small heap grows by %d %%", got)
	}
	held := make([]byte, 4*headroom)
	if got := percentAfter(t, func(percent int) bool { return percent == leastGrowth }); got != leastGrowth {
		t.Errorf("a large heap grows by %d %%", got)
	}
	runtime.KeepAlive(held)
}

// percentAfter collects memory until the growth is as wanted, for some time, and returns it.
func percentAfter(t *testing.T, wanted func(percent int) bool) (percent int) {
	t.Helper()
	for range 200 {
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
		percent = debug.SetGCPercent(-1)
		debug.SetGCPercent(percent)
		if wanted(percent) {
			break
		}
	}
	return percent
}
