package gitrepo

import "testing"

func TestWithoutPassword(t *testing.T) {
	for in, want := range map[string]string{
		"https://github.com/acme/app.git":            "https://github.com/acme/app.git",
		"https://ann:pw@github.com/acme/app.git":     "https://github.com/acme/app.git",
		"https://token@github.com/acme/app.git":      "https://github.com/acme/app.git",
		"ssh://git:pw@host:22/app.git":               "ssh://git@host:22/app.git",
		"git@github.com:acme/app.git":                "git@github.com:acme/app.git",
		"../app.git":                                 "../app.git",
		"/srv/git/app.git":                           "/srv/git/app.git",
		"https://user:p%40ss@example.org:8443/a/b?c": "https://example.org:8443/a/b?c",
	} {
		if got := withoutPassword(in); got != want {
			t.Errorf("withoutPassword(%q) is %q, not %q", in, got, want)
		}
	}
}
