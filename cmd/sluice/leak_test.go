package main

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/rules/example"
)

// forms are the ways in which a reader could find a value in a report.
func forms(value string) []string {
	all := []string{value, url.QueryEscape(value), url.PathEscape(value)}
	for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			text := e.EncodeToString([]byte("xxx"[:before] + value))
			// without the characters that also hold bits of what is around it
			all = append(all, text[(before*8+5)/6:(before+len(value))*8/6])
		}
	}
	return all
}

// planted are secrets in every place from which a report takes text.
type planted struct {
	values map[string]string // by what they are
	repo   gittest.Sandbox
	bad    string // a token for the command line
}

func plant(t *testing.T) planted {
	t.Helper()
	p := planted{values: map[string]string{}}
	seed := uint64(0)
	token := func(what string) string {
		seed++
		text, err := example.Expand("ghp_{base62:30}{crc32}", seed)
		if err != nil {
			t.Fatal(err)
		}
		p.values[what] = text
		return text
	}
	expand := func(notation string) string {
		seed++
		text, err := example.Expand(notation, seed)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}

	repo := gittest.New(t)
	// The source of the ledger names the folder of the repository.
	named := filepath.Join(filepath.Dir(repo.Dir), "repo-"+token("the path of the source"))
	repo.Must(os.Rename(repo.Dir, named))
	repo.Dir = named
	p.repo = repo

	found := token("a file")
	password := "xK9" + "#qLm"
	p.values["a password of 7 characters"] = password
	pem := expand("{pem:EC}")
	lines := strings.Split(strings.TrimSpace(pem), "\n")
	for i, line := range lines[1 : len(lines)-1] {
		p.values["a line of a key, "+string(rune('0'+i))] = line
	}
	basic := "Tr0ub4dor" + "~9x"
	p.values["what a file encodes"] = basic
	allowed := token("an allowed one")
	claim := token("a claim of a JWT")
	part := func(v map[string]any) string {
		text, err := json.Marshal(v)
		repo.Must(err)
		return base64.RawURLEncoding.EncodeToString(text)
	}
	jwt := part(map[string]any{"alg": "HS256", "typ": "JWT"}) + "." + part(map[string]any{"iss": claim, "sub": "https://x/?t=" + claim, "aud": strings.Repeat("word ", 16) + claim, "exp": 1900000000}) + "." + expand("{base64url:43}")

	repo.Commit("first.txt", "nothing\n")
	repo.Commit("app.env", strings.Join([]string{
		"GITHUB_TOKEN=" + found,
		`db_password = "` + password + `"`,
		"Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("ada:"+basic)),
		"OTHER=" + allowed + " # sluice:allow for a test",
		"JWT=" + jwt,
		"AWS_ACCESS_KEY_ID=AKIA" + expand("{base32:16}"), "AWS_SECRET_ACCESS_KEY=" + p.secret("an AWS key", expand("{[A-Za-z0-9/+]:40}")),
		"",
	}, "\n"))
	repo.Commit("key.pem", pem)
	message := strings.Join([]string{
		"Quote " + found + " and " + password,
		"",
		lines[1], "the password is " + password + ", or " + basic + ", and not " + allowed,
		url.QueryEscape(found) + " " + url.QueryEscape(password),
		base64.StdEncoding.EncodeToString([]byte(found)),
		base64.URLEncoding.EncodeToString([]byte("x " + password)),
		base64.RawStdEncoding.EncodeToString([]byte("xy" + found)),
		token("a message"),
	}, "\n")
	repo.Write("names/"+token("a file's name")+".env", "TOKEN="+token("a file with a bad name")+"\n")
	repo.Write(token("a folder's name")+"/"+base64.RawURLEncoding.EncodeToString([]byte(found))+"/"+found+".env", "TOKEN="+p.values["a file with a bad name"]+"\n")
	repo.Write(token("an image's name")+".png", "\x89PNG\r\n\x1a\n0000")
	repo.Write(password+"/"+base64.RawURLEncoding.EncodeToString([]byte(password))+".txt", "TOKEN="+p.values["a file with a bad name"]+"\n")
	repo.Git("add", "-A")
	author := repo
	author.Env = []string{"GIT_AUTHOR_NAME=" + token("an author's name"), "GIT_AUTHOR_EMAIL=" + token("an author's address") + "@example.org"}
	author.Git("commit", "-q", "-m", message)
	author.Git("tag", "-a", token("a tag's name"), "-m", message)
	repo.Git("branch", found)
	repo.Git("branch", "feature/"+token("a branch's name"))
	repo.Git("notes", "add", "-m", message)

	// Not in HEAD, so that a report names the branches that still have it.
	repo.Git("rm", "-q", "app.env", "key.pem")
	repo.Git("update-index", "--add", "--cacheinfo", "160000,"+repo.Git("rev-parse", "HEAD")+","+token("a submodule's path"))
	repo.Git("commit", "-q", "-m", "Remove the keys")
	repo.Write("rules.toml", "[[rules]]\nid = \"own\"\nregex = 'OWN=([a-z]{8})'\ndescription = \"not "+token("a rule's description")+"\"\n")
	repo.Write("broken.toml", token("a key in a broken file")+" = 1\n[[rules]]\n"+token("a key of a rule")+" = 2\n")
	repo.Write("new/"+token("a new file's name")+".env", "TOKEN="+token("a new file")+"\ndb_password = \""+password+"\"\n")
	repo.Git("add", "-A")
	repo.Write(".git/COMMIT_EDITMSG", message)
	p.bad = token("the command line")
	return p
}

