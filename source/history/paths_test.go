package history

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/internal/randomrepo"
)

// pathRun walks a source whose secrets are the paths with a wanted name. It
// returns every path with its blob, and every path with a commit that brought it.
func pathRun(t *testing.T, src interface {
	source.Source
	source.PathWanter
}) (visited, brought []string) {
	t.Helper()
	src.WantPaths(func(name []byte) bool { return wantedName(string(name)) }, 0)
	var mu sync.Mutex
	var paths []string
	secrets := map[source.ID][]source.SecretKey{}
	visit := func(_ int, b *source.Blob, _ any) (source.Result, error) {
		if b.Kind != finding.KindPath || b.Data != nil {
			return source.Result{}, nil
		}
		mu.Lock()
		defer mu.Unlock()
		visited = append(visited, b.Path+" "+b.ID.String())
		key := slices.Index(paths, b.Path)
		if key < 0 {
			key = len(paths)
			paths = append(paths, b.Path)
		}
		secrets[b.ID] = append(secrets[b.ID], source.SecretKey(key))
		return source.Result{Found: true}, nil
	}
	if err := src.Walk(context.Background(), 3, &source.Ledger{}, visit); err != nil {
		t.Fatal(err)
	}
	places, err := src.Locate(context.Background(), secrets)
	if err != nil {
		t.Fatal(err)
	}
	for _, ps := range places {
		for _, p := range ps {
			for _, key := range p.Secrets {
				if paths[key] == p.Path { // elsewhere the content is no secret
					brought = append(brought, p.Path+" "+p.Commit.String())
				}
			}
		}
	}
	slices.Sort(visited)
	slices.Sort(brought)
	return visited, brought
}

func wantedName(name string) bool { return name == "b" || name == "c" || name == "x" }

// TestPaths compares the paths of a random history, and of ranges of it, with
// what brute force says of them.
func TestPaths(t *testing.T) {
	for seed := range gittest.Size(2, 5) {
		m := randomrepo.Make(t, uint64(seed), 40)
		repo, store := m.Open()
		number := map[string]int{}
		all := map[string]bool{}
		var want []string
		for i, c := range m.Commits {
			number[c.ID.String()] = i
			for p, text := range c.Tree {
				if !wantedName(path.Base(p)) {
					continue
				}
				all[p+" "+store.Hash(objects.Blob, []byte(text)).String()] = true
				if !slices.ContainsFunc(c.Parents, func(parent int) bool { _, ok := m.Commits[parent].Tree[p]; return ok }) {
					want = append(want, p+" "+c.ID.String())
				}
			}
		}
		slices.Sort(want)
		visited, brought := pathRun(t, New(repo, store, Options{}))
		if !slices.Equal(visited, slices.Sorted(maps.Keys(all))) {
			t.Fatalf("seed %d: visited\n%v\nwant\n%v", seed, visited, slices.Sorted(maps.Keys(all)))
		}
		if !slices.Equal(brought, want) {
			t.Fatalf("seed %d:\ngot  %v\nwant %v", seed, brought, want)
		}

		for _, base := range []int{10, 30} {
			in, out := m.Reach(m.Head), m.Reach(base)
			some := slices.DeleteFunc(slices.Clone(want), func(event string) bool {
				_, commit, _ := strings.Cut(event, " ")
				return !in[number[commit]] || out[number[commit]]
			})
			include, exclude := m.Commits[m.Head].ID, m.Commits[base].ID
			_, brought := pathRun(t, commits.New(fmt.Sprint(base), repo, store, []oid.ID{include}, []oid.ID{exclude}))
			if !slices.Equal(brought, some) {
				t.Fatalf("seed %d from %d:\ngot  %v\nwant %v", seed, base, brought, some)
			}
		}
	}
}
