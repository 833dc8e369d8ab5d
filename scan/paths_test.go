package scan_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/rules/example"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/history"
	"github.com/sluicesec/sluice/source/staged"
)

// TestPathRules has files that a rule finds by their paths alone in every place
// where a repository can hold one: committed and removed, in a tree that no commit
// has, and in the index. The same content at another path is not found.
func TestPathRules(t *testing.T) {
	dir := t.TempDir()
	key, err := example.Expand("{pem:EC}", 1)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	git(t, dir, nil, "init", "-q", ".")
	git(t, dir, nil, "config", "user.name", "A")
	git(t, dir, nil, "config", "user.email", "a@example.org")
	write("keys/store.p12", "committed")
	write("twin.p12", "committed")
	write("notes.txt", "committed")
	write("vault/any", "in a folder")
	write("ssh/id_key", key)
	git(t, dir, nil, "add", ".")
	git(t, dir, nil, "commit", "-q", "-m", "add")
	git(t, dir, nil, "rm", "-qr", "keys")
	git(t, dir, nil, "commit", "-q", "-m", "remove")
	write("old/other.p12", "in a tree alone")
	write("old/copy", "in a tree alone")
	git(t, dir, nil, "add", ".")
	git(t, dir, nil, "write-tree")
	git(t, dir, nil, "rm", "-qr", "--cached", "old")
	write("new/staged.p12", "in the index alone")
	git(t, dir, nil, "add", "new")

	key1 := rules.Rule{ID: "key", Regex: `-----BEGIN EC PRIVATE KEY-----[^-]+-----END EC PRIVATE KEY-----`, Multiline: true}
	d, err := scan.New(&rules.Config{Rules: []rules.Rule{
		{ID: "p12", Path: `\.p12$`}, {ID: "vault", Path: `(^|/)vault/`}, {ID: "name", Path: `id_key$`}, key1,
	}})
	if err != nil {
		t.Fatal(err)
	}
	repo, store := openRepo(t, dir)
	found := func(src source.Source) (out []string) {
		t.Helper()
		r, err := d.Run(context.Background(), src, scan.Options{Jobs: 2, ShowSecrets: true})
		if err != nil {
			t.Fatal(err)
		}
		if !r.Complete {
			t.Errorf("incomplete: %v", r.Ledger.Errors)
		}
		for _, f := range r.Findings {
			for _, l := range f.Locations {
				out = append(out, fmt.Sprintf("%s: %s %s, removed %v", f.RuleID, l.Kind, l.Path, !l.RemovedCommit.IsZero()))
				if l.Kind == finding.KindPath && f.Secret != l.Path {
					t.Errorf("%s is found at %s", f.Secret, l.Path)
				}
			}
		}
		slices.Sort(out)
		return out
	}
	want := []string{
		"key: blob ssh/id_key, removed false",
		"name: path ssh/id_key, removed false",
		"p12: path keys/store.p12, removed true",
		"p12: path new/staged.p12, removed false",
		"p12: path old/other.p12, removed false",
		"p12: path twin.p12, removed false",
		"vault: path vault/any, removed false",
	}
	if got := found(history.New(repo, store, history.Options{})); !slices.Equal(got, want) {
		t.Errorf("found\n%v\nwant\n%v", got, want)
	}
	write("ssh/id_key", key+"\n")
	git(t, dir, nil, "add", "ssh")
	want = []string{"p12: path new/staged.p12, removed false"} // the edited file was there before
	if got := found(staged.New(repo, store)); !slices.Equal(got, want) {
		t.Errorf("staged: found\n%v\nwant\n%v", got, want)
	}
}
