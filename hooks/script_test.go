package hooks

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// runsScripts skips a test on Windows, where only git starts scripts.
func runsScripts(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows itself runs no scripts of sh")
	}
}

// Whatever the path of the program, the script runs it, and it can be read
// back from the script.
func TestScriptPath(t *testing.T) {
	runsScripts(t)
	for _, name := range []string{"plain", "with space", "it's", `$HOME "q" \n`, "é", "-dash"} {
		for _, hook := range All() {
			dir := t.TempDir()
			binary := filepath.Join(dir, name)
			if err := os.WriteFile(binary, []byte("#!/bin/sh\necho \"$@\"; cat\nexit 7\n"), 0o755); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, string(hook))
			if err := os.WriteFile(path, []byte(script{name: hook, binary: binary}.text()), 0o755); err != nil {
				t.Fatal(err)
			}
			if got, ours := installedBinary(path); got != binary || !ours {
				t.Errorf("%s: read back as %q, %v", name, got, ours)
			}
			cmd := exec.Command(path, "a b", "c")
			cmd.Stdin = strings.NewReader("one\ntwo\n\n")
			out, _ := cmd.Output()
			if code := cmd.ProcessState.ExitCode(); code != 7 {
				t.Errorf("%s, %s: exit code %d", name, hook, code)
			}
			if want := "hook run " + string(hook) + " a b c\none\ntwo\n\n"; string(out) != want {
				t.Errorf("%s, %s: got %q, want %q", name, hook, out, want)
			}
		}
	}
}

// The script means the same to every sh that git may start it with, and the path of the
// program may be one of Windows.
func TestScriptShells(t *testing.T) {
	runsScripts(t)
	for _, shell := range [][]string{{"sh"}, {"dash"}, {"bash", "--posix"}, {"busybox", "sh"}, {"ksh"}, {"zsh", "--emulate", "sh"}} {
		program, err := exec.LookPath(shell[0])
		if err != nil {
			continue
		}
		for _, hook := range All() {
			const binary = "C:/Program Files/Sluice & (x86)/sluice.exe" // here, a file below a folder called "C:"
			text := script{name: hook, binary: binary}.text()
			if strings.Contains(text, "\r") {
				t.Fatal("the script has CRLF")
			}
			dir := t.TempDir()
			if err := errors.Join(
				os.MkdirAll(filepath.Join(dir, filepath.Dir(binary)), 0o755),
				os.WriteFile(filepath.Join(dir, binary), []byte("#!/bin/sh\necho \"$@\"; cat\nexit 7\n"), 0o755),
				os.WriteFile(filepath.Join(dir, string(hook)), []byte(text), 0o755),
			); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(program, append(shell[1:len(shell):len(shell)], string(hook), "a b", `C:\x`)...)
			cmd.Dir, cmd.Stdin = dir, strings.NewReader("one\n")
			out, _ := cmd.CombinedOutput()
			if want := "hook run " + string(hook) + ` a b C:\x` + "\none\n"; string(out) != want || cmd.ProcessState.ExitCode() != 7 {
				t.Errorf("%s, %s: %d, %q, want %q", shell[0], hook, cmd.ProcessState.ExitCode(), out, want)
			}
		}
	}
}

// A path to be typed is one word of the user's shell, whichever it is.
func TestTyped(t *testing.T) {
	for _, c := range [][3]string{
		{"linux", `/home/it's/a b`, `'/home/it'\''s/a b'`},
		{"windows", `C:\Users\It's me\repo\.git\COMMIT_EDITMSG`, `"C:/Users/It's me/repo/.git/COMMIT_EDITMSG"`},
	} {
		if got := typed(c[1], c[0]); got != c[2] {
			t.Errorf("%s: %s, want %s", c[0], got, c[2])
		}
	}
}

// A hook that was there gets the same input and arguments, and its refusal
// counts.
func TestScriptChain(t *testing.T) {
	runsScripts(t)
	for _, hook := range All() {
		dir := t.TempDir()
		path := filepath.Join(dir, string(hook))
		files := map[string]string{
			"sluice":                  "#!/bin/sh\necho \"sluice $@\"; cat\n",
			string(hook):              script{name: hook, binary: filepath.Join(dir, "sluice")}.text(),
			string(hook) + keptSuffix: "#!/bin/sh\necho \"kept $@\"; cat\nexit $KEPT_EXIT\n",
		}
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		for _, exit := range []string{"0", "5"} {
			cmd := exec.Command(path, "x")
			cmd.Env = append(os.Environ(), "KEPT_EXIT="+exit)
			if hook.readsStdin() {
				cmd.Stdin = strings.NewReader("line\n")
			}
			out, _ := cmd.Output()
			input := ""
			if hook.readsStdin() {
				input = "line\n"
			}
			want, code := "kept x\n"+input, 5
			if exit == "0" {
				want, code = want+"sluice hook run "+string(hook)+" x\n"+input, 0
			}
			if string(out) != want || cmd.ProcessState.ExitCode() != code {
				t.Errorf("%s, %s: got %q, %d", hook, exit, out, cmd.ProcessState.ExitCode())
			}
		}
	}
}

// Without its program a hook refuses.
func TestScriptRefuses(t *testing.T) {
	runsScripts(t)
	for _, hook := range All() {
		path := filepath.Join(t.TempDir(), string(hook))
		if err := os.WriteFile(path, []byte(script{name: hook, binary: "/no/such/place/sluice"}.text()), 0o755); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(path)
		cmd.Env = []string{"PATH=/usr/bin:/bin"}
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), "nothing was checked") || !strings.Contains(string(out), "once: ") {
			t.Errorf("%s: %v: %s", hook, err, out)
		}
	}
}

func TestNoCommitUnderWay(t *testing.T) {
	for _, c := range []struct {
		name  Name
		env   map[string]string
		under bool
	}{
		{PreCommit, map[string]string{}, true},
		{PreCommit, map[string]string{"PRE_COMMIT": "1", "GIT_INDEX_FILE": ".git/index"}, true},
		{PreCommit, map[string]string{"PRE_COMMIT": "1"}, false},
		{PreMergeCommit, map[string]string{"PRE_COMMIT": "1"}, true},
	} {
		if NoCommitUnderWay(c.name, func(n string) string { return c.env[n] }) == c.under {
			t.Errorf("%s with %v", c.name, c.env)
		}
	}
}
