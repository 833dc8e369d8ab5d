package history_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/history"
)

// besideWalk walks a repository in which every text of a kind that holds "key" is a
// secret. It returns where those are, and how often each text was visited.
func besideWalk(s gittest.Sandbox, jobs int, o history.Options, kinds ...finding.Kind) (places []string, visits map[source.ID]int, ledger *source.Ledger) {
	s.Helper()
	repo, err := gitrepo.Open(s.Dir, nil)
	s.Must(err)
	store, err := repo.OpenObjects()
	s.Must(err)
	defer store.Close()
	h := history.New(repo, store, o)
	ledger, visits = &source.Ledger{}, map[source.ID]int{}
	secrets := map[source.ID][]source.SecretKey{}
	var mu sync.Mutex
	s.Must(h.Walk(context.Background(), jobs, ledger, func(_ int, b *source.Blob, _ any) (source.Result, error) {
		if !slices.Contains(kinds, b.Kind) {
			return source.Result{}, nil
		}
		mu.Lock()
		defer mu.Unlock()
		visits[b.ID]++
		found := strings.Contains(string(b.Data), "key")
		if found {
			secrets[b.ID] = []source.SecretKey{1}
		}
		return source.Result{Found: found}, nil
	}))
	located, err := h.Locate(context.Background(), secrets)
	s.Must(err)
	for id := range secrets {
		for _, p := range located[id] {
			commit := ""
			if !p.Commit.IsZero() {
				commit = s.Git("log", "-1", "--format=%s", p.Commit.String())
			}
			places = append(places, fmt.Sprintf("%s %s %q %v %v", p.Kind, p.Path+p.Ref, commit, p.InHead, p.Reachable))
		}
	}
	slices.Sort(places)
	return places, visits, ledger
}

// textsOf returns the texts of some kinds.
func textsOf(s gittest.Sandbox, kinds ...finding.Kind) (texts []string) {
	s.Helper()
	repo, err := gitrepo.Open(s.Dir, nil)
	s.Must(err)
	store, err := repo.OpenObjects()
	s.Must(err)
	defer store.Close()
	s.Must(history.New(repo, store, history.Options{}).Walk(context.Background(), 1, &source.Ledger{}, func(_ int, b *source.Blob, _ any) (source.Result, error) {
		if slices.Contains(kinds, b.Kind) {
			texts = append(texts, string(b.Data))
		}
		return source.Result{}, nil
	}))
	return texts
}

func names(s gittest.Sandbox, jobs int, o history.Options) ([]string, map[source.ID]int, *source.Ledger) {
	return besideWalk(s, jobs, o, finding.KindPath, finding.KindRefName)
}

// namedRepo has a key in every place where a repository has a name.
func namedRepo(t *testing.T, args ...string) gittest.Sandbox {
	s := gittest.New(t, args...)
	s.Commit("dir/key/a", "1\n")
	s.Commit("dir/key.txt", "1\n")
	s.Git("rm", "-q", "dir/key.txt")
	s.Git("commit", "-q", "-m", "remove it")
	s.Commit("dir/key/b", "2\n")
	s.Git("branch", "the-key")
	s.Git("tag", "light-key")
	s.Git("tag", "-a", "-m", "m", "tag-key")
	s.Git("update-ref", "refs/remotes/origin/key", "HEAD")
	s.Git("notes", "--ref=key", "add", "-m", "n")
	s.Commit("gone-key", "3\n")
	s.Git("reset", "-q", "--hard", "HEAD~1")
	s.Git("update-ref", "-d", "ORIG_HEAD")
	s.Git("reflog", "expire", "--expire=now", "--all")
	s.Write("new/key-dir/f", "4\n")
	s.Git("add", "-A")
	s.Git("update-index", "--add", "--cacheinfo", "160000,"+s.Git("rev-parse", "HEAD")+",staged-module-key")
	return s
}

// Every name is visited once, and is where the first commit put it.
func TestNames(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		s := namedRepo(t, "--object-format="+format)
		want := []string{
			`path dir/key "change dir/key/a" true true`,
			`path dir/key.txt "change dir/key.txt" false true`,
			`path gone-key "change gone-key" false false`,
			`path new/key-dir "" false true`,
			`path staged-module-key "" false true`,
			`ref-name refs/heads/the-key "" false true`,
			`ref-name refs/notes/key "" false true`,
			`ref-name refs/remotes/origin/key "" false true`,
			`ref-name refs/tags/light-key "" false true`,
			`ref-name refs/tags/tag-key "" false true`,
		}
		check := func(when string, s gittest.Sandbox, jobs int) {
			got, visits, ledger := names(s, jobs, history.Options{})
			if !slices.Equal(got, want) {
				t.Errorf("%s, %s: %s\nwant %s", format, when, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			if n := ledger.Counts().Names; n != len(visits) {
				t.Errorf("%s, %s: %d names are counted, and %d visited", format, when, n, len(visits))
			}
			for id, n := range visits {
				if n > jobs {
					t.Errorf("%s, %s: %v is visited %d times", format, when, id, n)
				}
			}
		}
		check("loose", s, 1)
		s.Git("pack-refs", "--all")
		s.Git("repack", "-q", "-d") // without what no ref leads to, which stays loose
		check("packed", s, 3)
		got, _, _ := names(s, 2, history.Options{ReachableOnly: true})
		if slices.ContainsFunc(got, func(p string) bool { return strings.Contains(p, "gone-key") }) {
			t.Errorf("%s: what no ref leads to is there: %q", format, got)
		}
	}
}
