package history

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/gitrepo"
	"github.com/sluicesec/sluice/source/objects"
)

// A random history, of which the test knows everything: which commit has which
// files, and so what any walk of it must say. Its secrets are words such as S07.

type tree map[string]string // content by path

type madeCommit struct {
	parents []int
	tree    tree
	id      string
}

type made struct {
	dir     string
	commits []madeCommit
	head    int
	tips    []int // commits that a branch names
}

var secretWord = regexp.MustCompile(`S\d\d`)

func secretsIn(text string) []source.SecretKey {
	var keys []source.SecretKey
	for _, w := range secretWord.FindAllString(text, -1) {
		var n int
		fmt.Sscanf(w, "S%d", &n)
		keys = append(keys, source.SecretKey(n))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// makeHistory writes a random history with git fast-import. Its graph has
// several roots, octopus and criss-cross merges.
func makeHistory(t *testing.T, seed uint64, n int) *made {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	m := &made{dir: t.TempDir()}
	git(t, m.dir, nil, "init", "-q", "-b", "main", ".")
	paths := []string{"a", "b.txt", "dir/a", "dir/b", "dir/sub/c", "other/x", "other/y"}
	var stream bytes.Buffer
	for i := range n {
		c := madeCommit{tree: tree{}}
		if i > 0 && r.IntN(12) > 0 {
			for range 1 + max(0, r.IntN(6)-2) {
				p := max(0, i-1-r.IntN(6))
				if !slices.Contains(c.parents, p) {
					c.parents = append(c.parents, p)
				}
			}
			for _, p := range c.parents { // a merge takes some from each side
				for path, text := range m.commits[p].tree {
					if _, ok := c.tree[path]; !ok || r.IntN(2) == 0 {
						c.tree[path] = text
					}
				}
			}
		}
		for range 1 + r.IntN(3) {
			path := paths[r.IntN(len(paths))]
			switch r.IntN(4) {
			case 0:
				delete(c.tree, path)
			case 1:
				c.tree[path] += fmt.Sprintf("line %d\n", r.IntN(20))
			default:
				c.tree[path] += fmt.Sprintf("key S%02d\n", r.IntN(12))
			}
		}
		m.commits = append(m.commits, c)
		fmt.Fprintf(&stream, "commit refs/heads/t%d\nmark :%d\ncommitter A <a@example.org> %d +0100\ndata 2\nc\n", i, i+1, 1700000000+i*60)
		for k, p := range c.parents {
			fmt.Fprintf(&stream, "%s :%d\n", map[bool]string{true: "from", false: "merge"}[k == 0], p+1)
		}
		fmt.Fprint(&stream, "deleteall\n")
		for _, path := range slices.Sorted(maps.Keys(c.tree)) {
			fmt.Fprintf(&stream, "M 100644 inline %s\ndata %d\n%s\n", path, len(c.tree[path]), c.tree[path])
		}
		fmt.Fprint(&stream, "\n")
	}
	marks := filepath.Join(m.dir, "marks")
	git(t, m.dir, stream.Bytes(), "fast-import", "--quiet", "--export-marks="+marks)
	text, err := os.ReadFile(marks)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var mark int
		var id string
		fmt.Sscanf(line, ":%d %s", &mark, &id)
		m.commits[mark-1].id = id
	}
	// A few branches stay; what they do not lead to is unreachable.
	m.head = n - 1
	for i := range n {
		if i == m.head || r.IntN(5) == 0 {
			m.tips = append(m.tips, i)
		} else {
			git(t, m.dir, nil, "update-ref", "-d", fmt.Sprintf("refs/heads/t%d", i))
		}
	}
	git(t, m.dir, nil, "symbolic-ref", "HEAD", fmt.Sprintf("refs/heads/t%d", m.head))
	return m
}

func git(t *testing.T, dir string, stdin []byte, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Stdin = bytes.NewReader(stdin)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func (m *made) reach(from ...int) map[int]bool {
	seen := map[int]bool{}
	for len(from) > 0 {
		c := from[0]
		from = from[1:]
		if !seen[c] {
			seen[c] = true
			from = append(from, m.commits[c].parents...)
		}
	}
	return seen
}

// brought says by brute force what commit c brought.
func (m *made) brought(c int) []string {
	var out []string
	for path, text := range m.commits[c].tree {
		for _, key := range secretsIn(text) {
			old := false
			for _, p := range m.commits[c].parents {
				old = old || slices.Contains(secretsIn(m.commits[p].tree[path]), key)
			}
			if !old {
				out = append(out, fmt.Sprintf("%s S%02d %s", path, key, m.commits[c].id))
			}
		}
	}
	return out
}

// removal says by brute force which commits may be named as the one that
// removed a secret that commit c brought.
func (m *made) removals(c int, path string, key source.SecretKey) map[string]bool {
	gone := map[string]bool{}
	inHead := m.reach(m.head)
	for i, commit := range m.commits {
		if i == c || !m.reach(i)[c] || len(commit.parents) == 0 || slices.Contains(secretsIn(commit.tree[path]), key) {
			continue
		}
		all := true
		for _, p := range commit.parents {
			all = all && slices.Contains(secretsIn(m.commits[p].tree[path]), key)
		}
		if all && (inHead[i] || !inHead[c]) {
			gone[commit.id] = true
		}
	}
	return gone
}

func (m *made) open(t *testing.T) (*gitrepo.Repo, *objects.Store) {
	t.Helper()
	repo, err := gitrepo.Open(m.dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	store, err := objects.Open(repo.GitDir, objects.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return repo, store
}

// run walks a source and locates what it finds.
func run(t *testing.T, src source.Source) (map[string][]source.Place, *source.Ledger) {
	t.Helper()
	var mu sync.Mutex
	secrets := map[string][]source.SecretKey{}
	ledger := &source.Ledger{}
	visit := func(_ int, b *source.Blob, _ any) (source.Result, error) {
		keys := secretsIn(string(b.Data))
		if len(keys) == 0 {
			return source.Result{}, nil
		}
		mu.Lock()
		defer mu.Unlock()
		secrets[b.ID] = keys
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

func events(places map[string][]source.Place) []string {
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