// secret notes a value and returns it.
func (p planted) secret(what, value string) string {
	p.values[what] = value
	return value
}

// TestNothingLeaks: no output of any command shows a secret, in any form.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	p := plant(t)
	seen := map[string]bool{}
	check := func(t *testing.T, call, out string) {
		for what, value := range p.values {
			for _, form := range append(forms(value), value[:min(len(value), max(5, len(value)/3))]) {
				if strings.Contains(out, form) && !seen[what+call] {
					seen[what+call] = true
					t.Errorf("%s shows %s (%s)", hideFrom(call, p.values), what, lineWith(out, form))
				}
			}
		}
	}
	r := newRunner(t, p.repo.Dir, check)
	r.everywhere(p.repo, p.bad)

	// What a server records of a push that comes in unchecked.
	p.repo.Git("config", "sluice.allowSkip", "true")
	server := r
	server.env = append(server.env, "GIT_PUSH_OPTION_COUNT=1", "GIT_PUSH_OPTION_0=sluice.skip=for "+p.bad)
	server.run(strings.Repeat("0", 40)+" "+p.repo.Git("rev-parse", "HEAD")+" refs/heads/"+p.bad+"\n", "hook", "run", "pre-receive")
	audit, err := os.ReadFile(filepath.Join(p.repo.Dir, ".git", "sluice-audit.log"))
	if err != nil {
		t.Fatal(err)
	}
	check(t, "the audit file", string(audit))

	// The test is worth something only if the scan finds what was planted.
	r.check = func(*testing.T, string, string) {}
	all := r.run("", "git", ".", "-f", "json", "--show-secrets")
	for what, value := range p.values {
		switch what {
		case "the command line", "a rule's description", "a key in a broken file", "a key of a rule":
			continue
		}
		if !strings.Contains(all, value) {
			t.Errorf("with --show-secrets, the report does not show %s", what)
		}
	}
}

// lineWith is the part of the output around a text, without it.
func lineWith(out, form string) string {
	at := strings.Index(out, form)
	return strings.TrimSpace(out[max(at-60, 0):at]) + "<here>"
}

func hideFrom(call string, values map[string]string) string {
	for what, v := range values {
		call = strings.ReplaceAll(call, v, "<"+what+">")
	}
	return call
}
