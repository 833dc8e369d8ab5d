package job

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hmarr/codeowners"
)

// TestAddress: a report names a remote without its credentials.
func TestAddress(t *testing.T) {
	for remote, want := range map[string]string{
		"https://user:pw@git.example/a/b.git?token=x#y": "https://git.example/a/b.git",
		"git@git.example:a/b.git":                       "ssh://git.example/a/b.git",
		"git.example:a/b":                               "ssh://git.example/a/b",
		"ssh://git@git.example:2222/a":                  "ssh://git.example:2222/a",
		"git://git.example/a":                           "git://git.example/a",
		"/srv/git/a.git":                                "",
		"../a":                                          "",
		"file:///srv/a":                                 "",
		`C:\git\a`:                                      "",
		"":                                              "",
		"https://%zz":                                   "",
	} {
		if got := address(remote); got != want {
			t.Errorf("%q: %q, want %q", remote, got, want)
		}
	}
}

// TestOwners: the last rule that fits counts, and what is no rule changes nothing.
func TestOwners(t *testing.T) {
	shop := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(shop, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	write("docs/CODEOWNERS", "* @docs\n")
	write(".github/CODEOWNERS", "# comment\n* @acme/all\n[Section] @x\n/api/ @acme/api ann@example.com # why\n*.pem\nno owner here\n/api/(((\n")
	owners := ownersIn(shop)
	for path, want := range map[string][]string{
		"README.md":  {"@acme/all"},
		"api/x.go":   {"@acme/api", "ann@example.com"},
		"api/x.pem":  nil,
		"docs/x.txt": {"@acme/all"},
	} {
		if got := owners(filepath.ToSlash(shop) + "/" + path); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	if got := ownersIn(t.TempDir())("x"); got != nil {
		t.Errorf("without a file: %q", got)
	}
}

// TestOwnersAreBounded: neither very many rules nor a link that leads out of the folder
// is a file of owners, and rules are not tried without end.
func TestOwnersAreBounded(t *testing.T) {
	many := strings.Repeat("*a @x\n", maxOwnerRules)
	if got := readOwners(fstest.MapFS{"CODEOWNERS": {Data: []byte(many)}}); len(got) != maxOwnerRules {
		t.Errorf("%d rules", len(got))
	}
	if got := readOwners(fstest.MapFS{"CODEOWNERS": {Data: []byte(many + "*b @y\n")}}); got != nil {
		t.Errorf("%d rules of too many", len(got))
	}
	rules := readOwners(fstest.MapFS{"CODEOWNERS": {Data: []byte("* @x\n" + strings.Repeat("b @y\n", 99))}})
	of := owning(func() codeowners.Ruleset { return rules }, "")
	for n := range maxOwnerTries/100 + 1 {
		if got := of("a"); (got != nil) != (n < maxOwnerTries/100) {
			t.Fatalf("after %d paths: %q", n, got)
		}
	}
	outside, folder := filepath.Join(t.TempDir(), "x"), t.TempDir()
	if err := errors.Join(os.WriteFile(outside, []byte("* @x\n"), 0o644), os.Symlink(outside, filepath.Join(folder, "CODEOWNERS"))); err != nil {
		t.Skip(err)
	}
	if got := ownersIn(folder)("a"); got != nil {
		t.Errorf("by a link: %q", got)
	}
}
