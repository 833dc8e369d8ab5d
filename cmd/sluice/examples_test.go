//go:build unix

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/manual"
)

// notTried are the examples that this test does not run.
var notTried = []string{
	"sluice triage", // asks at a terminal: triage_test.go plays it
	"sluice triage --dir deploy",
	"sluice report open report.json --serve --print", // serves until nobody reads
	"sluice rules check",                             // takes some seconds: .ci/run runs it
}

// TestExamples runs every example of every --help, and every command of the topics, in a
// repository that has what they name. Each must end as a scan does that found something or
// nothing, and never as a wrong call.
func TestExamples(t *testing.T) {
	t.Parallel()
	from := examplesRepository(t)
	env := append(documentShell(t), "BROWSER=true", "SLUICE_CACHE=off")
	all := exampleCommands(t)
	if len(all) < 60 {
		t.Errorf("only %d examples were seen", len(all))
	}
	for _, command := range all {
		dir := filepath.Join(t.TempDir(), "shop")
		if out, err := exec.Command("cp", "-R", from.Dir, dir).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		example := exec.Command("bash", "-c", from.fitted(command))
		example.Dir, example.Env = dir, append(env, "PATH="+dir+"/bin:"+pathOf(env), "HOME="+dir+"/home")
		out, _ := example.CombinedOutput()
		if code := example.ProcessState.ExitCode(); code != exitClean && code != exitFindings {
			t.Errorf("%s: exit code %d\n%s", command, code, out)
		}
	}
}

// exampleCommands returns the examples of all commands and topics, each once.
func exampleCommands(t *testing.T) (all []string) {
	t.Helper()
	add := func(line string) {
		command, _, _ := strings.Cut(line, "  #")
		if command = strings.TrimSpace(command); !slices.Contains(notTried, command) && !slices.Contains(all, command) {
			all = append(all, command)
		}
	}
	for _, cmd := range manual.Commands(newRoot(silent(), new(int), nil)) {
		if cmd.Example == "" && !cmd.HasSubCommands() && !strings.HasPrefix(cmd.CommandPath(), "sluice gitleaks ") {
			t.Errorf("%s has no example", cmd.CommandPath())
		}
		for line := range strings.Lines(cmd.Example) {
			add(line)
		}
	}
	for _, n := range topicNames() {
		for line := range strings.Lines(topicText(t, n.name)) {
			if strings.HasPrefix(line, "    sluice ") {
				add(line)
			}
		}
	}
	return all
}

func pathOf(env []string) string {
	for _, entry := range env {
		if path, ok := strings.CutPrefix(entry, "PATH="); ok {
			return path
		}
	}
	return ""
}

// examplesRepo is a repository with what the examples name.
type examplesRepo struct {
	gittest.Sandbox
	fingerprint string // of a finding in it
	server      string // a bare repository
}

func examplesRepository(t *testing.T) examplesRepo {
	t.Helper()
	repo := examplesRepo{Sandbox: gittest.Sandbox{TB: t, Dir: documentRepository(t, "past"), Env: who("Ada Example", documentDay)}}
	for path, text := range map[string]string{
		"acme.toml":                  "[[rules]]\nid = 'acme'\nregex = 'acme_[a-z]{32}'\ndescription = 'Acme token'\nexamples = ['acme_{a-z:32}']\n",
		".sluice.toml":               "[[allowlists]]\npaths = ['^none/']\n",
		"config/prod.env":            strings.Repeat("A=1\n", 11) + "GITHUB_TOKEN=" + jobsToken(t, 5) + "\n",
		"deploy/values.yaml":         "token: " + jobsToken(t, 6) + "\n",
		"src/main.txt":               "nothing\n",
		"bin/docker":                 "#!/bin/sh\ntar -cf shop.tar src\n",
		"bin/kubectl":                "#!/bin/sh\necho nothing\n",
		".local/completions/keep":    "",
		"reports/gitleaks.json":      "[]",
		".secrets.baseline":          `{"version": "1.5.0", "plugins_used": [], "filters_used": [], "results": {}, "generated_at": "2026-01-02T03:04:05Z"}`,
		"reports/keep":               "",
		".gitleaks.toml":             "[extend]\nuseDefault = true\n",
		".git/info/exclude":          "*\n",
		"home/completions/not-empty": "",
	} {
		repo.Write(path, text)
	}
	for _, program := range []string{"bin/docker", "bin/kubectl"} {
		if err := os.Chmod(filepath.Join(repo.Dir, program), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	repo.Git("add", "-f", "config", "deploy", "src")
	repo.Git("commit", "-q", "-m", "Files that examples name")
	repo.server = filepath.Join(t.TempDir(), "project.git")
	repo.Git("init", "-q", "--bare", repo.server)
	env := append(documentShell(t), "SLUICE_CACHE=off")
	saved := exec.Command("bash", "-c", "tar -cf shop.tar src; sluice git -q -f json -o report.json; sluice baseline create -q")
	saved.Dir, saved.Env = repo.Dir, env
	if out, err := saved.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(repo.Dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"last-week", "today", "base", "branch", "a", "b", "shop", "api", "reports/shop", "reports/api"} {
		repo.Write(name+".json", string(text))
	}
	if err := os.Remove(filepath.Join(repo.Dir, "reports/gitleaks.json")); err != nil {
		t.Fatal(err)
	}
	var report finding.Report
	if err := json.Unmarshal(text, &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Findings) == 0 {
		t.Fatal("nothing was found")
	}
	repo.fingerprint = report.Findings[0].Fingerprint
	return repo
}

// fitted returns an example with what only users have in place of what it names.
func (r examplesRepo) fitted(command string) string {
	command = strings.NewReplacer(
		"12bd3ff661011a473c8f4ce36a302e9c", r.fingerprint,
		"3f9a1c", r.fingerprint[:6],
		"2027-03-31", time.Now().AddDate(0, 2, 0).Format(time.DateOnly),
		"/srv/git/project.git", r.server,
		"~/.local/share/bash-completion/completions/", "home/completions/",
		"~/.config/fish/completions/", "home/completions/",
		`"${fpath[1]}/_sluice"`, "home/completions/_sluice",
		"ln -s sluice gitleaks", `ln -s "$(readlink "$(command -v sluice)")" gitleaks`,
	).Replace(command)
	switch {
	case strings.HasPrefix(command, "sluice baseline create"):
		return "rm .sluice-baseline; " + command
	case strings.HasPrefix(command, "sluice remediate --verify"):
		return "sluice remediate --report report.json >/dev/null; " + command
	case strings.HasPrefix(command, "sluice migrate --write"):
		return "rm .sluice.toml .sluice-baseline; " + command
	case strings.Contains(command, "reports/gitleaks.json"):
		return "cp gitleaks-report.json reports/gitleaks.json; " + command
	case strings.Contains(command, "baseline") && strings.Contains(command, "--dir deploy"):
		return "sluice baseline create -q --dir deploy; " + command
	}
	return command
}
