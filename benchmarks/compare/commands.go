package main

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/sluicesec/sluice/benchmarks/internal/measure"
)

// A peerCommand is a command, perhaps of another scanner, which may take long.
type peerCommand struct {
	measure.Command
	peer bool
}

func ours(name string, argv ...string) peerCommand {
	return peerCommand{measure.Command{Name: name, Argv: argv}, false}
}

func peer(name string, argv ...string) peerCommand {
	return peerCommand{measure.Command{Name: name, Argv: argv}, true}
}

// scan is a call of sluice that writes a JSON report to nowhere.
func (c *comparison) scan(name string, args ...string) peerCommand {
	return ours(name, append(append([]string{c.sluice}, args...), "-q", "-f", "json", "-o", "/dev/null")...)
}

func (c *comparison) dirCommands(dir string) []peerCommand {
	return []peerCommand{
		c.scan("sluice dir", "dir", dir),
		ours("rg -c -i -F -f KEYWORDS -j2 --no-ignore", "rg", "-c", "-i", "-F", "-f", c.words, "-j2", "--no-ignore", dir),
		peer("gitleaks dir", "gitleaks", "dir", "--no-banner", "--exit-code", "0", dir),
		peer("betterleaks dir", "betterleaks", "dir", "--no-banner", "--exit-code", "0", dir),
		peer("trufflehog filesystem", "trufflehog", "filesystem", "--no-verification", "--no-update", dir),
	}
}

func (c *comparison) repoCommands(repo string) []peerCommand {
	return []peerCommand{
		c.scan("sluice git --no-cache", "git", "--no-cache", repo),
		c.scan("sluice git --no-cache --no-delta", "git", "--no-cache", "--no-delta", repo),
		c.scan("sluice git, second run", "git", repo), // the round that warms the page cache is the first
		ours("git cat-file --batch-all-objects --batch --unordered --buffer", "git", "-C", repo, "cat-file", "--batch-all-objects", "--batch", "--unordered", "--buffer"),
		peer("git index-pack --threads=2", "sh", "-c", `for p in "$2"/objects/pack/pack-*.pack; do git index-pack --threads=2 -o "$1" "$p" || exit; rm -f "$1"; done`, "sh", filepath.Join(c.tmp, "x.idx"), repo),
		peer("git log -p -U0 --full-history --all", "git", "-C", repo, "log", "-p", "-U0", "--full-history", "--all"),
		peer("gitleaks git", "gitleaks", "git", "--no-banner", "--exit-code", "0", repo),
		peer("betterleaks git", "betterleaks", "git", "--no-banner", "--exit-code", "0", repo),
		peer("trufflehog git", "trufflehog", "git", "--no-verification", "--no-update", "file://"+repo),
	}
}

// lastCommands compare what a CI run of one commit takes.
func (c *comparison) lastCommands(repo string) []peerCommand {
	return []peerCommand{
		c.scan("sluice git --range HEAD~1..HEAD", "git", "--range", "HEAD~1..HEAD", repo),
		ours("git log -p -U0 HEAD~1..HEAD", "git", "-C", repo, "log", "-p", "-U0", "HEAD~1..HEAD"),
		peer("gitleaks git --log-opts=HEAD~1..HEAD", "gitleaks", "git", "--no-banner", "--exit-code", "0", "--log-opts=HEAD~1..HEAD", repo),
	}
}

func (c *comparison) stagedCommands(repo string) []peerCommand {
	hook := ours("sluice hook run pre-commit", c.sluice, "hook", "run", "pre-commit")
	hook.Dir = repo
	return []peerCommand{
		c.scan("sluice git --staged", "git", "--staged", repo),
		hook,
		ours("git diff --cached --raw", "git", "-C", repo, "diff", "--cached", "--raw"),
		peer("gitleaks git --staged", "gitleaks", "git", "--staged", "--no-banner", "--exit-code", "0", repo),
	}
}

func (c *comparison) startCommands() []peerCommand {
	return []peerCommand{
		ours("sluice version", c.sluice, "version"),
		ours("rg --version", "rg", "--version"),
		ours("git version", "git", "version"),
		peer("gitleaks version", "gitleaks", "version"),
	}
}

// versions says what is measured.
func (c *comparison) versions(ctx context.Context) string {
	commit := "sluice " + c.sluice
	if strings.HasPrefix(c.sluice, c.tmp) {
		commit = "sluice"
		if out, err := exec.CommandContext(ctx, "git", "describe", "--always", "--dirty").Output(); err == nil {
			commit += " at commit " + strings.TrimSpace(string(out))
		}
	}
	others := measure.Versions(ctx, [][]string{{"git", "--version"}, {"rg", "--version"}, {"gitleaks", "version"}, {"betterleaks", "version"}, {"trufflehog", "--version"}})
	return commit + "; " + others
}

// keywords are 250 lines to search for, of the kind that a scanner's rules hold.
func keywords() string {
	var lines []string
	for _, service := range []string{
		"adafruit", "algolia", "asana", "atlassian", "beamer", "bitbucket", "cloudflare", "codecov", "contentful", "databricks",
		"discord", "dropbox", "fastly", "finicity", "flickr", "freshbooks", "gitter", "grafana", "hashicorp", "hubspot",
		"intercom", "kraken", "launchdarkly", "linkedin", "mailchimp",
	} {
		for _, what := range []string{"", "_key", "_token", "_secret", "-key", "-token", ".api", "apikey", "access", "client"} {
			lines = append(lines, service+what)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}
