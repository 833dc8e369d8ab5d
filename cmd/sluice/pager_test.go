package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/sluicesec/sluice/rules/example"
)

// onTerminal runs sluice dir on a terminal of some lines, in a folder with some secrets,
// and returns what the terminal gets and the exit code. keys are typed when the pager
// has written READY.
func onTerminal(t *testing.T, lines uint16, secrets int, environ []string, keys string, args ...string) (string, int) {
	t.Helper()
	dir := t.TempDir()
	var b strings.Builder
	for i := range secrets {
		text, err := example.Expand("TOKEN=ghp_{base62:30}{crc32}\n", uint64(i))
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(text)
	}
	if err := os.WriteFile(filepath.Join(dir, "a.env"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	path, err := exec.LookPath("sluice")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, append([]string{"dir", "-q", "a.env"}, args...)...)
	cmd.Dir = dir
	// PATH is needed for the shell and the pagers.
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TERM=xterm"}, environ...)
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: lines, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	stop := time.AfterFunc(time.Minute, func() { cmd.Process.Kill() })
	defer stop.Stop()
	var out bytes.Buffer
	buf := make([]byte, 4096)
	for {
		n, err := terminal.Read(buf)
		out.Write(buf[:n])
		if keys != "" && bytes.Contains(out.Bytes(), []byte("READY")) {
			if _, err := io.WriteString(terminal, keys); err != nil {
				t.Fatal(err)
			}
			keys = ""
		}
		if err != nil {
			break // a terminal whose last program has ended is an error to Linux
		}
	}
	err = cmd.Wait()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(out.String(), "\r\n", "\n"), cmd.ProcessState.ExitCode()
}

// A pager shows what is longer than the terminal, and nothing else. Whatever becomes of
// it, the exit code is that of the scan, and the report is there.
func TestPager(t *testing.T) {
	t.Parallel()
	const paged = "SLUICE_PAGER=echo PAGED; cat"
	for name, c := range map[string]struct {
		lines   uint16
		secrets int
		environ []string
		args    []string
		want    bool // a pager shows it
		all     bool // the whole report is there
	}{
		"long":               {12, 9, []string{paged}, nil, true, true},
		"short":              {80, 9, []string{paged}, nil, false, true},
		"all":                {40, 9, []string{paged}, []string{"--all"}, true, true},
		"--no-pager":         {12, 9, []string{paged}, []string{"--no-pager"}, false, true},
		"PAGER":              {12, 9, []string{"PAGER=echo PAGED; cat"}, nil, true, true},
		"SLUICE_PAGER first": {12, 9, []string{"PAGER=false", paged}, nil, true, true},
		"CI":                 {12, 9, []string{paged, "CI=true"}, nil, false, true},
		"in a hook":          {12, 9, []string{paged, "GIT_EXEC_PATH=/usr/lib/git-core"}, nil, false, true},
		"dumb":               {12, 9, []string{paged, "TERM=dumb"}, nil, false, true},
		"not text":           {12, 9, []string{paged}, []string{"-f", "csv"}, false, false},
		"not there":          {12, 9, []string{"SLUICE_PAGER=no-such-pager-anywhere"}, nil, false, true},
		"not executable":     {12, 9, []string{"SLUICE_PAGER=/dev/null"}, nil, false, true},
		"ends early":         {12, 3000, []string{"SLUICE_PAGER=echo PAGED"}, []string{"--all"}, true, false},
		"fails":              {12, 9, []string{"SLUICE_PAGER=echo PAGED; cat; exit 3"}, nil, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, code := onTerminal(t, c.lines, c.secrets, c.environ, "", c.args...)
			if code != exitFindings {
				t.Errorf("exit code %d:\n%.2000s", code, got)
			}
			if strings.Contains(got, "PAGED") != c.want {
				t.Errorf("in a pager: %v, want %v:\n%.2000s", !c.want, c.want, got)
			}
			const last = "Revoke or change it first."
			if c.all && (!strings.Contains(got, "secrets found in 1 file") || strings.Count(strings.Join(strings.Fields(got), " "), last) != 1) {
				t.Errorf("the report is not there, or twice:\n%.2000s", got)
			}
		})
	}
}

// An interrupt is for the pager: it does not end the program, and the exit code stays.
func TestPagerInterrupted(t *testing.T) {
	t.Parallel()
	pager := `SLUICE_PAGER=trap "echo TRAPPED" INT; cat >/dev/null; echo READY; read key </dev/tty; read key </dev/tty; echo DONE`
	got, code := onTerminal(t, 12, 9, []string{pager}, "\x03\n\n")
	if code != exitFindings || !strings.Contains(got, "DONE") {
		t.Errorf("exit code %d:\n%s", code, got)
	}
}

// No library asks the terminal anything: not every terminal answers, and a commit would
// wait for it.
func TestTerminalIsAskedNothing(t *testing.T) {
	t.Parallel()
	got, _ := onTerminal(t, 80, 1, nil, "", "--no-color")
	if strings.Contains(got, "\x1b") || !strings.HasPrefix(got, "1 secret found") {
		t.Errorf("the terminal gets %q", got)
	}
}
