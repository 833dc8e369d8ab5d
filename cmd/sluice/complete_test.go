package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The value of every flag of every command is completed, or it is said that only the user
// knows it.
func TestEveryFlagCompletes(t *testing.T) {
	t.Parallel()
	env := silent()
	known, used := env.flagCompleters(), map[string]bool{}
	paths := env.argCompleters()
	for _, cmd := range everyCommand(newRoot(env, new(int), nil)) {
		_, path, _ := strings.Cut(cmd.CommandPath(), " ")
		used[path] = true
		each := func(f *pflag.Flag) {
			if f.NoOptDefVal != "" || f.Hidden || f.Name == "help" {
				return
			}
			own := cmd.Name() + " " + f.Name
			if known[own] == nil && known[f.Name] == nil {
				t.Errorf("%s --%s: nothing says what completes it; add it to flagCompleters", cmd.CommandPath(), f.Name)
			}
			used[own], used[f.Name] = true, true
		}
		cmd.Flags().VisitAll(each)
		cmd.PersistentFlags().VisitAll(each)
		_, args, _ := strings.Cut(cmd.Use, " ")
		if args != "" && !strings.HasPrefix(args, "-") && paths[path] == nil && cmd.ValidArgs == nil && cmd.ValidArgsFunction == nil {
			t.Errorf("%s takes arguments (%s), and nothing says what completes them; add it to argCompleters", cmd.CommandPath(), args)
		}
	}
	for name := range known {
		if !used[name] {
			t.Errorf("no command has a flag %s", name)
		}
	}
	for path := range paths {
		if !used[path] {
			t.Errorf("there is no command %s", path)
		}
	}
}

// everyCommand returns a command and all below it, hidden ones included.
func everyCommand(cmd *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{cmd}
	for _, c := range cmd.Commands() {
		all = append(all, everyCommand(c)...)
	}
	return all
}

// Bash completes as it does for a user who presses Tab.
func TestBashCompletes(t *testing.T) {
	t.Parallel()
	const functions = "/usr/share/bash-completion/bash_completion"
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed")
	}
	if _, err := os.Stat(functions); err != nil {
		t.Skip("the package bash-completion is not installed")
	}
	dir := t.TempDir()
	binary := filepath.Join(dir, "sluice")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, binary); err != nil { // TestMain is main under this name
		t.Fatal(err)
	}
	for _, name := range []string{"rules.toml", "notes.txt", "shop.json"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(bash, "--norc", "--noprofile", "-i")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"), "TERM=dumb", "PS1=> ", "HISTFILE=", "INPUTRC=/dev/null", "SLUICE_CACHE=off")
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 50, Cols: 200})
	if err != nil {
		t.Skip("no terminal: ", err)
	}
	defer func() { _ = terminal.Close(); _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	read := make(chan string, 1000)
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := terminal.Read(buf)
			if n > 0 {
				read <- string(buf[:n])
			}
			if err != nil {
				return
			}
		}
	}()
	// sees types something and waits until the terminal shows all of some words.
	sees := func(typed string, want ...string) {
		t.Helper()
		if _, err := io.WriteString(terminal, typed); err != nil {
			t.Fatal(err)
		}
		var shown strings.Builder
		for end := time.After(20 * time.Second); ; {
			select {
			case s := <-read:
				shown.WriteString(s)
			case <-end:
				t.Fatalf("%q did not show %q, but:\n%s", typed, want, shown.String())
			}
			if !slices.ContainsFunc(want, func(w string) bool { return !strings.Contains(shown.String(), w) }) {
				return
			}
		}
	}
	sees("source "+functions+"; source <(sluice completion bash); echo re''ady\n", "ready")
	const clear = "\x15" // Ctrl-U takes the line away
	sees("sluice gitl\t", "sluice gitleaks ")
	sees(clear+"sluice git --rule github-fine\t", "github-fine-grained-pat")
	sees(clear+"sluice git --min-severity=cr\t", "--min-severity=critical")
	sees(clear+"sluice git -c ru\t", "-c rules.toml")
	sees(clear+"sluice git -c b\t", "-c builtin")
	sees(clear+"sluice report open sh\t", "open shop.json")
	sees(clear+"sluice hook install pre-\t\t", "pre-commit", "pre-receive")
	sees(clear+"sluice help rules ch\t", "help rules check")
	sees(clear+"sluice rules show slack-bot\t", "slack-bot-token")
	sees(clear+"sluice --vers\t", "--version")
	sees(clear+"sluice \t\t", "remediate", "Scan folders and files")
}

// The scripts are ones that their shells read.
func TestCompletionScriptsParse(t *testing.T) {
	t.Parallel()
	for _, c := range [][]string{{"bash", "-n"}, {"zsh", "-n"}, {"fish", "--no-execute"}} {
		if _, err := exec.LookPath(c[0]); err != nil {
			t.Logf("%s is not installed, so it has not read its script", c[0])
			continue
		}
		var script strings.Builder
		for _, s := range completionShells() {
			if s.name == c[0] {
				if err := s.write(&cobra.Command{Use: "sluice"}, &script, true); err != nil {
					t.Fatal(err)
				}
			}
		}
		cmd := exec.Command(c[0], c[1:]...)
		cmd.Stdin = strings.NewReader(script.String())
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", c[0], err, out)
		}
	}
}

// TestFishRunsNoName: what stands on the line, such as the name of a file or a branch of
// somebody else, is a word for fish and never a command.
func TestFishRunsNoName(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("fish"); err != nil {
		t.Skip("fish is not installed")
	}
	dir := t.TempDir()
	env := documentShell(t)
	var script strings.Builder
	if err := writeFish(newRoot(silent(), new(int), nil), &script, true); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{`f\(touch\ ran\)`, `'f(touch ran)'`, `"f;touch ran"`, "f\\;touch\\ ran", `\$\(touch\ ran\)`} {
		cmd := exec.Command("fish", "--no-config", "-c", script.String()+"\ncomplete -C 'sluice git --since "+strings.ReplaceAll(word, "'", `\'`)+" --st'")
		cmd.Dir, cmd.Env = dir, env
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "--staged") {
			t.Errorf("%s: %v: %s", word, err, out)
		}
		if _, err := os.Stat(filepath.Join(dir, "ran")); err == nil {
			t.Fatalf("%s ran", word)
		}
	}
}
