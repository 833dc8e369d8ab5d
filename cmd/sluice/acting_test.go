package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/plain"
	"github.com/sluicesec/sluice/rules/example"
)

// acting are texts that a terminal or a CI system would obey.
var acting = []string{
	"::error::x", "::set-env name=X::y", "\t ::add-mask::y", "##vso[task.setvariable variable=x]y", "##[add-mask]y",
	"##teamcity[buildStop comment='x']", "a ##vso[task.complete]", "\x1b[2J\x1b[31mred", "\x1b]8;;http://example.com\x07link\x1b]8;;\x07",
	"\u202egpj.exe", "\u2066x\u2069", "\u009b2J", "a\r::error::y", "=1+1", "<img src=x onerror=y>", "]]>&lt;", "[x](http://example.com)", "\u2028::debug::z",
}

// name makes a text usable as the name of a file.
func name(text string) string { return strings.NewReplacer("/", "-", "\x00", "").Replace(text) }

func hostileRepo(t *testing.T) gittest.Sandbox {
	t.Helper()
	seed := uint64(100)
	secret := func() string {
		seed++
		text, err := example.Expand("TOKEN=ghp_{base62:30}{crc32}\n", seed)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	repo := gittest.New(t)
	// The last part of the folder is in the source of the ledger.
	named := filepath.Join(filepath.Dir(repo.Dir), "::error::\x1b[2J\n::error::##vso[x]")
	repo.Must(os.Rename(repo.Dir, named))
	repo.Dir = named
	repo.Commit("first.txt", "nothing\n")
	long := strings.Repeat("word ", 17) // text wraps behind it
	for i, text := range acting {
		repo.Write(name(text)+"/"+name(text)+".env", secret())
		repo.Write(name(text)+".png", "\x89PNG\r\n\x1a\n0000")
		repo.Write("msg", text+" "+long+text+" "+text+"\n\n"+text+"\n"+secret())
		repo.Git("add", "-A")
		by := repo
		by.Env = []string{"GIT_AUTHOR_NAME=x" + strings.NewReplacer("<", "", ">", "", "\n", "").Replace(long+text), "GIT_AUTHOR_EMAIL=" + strings.NewReplacer("<", "", ">", "", "\n", "").Replace(text)}
		by.Git("commit", "-q", "--cleanup=verbatim", "-F", "msg")
		repo.Git("tag", "-a", "v"+string(rune('a'+i)), "--cleanup=verbatim", "-F", "msg")
	}
	repo.Git("branch", "##vso\u202e")
	repo.Git("rm", "-q", "-r", "./"+name(acting[0]))
	repo.Git("commit", "-q", "-m", "remove")
	quoted := func(s string) string {
		return strings.NewReplacer("\x1b", `\u001b`, "\r", `\r`, "\n", `\n`).Replace(s)
	}
	everything := strings.Join(acting, "\n")
	everything = strings.ReplaceAll(strings.ReplaceAll(everything, "\x07", `\u0007`), "\t", `\t`)
	everything = strings.NewReplacer("\u009b", `\u009b`).Replace(everything)
	repo.Write("rules.toml", "[[providers]]\nid = \"p\"\nname = \""+quoted(everything)+"\"\ncan = \""+quoted(everything)+"\"\nrevoke = \""+quoted("https://x/>)<img src=x>\n::error::x")+"\"\nrotate = \""+quoted(everything)+"\"\n"+
		"[[rules]]\nid = \"own\"\nprovider = \"p\"\nregex = '''TOKEN=(ghp_\\w+)'''\ndescription = \""+quoted(everything)+"\"\ntags = [\""+quoted(everything)+"\"]\n")
	repo.Write("broken.toml", "\""+quoted(everything)+"\" = 1\n[[rules]]\nid = \""+quoted(everything)+"\"\nregex = '('\n")
	repo.Write("new/"+name(acting[7])+".env", secret())
	repo.Git("add", "-A")
	repo.Write(".git/COMMIT_EDITMSG", everything+"\n"+secret())
	return repo
}

var acts = regexp.MustCompile(`(?m)^\s*::|##[A-Za-z-]{0,32}\[`)

// code is text in Markdown in which nothing acts.
var code = regexp.MustCompile("`[^`]*`")

// TestNothingActs: whatever a repository says, no output of any command acts on a
// terminal or a CI system. Of the commands of GitHub there are only our own.
func TestNothingActs(t *testing.T) {
	t.Parallel()
	repo := hostileRepo(t)
	r := newRunner(t, repo.Dir, func(t *testing.T, call, out string) {
		stopped := ""
		for line := range strings.Lines(out) {
			line = strings.TrimSuffix(line, "\n")
			if strings.ContainsFunc(line, func(c rune) bool { return c != '\t' && plain.Unprintable(c) }) {
				t.Errorf("%.80q writes %q", call, line)
			}
			if strings.Contains(call, "--ci") {
				if word, ok := strings.CutPrefix(line, "::stop-commands::"); ok {
					stopped = word
					continue
				}
				if stopped != "" && line == "::"+stopped+"::" {
					stopped = ""
					continue
				}
				if strings.HasPrefix(line, "::error ") && stopped == "" {
					continue
				}
			}
			if acts.MatchString(line) {
				t.Errorf("%.80q writes a command: %q", call, line)
			}
			if strings.HasPrefix(line, "| ") && strings.Contains(code.ReplaceAllString(line, ""), "<img") {
				t.Errorf("%.80q writes HTML: %q", call, line)
			}
		}
	})
	r.everywhere(repo, acting[1]+"\n"+acting[3]+acting[7]+acting[8]+acting[9])
	for _, format := range []string{"json", "csv", "junit", "sarif"} {
		r.run("", "gitleaks", "git", "-v", "-f", format, "-r", "-")
	}
	r.run("", "gitleaks", "dir", "-v", "--redact=20", "-r", "/dev/stdout", "-f", "csv")
	// A file that says where the repository is.
	elsewhere := t.TempDir()
	repo.Must(os.WriteFile(filepath.Join(elsewhere, ".git"), []byte("gitdir: \x1b[2J\n::error::x\n##vso[x]\n"), 0o600))
	r.dir = elsewhere
	r.run("", "git", ".")
	r.run("", "git", "--staged")
	r.run("", "hook", "run", "pre-commit")
	r.run("", "hook", "install")
	repo.Must(os.WriteFile(filepath.Join(elsewhere, ".git"), []byte("::error::x\x1b[2J##vso[x]\n"), 0o600))
	r.run("", "git", ".")
}
