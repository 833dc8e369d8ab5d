package main

import (
	"fmt"
	"os"
	"time"

	"github.com/cheggaaa/pb/v3"
	"github.com/dustin/go-humanize"
	"golang.org/x/term"

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
	if file == nil || quiet || !term.IsTerminal(int(file.Fd())) {
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
	template := `{{string . "phase"}} {{bar . }} {{string . "rate"}}`
	total := 0
	if c, ok := src.(source.Counted); ok {
		total = c.Total()
	}
	if total == 0 {
		template = `{{string . "phase"}}, {{string . "rate"}}`
	}
	bar := pb.ProgressBarTemplate(template).New(total)
	bar.SetWriter(w).Set(pb.CleanOnFinish, true).Set(pb.Static, true).Start()
	tick := time.NewTicker(barTick)
	defer tick.Stop()
	for {
		at := moment{phase: p.Phase(), total: int64(total), secrets: p.Secrets(), elapsed: time.Since(begin)}
		at.objects, at.bytes = p.Visited()
		bar.SetCurrent(at.objects)
		bar.Set("phase", at.phaseText()).Set("rate", at.rateText())
		bar.Write()
		select {
		case <-b.done:
			bar.Finish()
			bar.Write() // a bar that does not draw itself is not wiped by Finish
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

// A moment is what the bar shows at one time.
type moment struct {
	phase          scan.Phase
	objects, total int64 // total is 0 if nobody knows it
	bytes, secrets int64
	elapsed        time.Duration
}

// phaseText says what is done now, and how much of it is behind.
func (m moment) phaseText() string {
	switch {
	case m.phase == scan.Locating:
		return "finding out where the secrets are"
	case m.total > 0:
		return fmt.Sprintf("%s: %s of %s objects", m.phase, humanize.Comma(m.objects), humanize.Comma(m.total))
	}
	return fmt.Sprintf("%s: %s", m.phase, humanize.Comma(m.objects))
}

// rateText says how fast it goes, what was found, and how long it will take where
// that can be known.
func (m moment) rateText() string {
	secrets := "1 secret"
	if m.secrets != 1 {
		secrets = humanize.Comma(m.secrets) + " secrets"
	}
	if m.phase == scan.Locating {
		return secrets
	}
	text := fmt.Sprintf("%s, %.0f MB/s, %s", humanize.Bytes(uint64(max(m.bytes, 0))), float64(m.bytes)/1e6/m.elapsed.Seconds(), secrets)
	if m.total > 0 && m.objects*50 > m.total { // a fiftieth says enough about the rest
		left := time.Duration(float64(m.elapsed) / float64(m.objects) * float64(max(m.total-m.objects, 0)))
		text += fmt.Sprintf(", %s left", left.Round(time.Second))
	}
	return text
}
