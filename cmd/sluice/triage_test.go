//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/rules/example"
)

// A screen is the command in a terminal of 100 columns and 30 lines.
type screen struct {
	t    *testing.T
	cmd  *exec.Cmd
	tty  *os.File
	emu  *vt.SafeEmulator
	done chan error
}

func inTerminal(t *testing.T, dir string, args ...string) *screen {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	sluice := filepath.Join(t.TempDir(), "sluice")
	if err := os.Symlink(self, sluice); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(sluice, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "SOURCE_DATE_EPOCH=1768200000")
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 30, Cols: 100})
	if err != nil {
		t.Fatal(err)
	}
	s := &screen{t: t, cmd: cmd, tty: tty, emu: vt.NewSafeEmulator(100, 30), done: make(chan error, 1)}
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := tty.Read(buf)
			_, _ = s.emu.Write(buf[:n])
			if err != nil {
				break
			}
		}
		s.done <- cmd.Wait()
	}()
	go func() { // what the terminal answers to questions of the program
		buf := make([]byte, 4096)
		for {
			n, err := s.emu.Read(buf)
			_, _ = tty.Write(buf[:n])
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = tty.Close()
		_ = s.emu.Close()
	})
	return s
}

// text is what the screen shows, without colours.
func (s *screen) text() string { return s.emu.String() }

// shows waits until the screen shows a text.
func (s *screen) shows(text string) {
	s.t.Helper()
	for range 600 {
		if strings.Contains(s.text(), text) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	s.t.Fatalf("the screen never shows %q:\n%s", text, s.text())
}

func (s *screen) types(keys string) {
	s.t.Helper()
	if _, err := s.tty.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// TestTriage goes through findings in a terminal, stops, and goes on.
func TestTriage(t *testing.T) {
	t.Parallel()
	repo := gittest.New(t)
	token := func(seed uint64) string {
		text, err := example.Expand("ghp_{base62:30}{crc32}", seed)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	secrets := []string{token(1), token(2), token(3)}
	repo.Commit("deploy.env", "# where we deploy\nTOKEN="+secrets[0]+"\nREGION=eu\n")
	repo.Commit("old.env", "TOKEN="+secrets[1]+"\n")
	repo.Commit("tests/a_test.py", "t = '"+secrets[2]+"'\n")
	repo.Git("rm", "-q", "old.env")
	repo.Git("commit", "-q", "-m", "Remove the old token")

	s := inTerminal(t, repo.Dir, "triage")
	s.shows("Finding 1 of 3")
	s.shows("TOKEN=***")
	s.shows("# where we deploy")
	if strings.Contains(s.text(), secrets[0]) {
		t.Error("the value is shown")
	}
	s.types("v")
	s.shows(secrets[0])
	s.types("h")
	s.shows("1 place")
	s.shows("still in HEAD")
	s.types("r")
	s.shows("Finding 2 of 3")
	s.shows("removed in")
	s.types("a")
	s.shows("Accept it up to which day?")
	s.shows("2026-04-12")
	s.types("\r")
	s.shows("Why may it stay?")
	s.types("revoked: see the ticket\r")
	s.shows("Finding 3 of 3")
	s.types("q")
	if err := <-s.done; err != nil {
		t.Fatal(err)
	}
	file, err := baseline.Load(filepath.Join(repo.Dir, baseline.Name))
	if err != nil {
		t.Fatal(err)
	}
	states := map[baseline.State]baseline.Entry{}
	for _, e := range file.Entries {
		states[e.State] = e
	}
	if len(file.Entries) != 2 || states[baseline.Known].Path != "deploy.env" || states[baseline.Accepted].Until != "2026-04-12" || states[baseline.Accepted].Note != "revoked: see the ticket" {
		t.Errorf("%+v", file.Entries)
	}

	s = inTerminal(t, repo.Dir, "triage")
	s.shows("1 left to decide")
	s.shows("tests/a_test.py")
	s.types("t")
	s.shows("all decided")
	s.types("\x03")
	if err := <-s.done; err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(s.cmd.Path, "git", ".")
	cmd.Dir = repo.Dir
	cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1768200000")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
