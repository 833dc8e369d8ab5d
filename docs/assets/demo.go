package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/sluicesec/sluice/rules/example"
)

// A change is a commit of the repository for the pictures. In its content, which is in the
// notation of package rules/example, {...} stands for random text. No content removes the file.
type change struct {
	author, day, file, content, message string
}

var changes = []change{
	{"Ann Author", "2026-03-02", "CODEOWNERS", "* @acme/shop\ndeploy/ @acme/ops\n", "Who owns what"},
	{"Ann Author", "2026-03-09", "deploy/production.env", "GITHUB_TOKEN=ghp_{base62:30}{crc32}\n", "Add deployment settings"},
	{"Ben Builder", "2026-05-18", "config/database.yml", "production:\n  host: db.shop.example\n  password: \"{base62:20}\"\n", "Move the database"},
	{"Cleo Coder", "2026-06-30", "scripts/notify.sh", "curl -H \"Authorization: Bearer xoxb-{digit:11}-{digit:12}-{base62:24}\" $URL\n", "Tell the channel when a release is out"},
	{"Ben Builder", "2026-08-11", "deploy/production.env", "", "Settings come from the vault now"},
	{"Cleo Coder", "2026-10-05", "tests/pay_test.py", "STRIPE_KEY = \"sk_test_{base62:24}\"\n", "Test payments"},
	{"Ann Author", "2026-11-20", "web/.npmrc", "//registry.npmjs.org/:_authToken=npm_{base62:30}{crc32}\n", "Publish the widgets"},
}

// demo makes the repository.
func demo(dir string) error {
	git := func(c change, args ...string) error {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_TEMPLATE_DIR=")
		for _, role := range []string{"AUTHOR", "COMMITTER"} {
			cmd.Env = append(cmd.Env, "GIT_"+role+"_NAME="+c.author, "GIT_"+role+"_EMAIL=team@shop.example", "GIT_"+role+"_DATE="+c.day+"T10:00:00Z")
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("git %v: %w\n%s", args, err, out)
		}
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := git(change{}, "init", "-q", "-b", "main"); err != nil {
		return err
	}
	for i, c := range changes {
		path := filepath.Join(dir, filepath.FromSlash(c.file))
		if c.content == "" {
			if err := os.Remove(path); err != nil {
				return err
			}
		} else {
			text, err := example.Expand(c.content, uint64(i+1))
			if err != nil {
				return err
			}
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				return err
			}
		}
		if err := git(c, "add", "-A"); err != nil {
			return err
		}
		if err := git(c, "commit", "-q", "-m", c.message); err != nil {
			return err
		}
	}
	if err := git(change{}, "remote", "add", "origin", "https://github.com/acme/shop.git"); err != nil {
		return err
	}
	return git(changes[len(changes)-1], "update-ref", "refs/remotes/origin/main", "HEAD~1")
}
