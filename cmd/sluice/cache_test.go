//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/rules/example"
)

// TestKilledWhileCaching: whenever a scan is killed, the next one has the same report as
// without a cache, and what was left half done goes away.
func TestKilledWhileCaching(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	sluice, cache := filepath.Join(dir, "sluice"), filepath.Join(dir, "cache")
	if err := os.Symlink(self, sluice); err != nil {
		t.Fatal(err)
	}
	repo := gittest.New(t)
	scan := func(args ...string) *exec.Cmd {
		cmd := exec.Command(sluice, append([]string{"git", "-q", "-f", "json", repo.Dir}, args...)...)
		cmd.Env = append(os.Environ(), "SLUICE_CACHE="+cache)
		return cmd
	}
	output := func(args ...string) string {
		out, err := scan(args...).Output()
		if exit := (*exec.ExitError)(nil); err != nil && (!asExit(err, &exit) || exit.ExitCode() != exitFindings) {
			t.Fatal(err)
		}
		return string(out)
	}
	for round := range 12 {
		secret, err := example.Expand("ghp_{base62:30}{crc32}", uint64(round))
		if err != nil {
			t.Fatal(err)
		}
		var stream bytes.Buffer
		for i := range 40 {
			text := strings.Repeat(fmt.Sprintf("line %d of round %d\n", i, round), 500) + secret
			fmt.Fprintf(&stream, "commit refs/heads/r%d\ncommitter A <a@example.org> 1700000000 +0000\ndata 1\nm\nM 100644 inline f%d\ndata %d\n%s\n\n", round, i, len(text), text)
		}
		repo.Pipe(stream.Bytes(), "fast-import", "--quiet")
		cmd := scan()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(round) * 12 * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if got, want := output(), output("--no-cache"); got != want {
			t.Fatalf("round %d: the report is another one after a scan was killed", round)
		}
	}
	left, err := filepath.Glob(filepath.Join(cache, "*.cache"))
	if err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
}

// TestStampOfPrograms: versions of the program are told apart, also if a packager has given
// them the same time and they are of the same size.
func TestStampOfPrograms(t *testing.T) {
	t.Parallel()
	stamp := func(content string, at time.Time) string {
		path := filepath.Join(t.TempDir(), "sluice")
		if err := os.WriteFile(path, []byte(content), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
		s, err := stampOf(path)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	packed := time.Unix(1, 0)
	if stamp("one", packed) == stamp("two", packed) {
		t.Error("two programs have the same stamp")
	}
	if a, b := stamp("one", packed), stamp("one", packed); a != b {
		t.Error("one program has two stamps")
	}
	if built := time.Unix(1, 5); stamp("one", built) == stamp("one", built.Add(1)) {
		t.Error("a program that was built again has the same stamp")
	}
}

func asExit(err error, exit **exec.ExitError) bool {
	e, ok := err.(*exec.ExitError)
	*exit = e
	return ok
}
