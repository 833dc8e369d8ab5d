package commits

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/internal/randomrepo"
)

// TestWhereItStillIs compares what the places of a range say about HEAD and about
// removals with what brute force says, whether the range ends at HEAD or elsewhere.
func TestWhereItStillIs(t *testing.T) {
	inHead, removed := 0, 0
	for seed := range gittest.Size(4, 12) {
		m := randomrepo.Make(t, uint64(seed), 40)
		repo, store := m.Open()
		for _, span := range [][]int{{0, m.Head}, {20, m.Head}, {5, 30}, {0, 12, 25, m.Head}, {0, 20, 33}} {
			base, tips := span[0], span[1:]
			var include []oid.ID
			for _, tip := range tips {
				include = append(include, m.Commits[tip].ID)
			}
			places, ledger := randomrepo.Walk(t, New("test", repo, store, include, []oid.ID{m.Commits[base].ID}))
			if !ledger.Complete() || len(ledger.Notes()) > 0 {
				t.Fatalf("seed %d: %v %v", seed, ledger.Errors(), ledger.Notes())
			}
			listed := m.Reach(tips...)
			for c := range m.Reach(base) {
				delete(listed, c)
			}
			for _, list := range places {
				for _, p := range list {
					c := slices.IndexFunc(m.Commits, func(c randomrepo.Commit) bool { return c.ID == p.Commit })
					for _, key := range p.Secrets {
						where := fmt.Sprintf("seed %d, %v: S%02d in %s of commit %d", seed, span, key, p.Path, c)
						held := slices.Contains(randomrepo.SecretsIn(m.Commits[m.Head].Tree[p.Path]), key)
						if p.InHead != held {
							t.Errorf("%s: in HEAD is %v", where, p.InHead)
						}
						for _, tip := range tips {
							held = held || slices.Contains(randomrepo.SecretsIn(m.Commits[tip].Tree[p.Path]), key)
						}
						want := map[oid.ID]bool{}
						if !held {
							want = removals(m, listed, c, p.Path, key)
						}
						if p.RemovedCommit.IsZero() != (len(want) == 0) || !p.RemovedCommit.IsZero() && !want[p.RemovedCommit] {
							t.Errorf("%s: removed by %s, want one of %v", where, p.RemovedCommit, want)
						}
						if (p.RemovedDate == "") != p.RemovedCommit.IsZero() {
							t.Errorf("%s: removed %q", where, p.RemovedDate)
						}
						inHead += btoi(p.InHead)
						removed += btoi(len(want) > 0)
					}
				}
			}
		}
	}
	if inHead == 0 || removed == 0 {
		t.Errorf("the repositories show nothing: %d in HEAD, %d removed", inHead, removed)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// removals finds by brute force the listed commits that removed a secret which
// commit c brought.
func removals(m *randomrepo.History, listed map[int]bool, c int, path string, key source.SecretKey) map[oid.ID]bool {
	gone := map[oid.ID]bool{}
	for i := range listed {
		commit := m.Commits[i]
		if i == c || !m.Reach(i)[c] || len(commit.Parents) == 0 || slices.Contains(randomrepo.SecretsIn(commit.Tree[path]), key) {
			continue
		}
		if !slices.ContainsFunc(commit.Parents, func(p int) bool {
			return !slices.Contains(randomrepo.SecretsIn(m.Commits[p].Tree[path]), key)
		}) {
			gone[commit.ID] = true
		}
	}
	return gone
}

// A message is in HEAD if HEAD reaches its commit; a path is in HEAD if HEAD has a
// file there, whatever it holds.
func TestMessageAndPathInHead(t *testing.T) {
	for _, test := range []struct {
		name   string
		head   string // what is checked out while main is scanned
		inHead bool
	}{{"the end", "main", true}, {"behind the end", "later", true}, {"elsewhere", "side", false}, {"the base", "base", false}} {
		t.Run(test.name, func(t *testing.T) {
			s := gittest.New(t)
			s.Commit("a", "one\n")
			s.Git("branch", "base")
			s.Git("checkout", "-q", "-b", "side")
			s.Commit("other", "two\n")
			s.Git("checkout", "-q", "main")
			s.Write("S01", "no secret in it\n")
			s.Git("add", ".")
			s.Git("commit", "-q", "-m", "says S02")
			s.Git("checkout", "-q", "-b", "later")
			s.Commit("S01", "still none\n")
			s.Git("checkout", "-q", test.head)
			repo, store := (&randomrepo.History{Sandbox: s}).Open()
			id := func(rev string) oid.ID {
				id, err := oid.Parse(s.Git("rev-parse", rev))
				s.Must(err)
				return id
			}
			src := New("test", repo, store, []oid.ID{id("main")}, []oid.ID{id("base")})
			src.WantPaths(func(name []byte) bool { return strings.HasPrefix(string(name), "S") }, 0)
			places, _ := randomrepo.Walk(t, src)
			kinds := map[finding.Kind]int{}
			for _, list := range places {
				for _, p := range list {
					kinds[p.Kind]++
					if p.InHead != test.inHead {
						t.Errorf("%s %q: in HEAD is %v", p.Kind, p.Path, p.InHead)
					}
				}
			}
			if kinds[finding.KindBlob] != 1 || kinds[finding.KindCommitMessage] != 1 {
				t.Errorf("places: %v", kinds)
			}
		})
	}
}
