package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// An own command is in the tables whose target it names, and in no other.
func TestMore(t *testing.T) {
	c := comparison{sluice: "/s", also: list{"second run={sluice} git --cached {repo}", "old=/old version", "x=/x {dir} {dir}"}}
	for _, want := range []struct{ hole, target, text string }{
		{"{repo}", "r.git", "second run: /s git --cached r.git"},
		{"{dir}", "d", "x: /x d d"},
		{"{staged}", "s", ""},
		{"", "", "old: /old version"},
	} {
		all, err := c.more(want.hole, want.target)
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, one := range all {
			texts = append(texts, one.Name+": "+strings.Join(one.Argv, " "))
		}
		if got := strings.Join(texts, "; "); got != want.text {
			t.Errorf("%q: got %q, want %q", want.hole, got, want.text)
		}
	}
	for _, wrong := range []string{"label", "label= "} {
		if _, err := (&comparison{also: list{wrong}}).more("", ""); err == nil {
			t.Errorf("%q is no error", wrong)
		}
	}
}

// Each table begins with sluice, which is the first base, and has git beside it.
func TestGroups(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	c := comparison{sluice: "/bin/sh", tmp: t.TempDir(), dirs: list{"d"}, repos: list{"a/x.git"}, staged: list{"12"}, start: true}
	groups, err := c.groups(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, g := range groups {
		titles = append(titles, g.title)
		if !strings.HasPrefix(g.commands[0].Name, "sluice ") {
			t.Errorf("%s begins with %s", g.title, g.commands[0].Name)
		}
	}
	if want := []string{"d", "x.git", "x.git, the last commit", "ten of 12 files staged", "start"}; !slices.Equal(titles, want) {
		t.Errorf("titles are %q, want %q", titles, want)
	}
	repo := groups[3].commands[0].Argv[3]
	out, err := exec.Command("git", "-C", repo, "diff", "--cached", "--raw").Output()
	if n := strings.Count(string(out), "\n"); err != nil || n != 10 {
		t.Errorf("%d files are staged in %s: %v", n, repo, err)
	}
	c.staged = list{"many"}
	if _, err := c.groups(t.Context()); err == nil {
		t.Error("-staged many is no error")
	}
}
