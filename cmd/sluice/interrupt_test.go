//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A scan that a signal stops ends at once, with the exit code of that signal
// and without a report.
func TestInterrupt(t *testing.T) {
	t.Parallel() // it waits most of the time
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	sluice := filepath.Join(t.TempDir(), "sluice") // the name by which TestMain knows what to be
	if err := os.Symlink(self, sluice); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		signal syscall.Signal
		code   int
	}{"SIGINT": {syscall.SIGINT, 130}, "SIGTERM": {syscall.SIGTERM, 143}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			cmd := exec.Command(sluice, "stdin", "-f", "text", "-f", "json", "-o", "-", "-o", filepath.Join(dir, "report.json"))
			var out bytes.Buffer
			cmd.Stdout = &out
			in, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			// More than a pipe holds: once it is written, the scan is under way.
			if _, err := in.Write(bytes.Repeat([]byte("text\n"), 1<<20)); err != nil {
				t.Fatal(err)
			}
			sent := time.Now()
			if err := cmd.Process.Signal(c.signal); err != nil {
				t.Fatal(err)
			}
			err = cmd.Wait()
			if code := cmd.ProcessState.ExitCode(); code != c.code {
				t.Errorf("exit code %d, want %d: %v", code, c.code, err)
			}
			if took := time.Since(sent); took > 5*grace {
				t.Errorf("it took %s to stop", took)
			}
			left, err := os.ReadDir(dir)
			if err != nil || len(left) > 0 || out.Len() > 0 {
				t.Errorf("left behind: %v, %q, %v", left, out.String(), err)
			}
		})
	}
}
