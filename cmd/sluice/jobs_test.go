//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/rules/example"
)

// TestJobsAsWritten runs every block of docs/howto/jobs.md as it is written, one after the
// other, in a repository that has old secrets.
func TestJobsAsWritten(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/howto/jobs.md")
	if err != nil {
		t.Fatal(err)
	}
	repo := pastRepository(t)
	env := jobsEnvironment(t)
	ran := 0
	for block := range strings.SplitSeq(string(text), "```sh\n") {
		if ran++; ran == 1 {
			continue // what is before the first
		}
		block, _, _ = strings.Cut(block, "```")
		for line := range strings.Lines(block) {
			command, comment, _ := strings.Cut(strings.TrimSpace(line), "  # ")
			want := 0
			if code, ok := strings.CutPrefix(strings.TrimSpace(comment), "exits "); ok {
				if want, err = strconv.Atoi(code); err != nil {
					t.Fatalf("%s: %v", line, err)
				}
			}
			cmd := exec.Command("sh", "-c", command)
			cmd.Dir, cmd.Env = repo.Dir, env
			out, _ := cmd.CombinedOutput()
			if got := cmd.ProcessState.ExitCode(); got != want {
				t.Fatalf("%s: exit code %d, want %d\n%s", command, got, want, out)
			}
		}
	}
	if ran < 12 {
		t.Errorf("only %d blocks", ran)
	}
	for _, name := range []string{"report.json", "report.html", "report.md", "steps.txt", "sluice.sarif"} {
		if info, err := os.Stat(filepath.Join(repo.Dir, name)); err != nil || info.Size() < 100 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// pastRepository is a repository with secrets in HEAD and in its history, and the report
// that another tool has made of it.
func pastRepository(t *testing.T) gittest.Sandbox {
	t.Helper()
	repo := gittest.New(t)
	repo.Commit("deploy.env", "GITHUB_TOKEN="+jobsToken(t, 1)+"\n")
	repo.Commit("old.env", "GITHUB_TOKEN="+jobsToken(t, 2)+"\n")
	repo.Git("rm", "-q", "old.env")
	repo.Git("commit", "-q", "-m", "Remove a token")
	theirs, err := json.Marshal([]map[string]any{{"RuleID": "github-pat", "Secret": jobsToken(t, 1), "File": "deploy.env", "StartLine": 1}})
	if err != nil {
		t.Fatal(err)
	}
	repo.Git("init", "-q", "--bare", "../origin.git")
	repo.Git("remote", "add", "origin", "../origin.git")
	repo.Git("push", "-q", "origin", "main")
	repo.Git("fetch", "-q", "origin")
	repo.Write("gitleaks-report.json", string(theirs))
	repo.Write(".git/info/exclude", "gitleaks-report.json\nreport.*\nlater.json\nsteps.txt\nsluice.sarif\n")
	return repo
}

func jobsToken(t *testing.T, seed uint64) string {
	t.Helper()
	text, err := example.Expand("ghp_{base62:30}{crc32}", seed)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// jobsEnvironment is that of a user who has the command, on GitHub Actions in a run that
// judges everything.
func jobsEnvironment(t *testing.T) []string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin, home := t.TempDir(), t.TempDir()
	if err := os.Symlink(self, filepath.Join(bin, "sluice")); err != nil {
		t.Fatal(err)
	}
	env := []string{"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + home, "GIT_CONFIG_NOSYSTEM=1", "NEW_TOKEN=" + jobsToken(t, 3)}
	for _, who := range []string{"AUTHOR", "COMMITTER"} {
		env = append(env, fmt.Sprintf("GIT_%s_NAME=Ada", who), fmt.Sprintf("GIT_%s_EMAIL=ada@example.org", who))
	}
	return append(env, "GITLAB_CI=true", "CI_PIPELINE_SOURCE=schedule", "CI_DEFAULT_BRANCH=main", "CI_COMMIT_BRANCH=main")
}
