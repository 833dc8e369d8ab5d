package main

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
)

// A command is something to measure.
type command struct {
	name string
	argv []string
	dir  string // where it runs; "" is here
	peer bool   // another scanner, which may take long
}

func dirCommands(sluice, words, dir string) []command {
	return []command{
		{name: "sluice dir", argv: []string{sluice, "dir", "-q", "-f", "json", "-o", "/dev/null", dir}},
		{name: "rg -c -i -F -f KEYWORDS -j2 --no-ignore", argv: []string{"rg", "-c", "-i", "-F", "-f", words, "-j2", "--no-ignore", dir}},
		{name: "gitleaks dir", argv: []string{"gitleaks", "dir", "--no-banner", "--exit-code", "0", dir}, peer: true},
		{name: "betterleaks dir", argv: []string{"betterleaks", "dir", "--no-banner", "--exit-code", "0", dir}, peer: true},
		{name: "trufflehog filesystem", argv: []string{"trufflehog", "filesystem", "--no-verification", "--no-update", dir}, peer: true},
	}
}

func repoCommands(sluice, tmp, repo string) []command {
	return []command{
		{name: "sluice git", argv: []string{sluice, "git", "-q", "-f", "json", "-o", "/dev/null", repo}},
		{name: "sluice git --no-delta", argv: []string{sluice, "git", "--no-delta", "-q", "-f", "json", "-o", "/dev/null", repo}},
		{name: "git cat-file --batch-all-objects --batch --unordered --buffer", argv: []string{"git", "-C", repo, "cat-file", "--batch-all-objects", "--batch", "--unordered", "--buffer"}},
		{name: "git index-pack --threads=2", argv: []string{"sh", "-c", `git index-pack --threads=2 -o "$1" "$2"/objects/pack/pack-*.pack`, "sh", filepath.Join(tmp, "x.idx"), repo}},
		{name: "git log -p -U0 --full-history --all", argv: []string{"git", "-C", repo, "log", "-p", "-U0", "--full-history", "--all"}},
		{name: "gitleaks git", argv: []string{"gitleaks", "git", "--no-banner", "--exit-code", "0", repo}, peer: true},
		{name: "betterleaks git", argv: []string{"betterleaks", "git", "--no-banner", "--exit-code", "0", repo}, peer: true},
		{name: "trufflehog git", argv: []string{"trufflehog", "git", "--no-verification", "--no-update", "file://" + repo}, peer: true},
	}
}

// versions says what was measured.
func versions(ctx context.Context) string {
	var lines []string
	for _, argv := range [][]string{{"git", "--version"}, {"rg", "--version"}, {"gitleaks", "version"}, {"betterleaks", "version"}, {"trufflehog", "--version"}} {
		out, err := exec.CommandContext(ctx, argv[0], argv[1:]...).CombinedOutput()
		if err != nil {
			continue
		}
		first, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
		if !strings.HasPrefix(first, argv[0]) {
			first = argv[0] + " " + first
		}
		lines = append(lines, first)
	}
	return strings.Join(lines, "; ") + "\n"
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
