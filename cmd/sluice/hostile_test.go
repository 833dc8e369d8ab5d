package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/report"
)

// A runner runs sluice on a repository, and hands everything that comes out of
// it to check: standard output, standard error, and the files that it wrote.
type runner struct {
	t       *testing.T
	program string
	dir     string
	env     []string
	check   func(t *testing.T, call, out string)
}

func newRunner(t *testing.T, dir string, check func(t *testing.T, call, out string)) runner {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "sluice") // the name by which TestMain knows what to be
	if err := os.Symlink(self, program); err != nil {
		t.Fatal(err)
	}
	var env []string
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "GIT_") && !strings.HasPrefix(kv, "GITHUB_") && !strings.HasPrefix(kv, "SLUICE_") {
			env = append(env, kv)
		}
	}
	return runner{t: t, program: program, dir: dir, env: append(env, "GIT_CONFIG_NOSYSTEM=1", "HOME="+t.TempDir()), check: check}
}

// run runs a command and returns what came out. Files are below the folder that
// {} in an argument stands for.
func (r runner) run(stdin string, args ...string) string {
	r.t.Helper()
	files := r.t.TempDir()
	call := "sluice"
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "{}", files)
		call += " " + args[i]
	}
	var out bytes.Buffer
	cmd := exec.Command(r.program, args...)
	cmd.Dir, cmd.Env = r.dir, append(r.env, "GITHUB_STEP_SUMMARY="+filepath.Join(files, "summary.md"))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &out
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		r.t.Fatal(err)
	}
	written, err := filepath.Glob(filepath.Join(files, "*"))
	if err != nil {
		r.t.Fatal(err)
	}
	for _, file := range written {
		text, err := os.ReadFile(file)
		if err != nil {
			r.t.Fatal(err)
		}
		out.Write(text)
	}
	r.check(r.t, call, out.String())
	return out.String()
}

// scans runs a scanning command that writes all formats to files, and text to
// standard output.
func (r runner) scans(stdin string, args ...string) {
	r.t.Helper()
	args = append(args, "-v")
	for _, format := range report.Formats() {
		args = append(args, "-f", format, "-o", "{}/report."+format)
	}
	r.run(stdin, append(args, "-f", "text")...)
}

// formats runs a scanning command once for each format, to standard output.
func (r runner) formats(args ...string) {
	r.t.Helper()
	for _, format := range report.Formats() {
		if args[0] != "report" {
			args = append(args[:len(args):len(args)], "--min-confidence", "high")
		}
		r.run("", append(args[:len(args):len(args)], "-f", format)...)
	}
}

// reports runs the commands for saved reports on that of the repository, and some calls
// that fail.
func (r runner) reports(bad string) {
	r.t.Helper()
	saved := filepath.Join(r.t.TempDir(), "report.json")
	if err := os.WriteFile(saved, []byte(r.run("", "git", ".", "-q", "-f", "json")), 0o600); err != nil {
		r.t.Fatal(err)
	}
	r.scans("", "report", "convert", saved)
	r.formats("report", "merge", saved, "other="+saved)
	for _, format := range report.DiffFormats() {
		r.run(`{"schema":"sluice.report/v1"}`, "report", "diff", "-", saved, "-f", format)
		r.run(`{"schema":"sluice.report/v1"}`, "report", "diff", saved, "-", "-f", format, "--all")
	}
	for _, args := range [][]string{
		{bad},
		{"convert", bad},
		{"convert", saved, "-f", bad},
		{"merge", bad + "=" + bad},
		{"merge", bad + "=" + saved},
		{"diff", bad, saved},
		{"diff", saved, saved, "-f", bad},
		{"open", bad},
	} {
		r.run("", append([]string{"report"}, args...)...)
	}
	r.run(`{"schema":"sluice.report/`+bad+`"}`, "report", "convert", "-")
	r.run(bad, "report", "convert", "-")
}

