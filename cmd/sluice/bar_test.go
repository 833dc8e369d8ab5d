package main

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/sluicesec/sluice/scan"
)

// The bar leaves nothing on the line where the report begins.
func TestBarLeavesNothing(t *testing.T) {
	t.Parallel()
	terminal, file, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	if err := pty.Setsize(file, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	written := make(chan string)
	go func() {
		out, _ := io.ReadAll(terminal) // a terminal that nobody has open any more is an error to Linux
		written <- string(out)
	}()
	b := &bar{done: make(chan struct{}), stopped: make(chan struct{})}
	go b.run(file, &scan.Progress{}, nil)
	time.Sleep(barDelay + 2*barTick)
	b.stop()
	file.Close()
	out := <-written
	if !strings.Contains(out, "0 secrets") {
		t.Fatalf("there was no bar: %q", out)
	}
	last := strings.TrimSuffix(out, "\r")
	last = last[strings.LastIndex(last, "\r")+1:]
	if strings.Trim(strings.ReplaceAll(last, "\x1b[0m", ""), " ") != "" || !strings.HasSuffix(out, "\r") {
		t.Errorf("the terminal ends with %q", last)
	}
}
