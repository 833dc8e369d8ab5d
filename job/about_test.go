package job

import (
	"slices"
	"testing"
	"testing/fstest"
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
	files := fstest.MapFS{
		"docs/CODEOWNERS":    {Data: []byte("* @docs\n")},
		".github/CODEOWNERS": {Data: []byte("# comment\n* @acme/all\n[Section] @x\n/api/ @acme/api ann@example.com # why\n*.pem\nno owner here\n/api/(((\n")},
	}
	owners := ownersIn(files, "./shop")
	for path, want := range map[string][]string{
		"./shop/README.md":  {"@acme/all"},
		"./shop/api/x.go":   {"@acme/api", "ann@example.com"},
		"./shop/api/x.pem":  nil,
		"./shop/docs/x.txt": {"@acme/all"},
	} {
		if got := owners(path); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	if got := ownersIn(fstest.MapFS{}, ".")("x"); got != nil {
		t.Errorf("without a file: %q", got)
	}
}