// everywhere runs all scanning commands on a repository with at least three
// commits, and some calls that fail. bad is a text to quote.
func (r runner) everywhere(repo gittest.Sandbox, bad string) {
	r.t.Helper()
	head, base := repo.Git("rev-parse", "HEAD"), repo.Git("rev-list", "--max-parents=0", "HEAD")
	push := "refs/heads/main " + head + " refs/heads/" + "x" + " " + strings.Repeat("0", 40) + "\n"
	r.scans("", "git", ".")
	r.formats("git", ".")
	r.scans("", "git", ".", "--reachable-only")
	r.scans("", "git", ".", "--no-delta")
	r.scans("", "git", "--range", base+"..HEAD", ".")
	r.scans("", "git", "--since", base, ".")
	r.scans("", "git", "--staged", ".")
	r.scans("", "dir", ".")
	r.scans(string(repo.Pipe(nil, "log", "-p", "--all")), "stdin")
	r.scans("", "hook", "run", "pre-commit")
	r.scans("", "hook", "run", "pre-commit", "--all-files")
	r.scans("", "hook", "run", "commit-msg", ".git/COMMIT_EDITMSG")
	r.scans(push, "hook", "run", "pre-push", "origin", "url")
	r.scans(strings.Repeat("0", 40)+" "+head+" refs/heads/"+bad+"\n", "hook", "run", "pre-receive")
	r.scans("", "git", ".", "--config", "rules.toml")

	r.reports(bad)

	ci := r
	event := filepath.Join(r.t.TempDir(), "event.json")
	repo.Must(os.WriteFile(event, []byte(`{"ref":"refs/heads/main","before":"`+base+`","after":"`+head+`","repository":{"default_branch":"main"}}`), 0o600))
	ci.env = append(ci.env, "GITHUB_ACTIONS=true", "GITHUB_EVENT_NAME=push", "GITHUB_EVENT_PATH="+event)
	ci.scans("", "git", "--ci", ".")
	ci.formats("git", "--ci", ".")

	for _, args := range [][]string{
		{"dir", bad},
		{"git", bad},
		{"git", ".", "--range", bad + "..HEAD"},
		{"git", ".", "--range", bad},
		{"git", ".", "--since", bad},
		{"git", ".", "--config", bad},
		{"git", ".", "--config", "broken.toml"},
		{"dir", ".", "-f", bad},
		{"dir", ".", "-o", "/nowhere/" + bad},
		{"dir", ".", "--" + bad},
		{"dir", ".", "--jobs", bad},
		{"dir", ".", "--min-confidence", bad},
		{bad},
		{"help", bad},
		{"hook", bad},
		{"hook", "run", bad},
		{"hook", "install", bad},
		{"hook", "status", "--repo", bad},
		{"rules", bad},
		{"rules", "show", bad},
		{"rules", "check", "broken.toml"},
		{"rules", "explain", bad},
		{"rules", "list", "-f", bad},
		{"gitleaks", "git", "-l", "debug"},
		{"gitleaks", "git", "-l", "debug", "--log-opts=-3"},
		{"gitleaks", "dir", "-l", "debug"},
		{"gitleaks", bad},
		{"gitleaks", "detect", "--source", bad},
		{"gitleaks", "git", "--" + bad},
		{"gitleaks", "git", bad},
		{"gitleaks", "git", "--log-opts", bad},
		{"gitleaks", "git", "--log-opts=-1", "-c", bad},
		{"gitleaks", "git", "--log-opts=-1", "-c", "broken.toml"},
		{"gitleaks", "git", "--log-opts=-1", "-r", "/nowhere/" + bad},
		{"gitleaks", "git", "--log-opts=-1", "-f", bad},
		{"gitleaks", "git", "--log-opts=-1", "-l", bad, "-b", bad, "-i", bad},
		{"gitleaks", "git", "--log-opts=-1", "--redact=" + bad},
		{"gitleaks", "git", "--log-opts=-1", "--enable-rule", bad},
		{"gitleaks", "git", "--log-opts=-1", "--platform", bad},
		{"gitleaks", "protect", bad},
		{"gitleaks", "--path=.", "--commit", bad},
		{"gitleaks", "help", bad},
	} {
		r.run("", args...)
	}
	r.run(string(repo.Pipe(nil, "log", "-p", "--all")), "rules", "explain", "-a")
	r.run("", "rules", "list", "-c", "rules.toml")
	r.run("", "rules", "list", "-c", "rules.toml", "-f", "json")
	r.run("", "rules", "show", "own", "-c", "rules.toml")
	repo.Git("config", "core.hooksPath", "hooks/"+strings.Map(func(c rune) rune {
		if c < ' ' {
			return -1
		}
		return c
	}, bad))
	for _, command := range []string{"status", "install", "status", "uninstall"} {
		r.run("", "hook", command)
	}
	repo.Git("config", "--unset", "core.hooksPath")
	r.run(bad, "hook", "run", "pre-push", "origin", "url")
	r.run(bad, "hook", "run", "pre-receive")
}
