package main

import (
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/rules/example"
)

// documentDay is the day on which the commands of the documents run.
var documentDay = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)

// documentRepository makes a repository for the commands of the documents, and returns its
// folder, which is called shop. Names and days are fixed, so commits have the same ids in each run.
//
//	empty     a repository without commits
//	clean     a repository without secrets
//	removed   one secret, which a later commit removed
//	past      the same, another one that is still there, a remote that has all of it, and a
//	          report of another tool
func documentRepository(t *testing.T, name string) string {
	t.Helper()
	base, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	repo := gittest.Sandbox{TB: t, Dir: filepath.Join(base, "shop")}
	repo.In(base).Git("init", "-q", "-b", "main", repo.Dir)
	commit := func(author string, day int, file, content, message string) {
		repo.Env = nil
		at := time.Date(2026, 11, day, 10, 0, 0, 0, time.UTC)
		repo.Env = who(author, at)
		if content != "" {
			repo.Write(file, content)
		} else {
			repo.Git("rm", "-q", file)
		}
		repo.Git("add", "-A")
		repo.Git("commit", "-q", "-m", message)
	}
	if name == "empty" {
		return repo.Dir
	}
	commit("Ann Author", 20, "CODEOWNERS", "* @acme/ops\n", "Who owns what")
	switch name {
	case "clean":
	case "removed", "past":
		commit("Ann Author", 22, "deploy.env", "GITHUB_TOKEN="+jobsToken(t, 2)+"\n", "Add deployment settings")
		commit("Ben Builder", 26, "deploy.env", "", "Remove the deployment settings")
		if name == "removed" {
			break
		}
		commit("Ben Builder", 27, "config/app.env", "GITHUB_TOKEN="+jobsToken(t, 1)+"\n", "Add the settings of the app")
		theirs, err := json.Marshal([]map[string]any{{"RuleID": "github-pat", "Secret": jobsToken(t, 1), "File": "config/app.env", "StartLine": 1}})
		if err != nil {
			t.Fatal(err)
		}
		repo.Write("gitleaks-report.json", string(theirs))
		repo.Git("init", "-q", "--bare", "../origin.git")
		repo.Git("remote", "add", "origin", "../origin.git")
		repo.Git("push", "-q", "origin", "main")
		repo.Git("fetch", "-q", "origin")
		repo.Write(".git/info/exclude", "gitleaks-report.json\n*report*.json\nreport.*\nlater.json\nsteps.txt\n*.sarif\n")
	default:
		t.Fatalf("no repository %q", name)
	}
	return repo.Dir
}

// jobsToken returns a token of GitHub, another one for each seed.
func jobsToken(t *testing.T, seed uint64) string {
	t.Helper()
	text, err := example.Expand("ghp_{base62:30}{crc32}", seed)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
