// Package randomrepo makes random histories for tests. A test knows everything about
// such a history: which commit has which files, and so what a walk of any source
// must find. The secrets in it are words such as S07.
package randomrepo

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
)

// A Commit is a commit of a history. Its parents come before it in the list.
type Commit struct {
	Parents []int
	Tree    map[string]string // content by path
	ID      oid.ID
}

// A History is a repository on disk and what is known of it.
type History struct {
	gittest.Sandbox
	Commits []Commit
	Head    int
	Tips    []int // commits that a branch names
}

var secretWord = regexp.MustCompile(`S\d\d`)

// SecretsIn returns the secrets in a text, sorted.
func SecretsIn(text string) []source.SecretKey {
	var keys []source.SecretKey
	for _, w := range secretWord.FindAllString(text, -1) {
		var n int
		fmt.Sscanf(w, "S%d", &n)
		keys = append(keys, source.SecretKey(n))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Make writes a random history of n commits with git fast-import. Its graph has
// several roots, octopus and criss-cross merges. Some of its branches stay; commits
// that none of them reaches are unreachable.
func Make(t testing.TB, seed uint64, n int) *History {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	m := &History{Sandbox: gittest.New(t)}
	paths := []string{"a", "b.txt", "dir/a", "dir/b", "dir/sub/c", "other/x", "other/y"}
	var stream bytes.Buffer
	for i := range n {
		c := Commit{Tree: map[string]string{}}
		if i > 0 && r.IntN(12) > 0 {
			for range 1 + max(0, r.IntN(6)-2) {
				p := max(0, i-1-r.IntN(6))
				if !slices.Contains(c.Parents, p) {
					c.Parents = append(c.Parents, p)
				}
			}
			for _, p := range c.Parents { // a merge takes some from each side
				for path, text := range m.Commits[p].Tree {
					if _, ok := c.Tree[path]; !ok || r.IntN(2) == 0 {
						c.Tree[path] = text
					}
				}
			}
		}
		for range 1 + r.IntN(3) {
			path := paths[r.IntN(len(paths))]
			switch r.IntN(4) {
			case 0:
				delete(c.Tree, path)
			case 1:
				c.Tree[path] += fmt.Sprintf("line %d\n", r.IntN(20))
			default:
				c.Tree[path] += fmt.Sprintf("key S%02d\n", r.IntN(12))
			}
		}
		m.Commits = append(m.Commits, c)
		fmt.Fprintf(&stream, "commit refs/heads/t%d\nmark :%d\ncommitter A <a@example.org> %d +0100\ndata 2\nc\n", i, i+1, 1700000000+i*60)
		for k, p := range c.Parents {
			fmt.Fprintf(&stream, "%s :%d\n", map[bool]string{true: "from", false: "merge"}[k == 0], p+1)
		}
		fmt.Fprint(&stream, "deleteall\n")
		for _, path := range slices.Sorted(maps.Keys(c.Tree)) {
			fmt.Fprintf(&stream, "M 100644 inline %s\ndata %d\n%s\n", path, len(c.Tree[path]), c.Tree[path])
		}
		fmt.Fprint(&stream, "\n")
	}
	marks := filepath.Join(m.Dir, "marks")
	m.Pipe(stream.Bytes(), "fast-import", "--quiet", "--export-marks="+marks)
	text, err := os.ReadFile(marks)
	m.Must(err)
	for line := range strings.Lines(string(text)) {
		var mark int
		var digits string
		fmt.Sscanf(line, ":%d %s", &mark, &digits)
		m.Commits[mark-1].ID, err = oid.Parse(digits)
		m.Must(err)
	}
	m.Head = n - 1
	var deleted []string
	for i := range n {
		if i == m.Head || r.IntN(5) == 0 {
			m.Tips = append(m.Tips, i)
		} else {
			deleted = append(deleted, fmt.Sprintf("delete refs/heads/t%d\n", i))
		}
	}
	m.Pipe([]byte(strings.Join(deleted, "")), "update-ref", "--stdin")
	m.Git("symbolic-ref", "HEAD", fmt.Sprintf("refs/heads/t%d", m.Head))
	return m
}

// Reach returns the commits that some commits reach, themselves included.
func (m *History) Reach(from ...int) map[int]bool {
	seen := map[int]bool{}
	for len(from) > 0 {
		c := from[0]
		from = from[1:]
		if !seen[c] {
			seen[c] = true
			from = append(from, m.Commits[c].Parents...)
		}
	}
	return seen
}

// Brought finds by brute force the secrets that commit c brought: those that it has
// at a path and none of its parents has there. They are written as Events does.
func (m *History) Brought(c int) []string {
	var out []string
	for path, text := range m.Commits[c].Tree {
		for _, key := range SecretsIn(text) {
			old := false
			for _, p := range m.Commits[c].Parents {
				old = old || slices.Contains(SecretsIn(m.Commits[p].Tree[path]), key)
			}
			if !old {
				out = append(out, fmt.Sprintf("%s S%02d %s", path, key, m.Commits[c].ID))
			}
		}
	}
	return out
}

// Removals finds by brute force the commits of which each may be named as the one
// that removed a secret that commit c brought.
func (m *History) Removals(c int, path string, key source.SecretKey) map[oid.ID]bool {
	gone := map[oid.ID]bool{}
	inHead := m.Reach(m.Head)
	for i, commit := range m.Commits {
		if i == c || !m.Reach(i)[c] || len(commit.Parents) == 0 || slices.Contains(SecretsIn(commit.Tree[path]), key) {
			continue
		}
		all := true
		for _, p := range commit.Parents {
			all = all && slices.Contains(SecretsIn(m.Commits[p].Tree[path]), key)
		}
		if all && (inHead[i] || !inHead[c]) {
			gone[commit.ID] = true
		}
	}
	return gone
}

// Open opens the repository and its objects.
func (m *History) Open() (*gitrepo.Repo, *objects.Store) {
	m.Helper()
	repo, err := gitrepo.Open(m.Dir, nil)
	m.Must(err)
	store, err := repo.OpenObjects()
	m.Must(err)
	m.Cleanup(func() { store.Close() })
	return repo, store
}

// Walk walks a source and returns the places of the secrets in it.
func Walk(t *testing.T, src source.Source) (map[source.ID][]source.Place, *source.Ledger) {
	t.Helper()
	var mu sync.Mutex
	secrets := map[source.ID][]source.SecretKey{}
	ledger := &source.Ledger{}
	visit := func(_ int, b *source.Blob, _ any) (source.Result, error) {
		keys := SecretsIn(string(b.Data))
		if b.Kind == finding.KindPath {
			keys = SecretsIn(b.Path)
		}
		if len(keys) == 0 {
			return source.Result{}, nil
		}
		mu.Lock()
		defer mu.Unlock()
		secrets[b.ID] = append(secrets[b.ID], keys...)
		slices.Sort(secrets[b.ID])
		secrets[b.ID] = slices.Compact(secrets[b.ID])
		return source.Result{Found: true}, nil
	}
	if err := src.Walk(context.Background(), 3, ledger, visit); err != nil {
		t.Fatal(err)
	}
	places, err := src.Locate(context.Background(), secrets)
	if err != nil {
		t.Fatal(err)
	}
	return places, ledger
}

// Events writes each secret at each place as one line, sorted: path, secret, commit.
func Events(places map[source.ID][]source.Place) []string {
	var out []string
	for _, ps := range places {
		for _, p := range ps {
			for _, key := range p.Secrets {
				out = append(out, fmt.Sprintf("%s S%02d %s", p.Path, key, p.Commit))
			}
		}
	}
	slices.Sort(out)
	return out
}
