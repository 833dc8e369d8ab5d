package scan

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/rules"
)

const fileOfUnread = `
extend.disabledRules = ["stripe-access-token"]
generic.threshold = 2
[[allowlists]]
stopwords = ["zebra"]
targetRules = ["generic-api-key"]
[[rules]]
id = "own"
regex = 'own_([a-z]{8})'
[[rules]]
id = "npm-access-token"
severity = "low"
[[rules.allowlists]]
commits = ["0123456789abcdef"]
`

// Each line of a rule file counts for the key of what a scan remembers, also where the built-in
// rules are not read.
func TestKeyOfUnreadRules(t *testing.T) {
	keyOf := func(file string) [32]byte {
		path := filepath.Join(t.TempDir(), ".sluice.toml")
		if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		cfg, err := rules.LoadUnread(path)
		if err != nil {
			t.Fatal(err)
		}
		s, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		if cfg.Unread() == 0 {
			t.Fatal("the rules are read")
		}
		return s.key(Options{})
	}
	want := keyOf(fileOfUnread)
	if keyOf(fileOfUnread) != want {
		t.Fatal("the same file has two keys")
	}
	for _, change := range [][2]string{
		{"stripe-access-token", "github-pat"}, {"threshold = 2", "threshold = 3"}, {"zebra", "horse"}, {`"generic-api-key"`, `"generic-password"`},
		{"own_([a-z]{8})", "own_([a-z]{9})"}, {`"npm-access-token"`, `"github-pat"`}, {`severity = "low"`, `severity = "medium"`}, {"0123456789abcdef", "0123456789abcdee"},
	} {
		if keyOf(strings.Replace(fileOfUnread, change[0], change[1], 1)) == want {
			t.Errorf("%s for %s: the same key", change[1], change[0])
		}
	}
}

// A scanner knows the same of a rule file whether or not the built-in rules are read.
func TestScannerOfUnreadRules(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".sluice.toml")
	if err := os.WriteFile(path, []byte(fileOfUnread), 0o600); err != nil {
		t.Fatal(err)
	}
	var scanners []*Scanner
	for _, load := range []func(string) (*rules.Config, error){rules.Load, rules.LoadUnread} {
		cfg, err := load(path)
		if err != nil {
			t.Fatal(err)
		}
		s, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		scanners = append(scanners, s)
	}
	read, unread := scanners[0], scanners[1]
	if unread.config.Unread() == 0 {
		t.Fatal("the rules are read")
	}
	if !unread.byCommit || !read.byCommit || read.rules != unread.rules {
		t.Errorf("%v, %+v; want %v, %+v", unread.byCommit, unread.rules, read.byCommit, read.rules)
	}
	if a, b := len(unread.providers()), len(read.providers()); a != b {
		t.Errorf("%d providers, want %d", a, b)
	}
}
