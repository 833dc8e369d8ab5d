package gitleaks

import (
	"strings"
	"testing"
)

func TestLinks(t *testing.T) {
	const c = "cafe"
	for _, test := range []struct {
		platform, remote string
		file             string
		first, last      int
		want             string
	}{
		{"", "https://github.com/o/r", "a.txt", 1, 1, "https://github.com/o/r/blob/cafe/a.txt#L1"},
		{"GitHub", "https://user:pass@gh.example:8443/o/r.git", "a.txt", 1, 3, "https://gh.example:8443/o/r/blob/cafe/a.txt#L1-L3"},
		{"", "git@github.com:o/r.git", "k.key", 0, 0, "https://github.com/o/r/blob/cafe/k.key"},
		{"", "ssh://git@GitHub.com:22/o/r.git/", "dir x/b#%é?&.md", 2, 2, "https://GitHub.com/o/r/blob/cafe/dir%20x/b%23%25é%3F%26.md?plain=1#L2"},
		{"github", "http://h/o/r", "n.IPYNB", 1, 1, "http://h/o/r/blob/cafe/n.IPYNB?plain=1#L1"},
		{"github", "git://[::1]:9418/o/r", "a", 1, 1, "https://[::1]/o/r/blob/cafe/a#L1"},
		{"", "https://gitlab.com/g/s/r.git", "a.md", 1, 3, "https://gitlab.com/g/s/r/blob/cafe/a.md#L1-3"},
		{"", "https://bitbucket.org/o/r", "a.md", 1, 3, "https://bitbucket.org/o/r/src/cafe/a.md#lines-1:3"},
		{"", "https://codeberg.org/o/r", "a.md", 1, 3, "https://codeberg.org/o/r/src/commit/cafe/a.md?display=source#L1-L3"},
		{"gitea", "https://h/o/r", "a", 4, 4, "https://h/o/r/src/commit/cafe/a#L4"},
		{"", "https://org@dev.azure.com/org/my%20proj/_git/repo", "a b", 1, 3, "https://dev.azure.com/org/my%20proj/_git/repo/commit/cafe?path=/a%20b&line=1&lineEnd=3&lineStartColumn=1&lineEndColumn=10000000&type=2&lineStyle=plain&_a=files"},
		{"azuredevops", "git@ssh.dev.azure.com:v3/org/proj/repo", "a", 0, 0, "https://dev.azure.com/org/proj/_git/repo/commit/cafe?path=/a&lineStartColumn=1&lineEndColumn=10000000&type=2&lineStyle=plain&_a=files"},
		{"github", "https://h/o/r", "lib.zip!in/.env", 4, 4, "https://h/o/r/blob/cafe/lib.zip"},
		{"github", "https://h/o/r", "a!b.txt", 4, 4, "https://h/o/r/blob/cafe/a!b.txt#L4"},
	} {
		entries := []Entry{{Commit: c, File: test.file, StartLine: test.first, EndLine: test.last}, {File: "a"}, {Commit: c}}
		if err := Links(entries, test.platform, test.remote); err != nil {
			t.Errorf("%s: %v", test.remote, err)
		}
		if got := entries[0].Link; got != test.want {
			t.Errorf("%s of %s at %s is\n%s, not\n%s", test.file, test.remote, test.platform, got, test.want)
		}
		if entries[1].Link+entries[2].Link != "" {
			t.Errorf("without a commit or a file there are links: %+v", entries)
		}
	}
}

func TestNoLinks(t *testing.T) {
	for _, test := range []struct{ platform, remote, want string }{
		{"", "", "no remote"},
		{"github", "/local/r.git", "names no host"},
		{"github", "file:///local/r", "names no host"},
		{"github", "https://user:pass@h\x7f/", "names no host"},
		{"", "https://user:pass@git.example/o/r", "the host git.example is not known"},
		{"unknown", "https://git.example/o/r", "--platform"},
		{"foo", "https://github.com/o/r", "no platform"},
		{"none", "https://github.com/o/r", ""},
	} {
		entries := []Entry{{Commit: "c", File: "f", StartLine: 1}}
		err := Links(entries, test.platform, test.remote)
		if got := ""; entries[0].Link != got || (err == nil) != (test.want == "") {
			t.Errorf("%s at %s: %s, %v", test.remote, test.platform, entries[0].Link, err)
		}
		if err != nil && (!strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "pass")) {
			t.Errorf("%s at %s: %v", test.remote, test.platform, err)
		}
	}
}
