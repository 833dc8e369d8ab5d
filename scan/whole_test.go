package scan_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/folder"
	"github.com/sluicesec/sluice/source/history"
	"github.com/sluicesec/sluice/source/staged"
)

// wholeRules has rules for whole files, whose secrets other rules see as well: one
// in any file, one in the same file.
func wholeRules(t *testing.T) *scan.Scanner {
	t.Helper()
	s, err := scan.New(&rules.Config{Rules: []rules.Rule{
		{ID: "key", Path: `(^|/)k\.key$`, WholeFile: true, Regex: `\A([a-f0-9]{8})\s*\z`, MinDigits: 1},
		{ID: "list", Path: `(^|/)l(ist)?$`, WholeFile: true, Regex: `(?m)^([a-f0-9_]{8,})$`},
		{ID: "odd", Path: `l$`, WholeFile: true, Regex: `\A(\S+)`, Parts: []rules.Part{{ID: "tok"}}},
		{ID: "tok", Regex: `tok_([a-f0-9]{4,})`, Specificity: 5},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// foundIn lists what a scan finds, as "rule secret path", and with commits also the
// commit that brought it.
func foundIn(t *testing.T, s *scan.Scanner, src source.Source, dir string, o scan.Options, withCommits bool) []string {
	t.Helper()
	o.ShowSecrets = true
	r, err := s.Run(context.Background(), src, o)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Complete {
		t.Fatalf("incomplete: %v", r.Ledger.Errors)
	}
	var all []string
	for _, f := range r.Findings {
		for _, l := range f.Locations {
			line := fmt.Sprintf("%s %s %s also %v line %d parts %d", f.RuleID, f.Secret, strings.TrimPrefix(l.Path, dir+"/"), f.AlsoRules, l.StartLine, len(l.Parts))
			if withCommits {
				line = fmt.Sprint(l.Commit, " ", line)
			}
			all = append(all, line)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestWholeFiles has files that say by their paths what they hold, with contents
// that move between them and other files. A history finds in them what scans of all
// its commits' files find, however it is read; a range finds what its commits
// brought, and the index what is staged.
func TestWholeFiles(t *testing.T) {
	s := wholeRules(t)
	for seed := range gittest.Size(2, 8) {
		rng := rand.New(rand.NewPCG(uint64(seed), 5))
		git := gittest.New(t)
		paths := []string{"k.key", "config/k.key", "l", "deep/er/list", "notes.txt", "other/k.keys", "deep/er/l"}
		contents := []string{
			"0123abcd", "0123abcd\n", "abcdabcd\n", "0123abcd\n99999999\n", "tok_4444\n", "tok_0123abcd\n88888888\n", "", "no secret\n",
			"7777aaaa\ntok_77\n" + strings.Repeat("filler\n", 40), "7777aaaa\ntok_7777\n" + strings.Repeat("filler\n", 41),
			"9876fedc" + strings.Repeat("\n", rules.MaxWholeFile-8), "8765fedc" + strings.Repeat("\n", rules.MaxWholeFile-7),
		}
		var ids []string
		want := map[string]bool{}
		for i := range 20 {
			if i > 3 && rng.IntN(4) == 0 {
				git.Git("checkout", "-q", "-b", fmt.Sprint("side", i), ids[rng.IntN(len(ids))])
			}
			if i > 3 && rng.IntN(4) == 0 {
				git.Git("merge", "-q", "-s", "ours", "--no-edit", ids[rng.IntN(len(ids))])
			}
			for range 2 + rng.IntN(4) {
				p := paths[rng.IntN(len(paths))]
				if rng.IntN(4) == 0 {
					git.Must(os.RemoveAll(filepath.Join(git.Dir, p)))
				} else {
					git.Write(p, contents[rng.IntN(len(contents))])
				}
			}
			git.Git("add", "-A")
			git.Git("commit", "-q", "--allow-empty", "-m", fmt.Sprint("c", i))
			ids = append(ids, git.Git("rev-parse", "HEAD"))
			for _, line := range foundIn(t, s, &folder.Folders{Paths: []string{git.Dir}}, git.Dir, scan.Options{}, false) {
				want[withoutRivals(line)] = true
			}
			if i == 8 {
				git.Git("gc", "-q")
			}
		}
		repo, store := openRepo(t, git.Dir)
		var first []string
		for jobs := 1; jobs <= 3; jobs += 2 {
			for _, noDelta := range []bool{false, true} {
				o := history.Options{NoDelta: noDelta}
				got := foundIn(t, s, history.New(repo, store, o), "", scan.Options{Jobs: jobs}, true)
				if first == nil {
					first = got
				}
				if !slices.Equal(got, first) {
					t.Fatalf("seed %d, %d jobs, no delta %v: got\n%s\nand before\n%s", seed, jobs, noDelta, strings.Join(got, "\n"), strings.Join(first, "\n"))
				}
			}
		}
		union := map[string]bool{}
		for _, line := range first {
			_, line, _ = strings.Cut(line, " ")
			union[withoutRivals(line)] = true
		}
		for line := range want {
			if !union[line] {
				t.Errorf("seed %d: the history lacks %s", seed, line)
			}
		}
		for line := range union {
			if !want[line] {
				t.Errorf("seed %d: only the history has %s", seed, line)
			}
		}

		head, base := git.Git("rev-parse", "HEAD"), ids[5]
		id := func(text string) oid.ID {
			id, err := oid.Parse(text)
			git.Must(err)
			return id
		}
		inRange := strings.Fields(git.Git("rev-list", base+".."+head))
		brought := slices.DeleteFunc(slices.Clone(first), func(line string) bool {
			commit, _, _ := strings.Cut(line, " ")
			return !slices.Contains(inRange, commit)
		})
		got := foundIn(t, s, commits.New("range", repo, store, []oid.ID{id(head)}, []oid.ID{id(base)}), "", scan.Options{Jobs: 2}, true)
		if g, w := mapped(got), mapped(brought); !slices.Equal(g, w) {
			t.Errorf("seed %d: the range finds\n%s\nwant\n%s", seed, strings.Join(g, "\n"), strings.Join(w, "\n"))
		}

		dirs := foundIn(t, s, &folder.Folders{Paths: []string{git.Dir}}, git.Dir, scan.Options{}, false)
		if got := foundIn(t, s, staged.NewOnto(repo, store, nil), "", scan.Options{Jobs: 2}, false); !slices.Equal(got, dirs) {
			t.Errorf("seed %d: staged:\n%s\nwant\n%s", seed, strings.Join(got, "\n"), strings.Join(dirs, "\n"))
		}
	}
}

// withoutRivals cuts off the line of a secret, which may differ from commit to commit,
// and the other rules that saw it: they are listed for all of its places together.
func withoutRivals(line string) string {
	before, _, _ := strings.Cut(line, " also ")
	return before
}

func mapped(lines []string) []string {
	out := make([]string, len(lines))
	for i := range lines {
		out[i] = withoutRivals(lines[i])
	}
	slices.Sort(out)
	return slices.Compact(out)
}
