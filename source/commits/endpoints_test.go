package commits

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/randomrepo"
)

// rangeOf walks a range of the sandbox's repository and returns what it
// visited, as "kind text", sorted.
func rangeOf(s gittest.Sandbox, include, exclude []string) (seen []string, ledger *source.Ledger) {
	s.Helper()
	repo, err := gitrepo.Open(s.Dir, nil)
	s.Must(err)
	store, err := repo.OpenObjects()
	s.Must(err)
	defer store.Close()
	ids := func(names []string) (ids []oid.ID) {
		for _, name := range names {
			id, err := oid.Parse(name)
			s.Must(err)
			ids = append(ids, id)
		}
		return ids
	}
	ledger = &source.Ledger{}
	var mu sync.Mutex
	r := New("test", repo, store, ids(include), ids(exclude))
	s.Must(r.Walk(context.Background(), 2, ledger, func(_ int, b *source.Blob, _ any) (source.Result, error) {
		mu.Lock()
		defer mu.Unlock()
		if b.Kind != finding.KindCommitHeader && b.Kind != finding.KindTagHeader { // they hold times
			seen = append(seen, string(b.Kind)+" "+string(b.Data))
		}
		return source.Result{}, nil
	}))
	slices.Sort(seen)
	return seen, ledger
}

// A range may begin with objects of any type.
func TestRangeEnds(t *testing.T) {
	s := gittest.New(t)
	base := s.Commit("old", "old\n")
	head := s.Commit("dir/new", "new\n")
	s.Git("tag", "-a", "-m", "inner message", "inner")
	s.Git("tag", "-a", "-m", "outer message", "outer", "inner")
	s.Git("tag", "-a", "-m", "tree message", "tree", "HEAD^{tree}")
	s.Write("loose", "loose\n")
	blob := s.Git("hash-object", "-w", "loose")
	id := func(rev string) string { return s.Git("rev-parse", rev) }
	commit := []string{"blob new\n", "commit-message change dir/new\n", "path dir", "path new"}
	inner := append(slices.Clone(commit), "tag-message inner message\n")
	for name, c := range map[string]struct{ include, exclude, want []string }{
		"commit":              {[]string{head}, []string{base}, commit},
		"tag":                 {[]string{id("inner")}, []string{base}, inner},
		"tag of a tag":        {[]string{id("outer")}, []string{base}, append(slices.Clone(inner), "tag-message outer message\n")},
		"tag twice":           {[]string{id("inner"), id("inner"), head}, []string{base}, inner},
		"tag of a tree":       {[]string{id("tree")}, []string{base}, []string{"blob new\n", "blob old\n", "path dir", "path new", "path old", "tag-message tree message\n"}},
		"tree":                {[]string{id("HEAD^{tree}")}, nil, []string{"blob new\n", "blob old\n", "path dir", "path new", "path old"}},
		"blob":                {[]string{blob}, []string{base}, []string{"blob loose\n"}},
		"tag of what is old":  {[]string{id("inner")}, []string{head}, []string{"tag-message inner message\n"}},
		"tag that is old":     {[]string{id("inner")}, []string{id("inner")}, nil},
		"tag around an old":   {[]string{id("outer")}, []string{id("inner")}, []string{"tag-message outer message\n"}},
		"commit of an old":    {[]string{head}, []string{id("outer")}, nil},
		"nothing":             {nil, []string{head}, nil},
		"excluded is unknown": {[]string{head}, []string{base, "0123456789012345678901234567890123456789"}, commit},
	} {
		got, ledger := rangeOf(s, c.include, c.exclude)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: visited %q, want %q", name, got, c.want)
		}
		if !ledger.Complete() {
			t.Errorf("%s: incomplete: %v", name, ledger.Errors())
		}
	}
	if _, ledger := rangeOf(s, []string{"0123456789012345678901234567890123456789"}, nil); ledger.Complete() {
		t.Error("a range that begins with what is not there counts as complete")
	}
}

// A range that is no longer wanted endpoints, also while it looks for its commits.
func TestRangeStops(t *testing.T) {
	m := randomrepo.Make(t, 1, 20)
	repo, store := m.Open()
	head := m.Commits[m.Head].ID
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := New("test", repo, store, []oid.ID{head}, nil).Walk(ctx, 2, &source.Ledger{}, func(int, *source.Blob, any) (source.Result, error) {
		t.Error("visited")
		return source.Result{}, nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
