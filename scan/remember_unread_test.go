package scan

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/sluicesec/sluice/rules"
)

// What a scan remembers counts whether or not its rules were read one by one.
func TestKeyOfUnreadRules(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".sluice.toml")
	const file = `
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
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
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
	if read.key(Options{}) != unread.key(Options{}) {
		t.Error("the keys differ")
	}
	if !unread.byCommit || !read.byCommit || read.rules != unread.rules {
		t.Errorf("%v, %+v; want %v, %+v", unread.byCommit, unread.rules, read.byCommit, read.rules)
	}
	if a, b := len(unread.providers()), len(read.providers()); a != b {
		t.Errorf("%d providers, want %d", a, b)
	}
}
