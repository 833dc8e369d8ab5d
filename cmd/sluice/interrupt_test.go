//go:build unix

package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/sluicesec/sluice/rules/example"
)

// startStdin starts a scan of standard input that has read a secret, and waits for
// more.
func startStdin(t *testing.T, args ...string) (cmd *exec.Cmd, in io.WriteCloser, out, report func() string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	sluice := filepath.Join(dir, "sluice") // the name by which TestMain knows what to be
	if err := os.Symlink(self, sluice); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "report.json")
	cmd = exec.Command(sluice, append([]string{"stdin", "-f", "text", "-f", "json", "-o", file}, args...)...)
	cmd.Dir = dir
	var stdout bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, os.Stderr
	if in, err = cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	secret, err := example.Expand("ghp_{base62:30}{crc32}", 1)
	if err != nil {
		t.Fatal(err)
	}
	// More than a pipe holds: once it is written, the scan is under way.
	text := secret + "\n" + strings.Repeat("text\n", 1<<20)
	if _, err := io.WriteString(in, text); err != nil {
		t.Fatal(err)
	}
	return cmd, in, stdout.String, func() string {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
		}
		return string(text)
	}
}

// A scan that a signal or --timeout stops reports what it has found so far, as
// incomplete. The exit code is that of the signal.
func TestInterrupt(t *testing.T) {
	t.Parallel() // it waits most of the time
	for name, c := range map[string]struct {
		signal os.Signal
		flags  []string
		code   int
		why    string
	}{
		"SIGINT":  {syscall.SIGINT, nil, 130, "interrupted by a signal"},
		"SIGTERM": {syscall.SIGTERM, nil, 143, "interrupted by a signal"},
		"timeout": {nil, []string{"--timeout", "1500ms"}, 2, "stopped after 1.5s (--timeout)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd, _, out, report := startStdin(t, c.flags...)
			begin := time.Now()
			if c.signal != nil {
				if err := cmd.Process.Signal(c.signal); err != nil {
					t.Fatal(err)
				}
			}
			err := cmd.Wait()
			if code := cmd.ProcessState.ExitCode(); code != c.code {
				t.Errorf("exit code %d, want %d: %v", code, c.code, err)
			}
			if took := time.Since(begin); took > 2*grace {
				t.Errorf("it took %s to stop", took)
			}
			for _, want := range []string{"stdin:1:1", "INCOMPLETE", c.why} {
				if !strings.Contains(out(), want) {
					t.Errorf("no %q in the text report:\n%s", want, out())
				}
			}
			for _, want := range []string{`"complete": false`, `"rule_id": "github-pat"`, fmt.Sprintf("%q", c.why)[:len(c.why)+1]} {
				if !strings.Contains(report(), want) {
					t.Errorf("no %q in the JSON report:\n%s", want, report())
				}
			}
		})
	}
}
