package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// measurement is what one command took.
type measurement struct {
	seconds   float64 // wall, the median
	anonymous int64   // bytes of RssAnon at its peak, over all runs
}

// sampleEvery is how often memory is read while a command runs.
const sampleEvery = 2 * time.Millisecond

func measure(ctx context.Context, c command, runs int) (measurement, error) {
	var m measurement
	var times []float64
	for i := range runs + 1 {
		seconds, anonymous, err := once(ctx, c)
		if err != nil {
			return m, err
		}
		m.anonymous = max(m.anonymous, anonymous)
		if i > 0 {
			times = append(times, seconds)
		}
	}
	slices.Sort(times)
	m.seconds = times[len(times)/2]
	return m, nil
}

// once runs a command with its output thrown away. A scanner's exit code 1 or 2
// is not a failure here: repositories have findings and gaps.
func once(ctx context.Context, c command) (float64, int64, error) {
	cmd := exec.CommandContext(ctx, c.argv[0], c.argv[1:]...)
	cmd.Dir = c.dir
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	var peak int64
	for {
		select {
		case err := <-done:
			seconds := time.Since(begin).Seconds()
			var exit *exec.ExitError
			if err != nil && !(errors.As(err, &exit) && exit.ExitCode() > 0 && exit.ExitCode() <= 2) {
				return 0, 0, err
			}
			return seconds, peak, nil
		case <-time.After(sampleEvery):
			peak = max(peak, anonymous(cmd.Process.Pid))
		}
	}
}

// anonymous reads RssAnon of a process from proc(5), in bytes.
func anonymous(pid int) int64 {
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), "RssAnon:"); ok {
			kb, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return kb << 10
		}
	}
	return 0
}
