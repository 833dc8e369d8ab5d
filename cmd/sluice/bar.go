package main

import (
	"fmt"
	"os"
	"time"

	"github.com/cheggaaa/pb/v3"
	"github.com/mattn/go-isatty"

	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source"
)

// barDelay is how long a scan runs before a bar appears.
const barDelay = time.Second

// barTick is the time between two drawings of the bar.
const barTick = 200 * time.Millisecond

// A bar shows on a terminal how far a scan has come. Anything else than a
// terminal gets no bar.
type bar struct {
	done    chan struct{}
	stopped chan struct{}
}

func startBar(env environment, p *scan.Progress, src source.Source, quiet bool) *bar {
	b := &bar{done: make(chan struct{}), stopped: make(chan struct{})}
	file := env.stderr.OSFile()
	if file == nil || quiet || !isatty.IsTerminal(file.Fd()) {
		close(b.stopped)
		return b
	}
	go b.run(file, p, src)
	return b
}

func (b *bar) run(w *os.File, p *scan.Progress, src source.Source) {
	defer close(b.stopped)
	begin := time.Now()
	select {
	case <-b.done:
		return
	case <-time.After(barDelay):
	}
	template := `{{counters . }} {{bar . }} {{string . "rest"}}`
	total := 0
	if c, ok := src.(source.Counted); ok {
		total = c.Total()
	}
	if total == 0 {
		template = `{{counters . }} objects {{string . "rest"}}`
	}
	bar := pb.ProgressBarTemplate(template).New(total)
	bar.SetWriter(w).Set(pb.CleanOnFinish, true).Set(pb.Static, true).Start()
	tick := time.NewTicker(barTick)
	defer tick.Stop()
	for {
		objects, bytes := p.Visited()
		bar.SetCurrent(objects)
		bar.Set("rest", fmt.Sprintf("%.0f MB/s, %d secrets", float64(bytes)/1e6/time.Since(begin).Seconds(), p.Secrets()))
		bar.Write()
		select {
		case <-b.done:
			bar.Finish()
			return
		case <-tick.C:
		}
	}
}

// stop takes the bar off the screen.
func (b *bar) stop() {
	close(b.done)
	<-b.stopped
}
