//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
)

// TestGitleaksCalls runs the calls of testdata/gitleaks/calls.txt, each in a repository of
// its own.
func TestGitleaksCalls(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/gitleaks/calls.txt")
	if err != nil {
		t.Fatal(err)
	}
	repo := leakyRepository(t)
	bin := linked(t, "gitleaks")
	known := filepath.Join(t.TempDir(), "known.json")
	exec.Command(filepath.Join(bin, "gitleaks"), "git", "-r", known, repo.Dir).Run()
	ran := 0
	for line := range strings.Lines(string(text)) {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Fields(line)
		args, err := splitOptions(strings.Join(fields[2:], " "))
		if err != nil {
			t.Fatal(err)
		}
		want, err := strconv.Atoi(fields[0])
		if err != nil {
			t.Fatal(err)
		}
		ran++
		t.Run(strings.Join(fields[2:], " "), func(t *testing.T) {
			t.Parallel()
			fresh := func() gittest.Sandbox { // a call may write files
				here := repo.Copy(t)
				here.Must(os.Symlink(known, filepath.Join(here.Dir, "../known.json")))
				return here
			}
			here, stdin := fresh(), []byte(nil)
			if args[0] == "in" {
				if stdin, err = os.ReadFile(filepath.Join(here.Dir, args[2])); err != nil {
					t.Fatal(err)
				}
				args = args[3:]
			}
			call := func(args ...string) (out string, code int) {
				cmd := exec.Command(filepath.Join(bin, "gitleaks"), args...)
				cmd.Dir, cmd.Stdin = here.Dir, bytes.NewReader(stdin)
				cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}
				text, _ := cmd.CombinedOutput()
				return string(text), cmd.ProcessState.ExitCode()
			}
			looked := !strings.ContainsAny(fields[1], "*!")
			if !looked || strings.Contains(line, "report") || slices.Contains(args, "-r") {
				out, code := call(args...)
				if refused := strings.Contains(out, " FTL "); code != want || refused != (fields[1] == "!") {
					t.Fatalf("exit code %d, want %d\n%s", code, want, out)
				}
				here = fresh()
			}
			if !looked {
				return
			}
			report := filepath.Join(t.TempDir(), "report.json")
			out, code := call(append(slices.Clone(args), "-f", "json", "-r", report)...)
			if code != want {
				t.Fatalf("exit code %d, want %d\n%s", code, want, out)
			}
			if got := foundIn(t, report); got != strings.Trim(fields[1], "-") {
				t.Errorf("found in %q, want %q\n%s", got, fields[1], out)
			}
		})
	}
	if ran < 100 {
		t.Errorf("only %d calls", ran)
	}
}

// foundIn returns the letters of the files that a report names, in the order of the list.
func foundIn(t *testing.T, report string) (letters string) {
	t.Helper()
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var entries []struct{ File string }
	if err := json.Unmarshal(text, &entries); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"old.env", "head.env", "staged.env", "edited.env", "untracked.env", ""} {
		if !slices.ContainsFunc(entries, func(e struct{ File string }) bool {
			return e.File == file
		}) {
			continue
		}
		if file == "" {
			file = "in"
		}
		letters += file[:1]
	}
	return letters
}

// leakyRepository has a secret in each of the files that the list of calls names.
func leakyRepository(t *testing.T) gittest.Sandbox {
	t.Helper()
	repo := gittest.New(t)
	secret := func(seed uint64) string { return "GITHUB_TOKEN=" + jobsToken(t, seed) + "\n" }
	repo.Write("src/main.txt", "nothing\n")
	repo.Write(".gitleaks.toml", "[extend]\nuseDefault = true\n")
	repo.Write(".gitleaksignore", "# nothing\n")
	repo.Write("reports/README", "reports\n")
	repo.Git("add", ".")
	repo.Git("commit", "-q", "-m", "first")
	repo.Commit("old.env", secret(11))
	repo.Git("rm", "-q", "old.env")
	repo.Commit("edited.env", "nothing\n")
	repo.Commit("more.txt", "nothing\n")
	repo.Commit("head.env", secret(12))
	repo.Write("commit_list.txt", strings.TrimSpace(repo.Git("rev-parse", "HEAD"))+"\n")
	repo.Write("staged.env", secret(13))
	repo.Git("add", "staged.env")
	repo.Write("edited.env", secret(14))
	repo.Write("untracked.env", secret(15))
	return repo
}

// linked returns a folder in which the program under test has another name.
func linked(t *testing.T, name string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	if err := os.Symlink(self, filepath.Join(bin, name)); err != nil {
		t.Fatal(err)
	}
	return bin
}

// What the command line names may be a link to a device without end.
func TestReadAtMost(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, make([]byte, 3<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := readAtMost(path, 3<<20); err != nil || len(text) != 3<<20 {
		t.Errorf("a file of the size allowed: %d bytes, %v", len(text), err)
	}
	for path, most := range map[string]int64{path: 3<<20 - 1, os.DevNull + "/none": 1} {
		if text, err := readAtMost(path, most); err == nil {
			t.Errorf("%s: %d bytes of at most %d", path, len(text), most)
		}
	}
}
