package scan_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/folder"
	"github.com/sluicesec/sluice/source/history"
)

// nested makes a tree that names a blob at 10^10 paths, with eleven objects.
func nested(repo gittest.Sandbox, blob, more string) (tree string) {
	leaf := more
	for i := range 10 {
		leaf += fmt.Sprintf("100644 blob %s\tf%d\n", blob, i)
	}
	tree = strings.TrimSpace(string(repo.Pipe([]byte(leaf), "mktree")))
	for range 9 {
		var level strings.Builder
		for i := range 10 {
			fmt.Fprintf(&level, "040000 tree %s\td%d\n", tree, i)
		}
		tree = strings.TrimSpace(string(repo.Pipe([]byte(level.String()), "mktree")))
	}
	return tree
}

// TestTreesWithBillionsOfPaths: a secret in them is found, its places are bounded,
// and the report says so. The report of a range, which needs every path, is not
// complete.
func TestTreesWithBillionsOfPaths(t *testing.T) {
	repo := gittest.New(t)
	base := repo.Commit("readme", "nothing")
	blob := strings.TrimSpace(string(repo.Pipe([]byte(token(t, 1)+"\n"), "hash-object", "-w", "--stdin")))
	other := strings.TrimSpace(string(repo.Pipe([]byte("nothing else\n"), "hash-object", "-w", "--stdin")))
	first := repo.Git("commit-tree", nested(repo, blob, ""), "-p", base, "-m", "first")
	second := repo.Git("commit-tree", nested(repo, blob, "100644 blob "+other+"\tg\n"), "-p", first, "-m", "second")
	third := repo.Git("commit-tree", nested(repo, other, ""), "-p", second, "-m", "third")
	repo.Git("update-ref", "refs/heads/main", third)
	nested(repo, blob, "100644 blob "+other+"\th\n") // and one that no commit holds

	var before string
	for _, jobs := range []int{1, 2, 3} {
		r := scanHistory(t, repo.Dir, jobs, history.Options{})
		if !r.Complete || len(r.Findings) != 1 || len(r.Findings[0].Locations) != 1000 || len(r.Ledger.Notes) != 1 {
			t.Fatalf("%d goroutines: complete %v, %d findings, notes %q, errors %q", jobs, r.Complete, len(r.Findings), r.Ledger.Notes, r.Ledger.Errors)
		}
		for _, l := range r.Findings[0].Locations {
			if l.Commit.String() != first || l.RemovedCommit.String() != third || l.InHead {
				t.Fatalf("%s: brought by %s, removed by %s", l.Path, l.Commit, l.RemovedCommit)
			}
		}
		if text := encode(t, r); before == "" {
			before = text
		} else if text != before {
			t.Errorf("%d goroutines: another report", jobs)
		}
	}

	gitRepo, store := openRepo(t, repo.Dir)
	id := func(s string) oid.ID {
		id, err := oid.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	src := commits.New("range", gitRepo, store, []oid.ID{id(third)}, []oid.ID{id(base)})
	if r := run(t, src, scan.Options{}); r.Complete || len(r.Ledger.Errors) == 0 {
		t.Error("a range with too many paths counts as complete")
	}
}

// TestOneSecretInManyFiles: the first places in the order of the report are listed,
// and all are counted.
func TestOneSecretInManyFiles(t *testing.T) {
	dir := t.TempDir()
	for i := range 2500 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%04d", i)), []byte(token(t, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := run(t, &folder.Folders{Paths: []string{dir}}, scan.Options{Jobs: 3})
	if len(r.Findings) != 1 || r.Findings[0].LocationCount != 2500 || len(r.Findings[0].Locations) != 1000 || len(r.Ledger.Notes) != 1 {
		t.Fatalf("%d findings, notes %q", len(r.Findings), r.Ledger.Notes)
	}
	for i, l := range r.Findings[0].Locations {
		if filepath.Base(l.Path) != fmt.Sprintf("%04d", i) {
			t.Fatalf("place %d is %s", i, l.Path)
		}
	}
}

// TestSeverityBeyondTheBounds: a deployed file keeps the severity of a secret, also
// where it comes after all places that are listed, and where a source does not return
// its place.
func TestSeverityBeyondTheBounds(t *testing.T) {
	for _, last := range []string{"tests/z", "z.env"} {
		dir := t.TempDir()
		files := map[string]string{last: token(t, 3)}
		for i := range 1200 {
			files[fmt.Sprintf("tests/%04d", i)] = token(t, 3)
		}
		for name, text := range files {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		git(t, dir, nil, "init", "-q", ".")
		git(t, dir, nil, "add", ".")
		git(t, dir, nil, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "all")

		folder := run(t, &folder.Folders{Paths: []string{dir}}, scan.Options{}).Findings[0]
		if kept := folder.SeverityNote == ""; kept != (last == "z.env") {
			t.Errorf("folder with %s: %s, %q", last, folder.Severity, folder.SeverityNote)
		}
		whole := scanHistory(t, dir, 1, history.Options{}).Findings[0]
		if whole.SeverityNote != "" || len(whole.Locations) != 1000 {
			t.Errorf("history with %s, of which not all places are known: %s, %q", last, whole.Severity, whole.SeverityNote)
		}
	}
}
