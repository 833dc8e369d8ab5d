package gitrepo_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/oid"
)

// added returns what AddedLines says of some commits, by "commit path".
func added(t *testing.T, s gittest.Sandbox, paths []string, commits ...string) map[string][]gitrepo.Hunk {
	t.Helper()
	var ids []oid.ID
	for _, c := range commits {
		id, err := oid.Parse(c)
		s.Must(err)
		ids = append(ids, id)
	}
	repo, err := gitrepo.Open(s.Dir, nil)
	s.Must(err)
	got := map[string][]gitrepo.Hunk{}
	s.Must(repo.AddedLines(t.Context(), ids, paths, func(a gitrepo.Added) {
		got[a.Commit.String()+" "+a.Path] = a.Hunks
	}))
	return got
}

// A file without the lines that a commit has added is a part of the file before it, and
// with all of them, in order, nothing is missing: each added line is counted once.
func TestAddedLinesAreWhatIsNew(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	s := gittest.New(t)
	paths := []string{"a", "d/e f", "q\"uo\\te", "t\tab", "é", "new\nline"}
	texts := map[string]string{}
	before := map[string]string{} // by "commit path"
	after := map[string]string{}
	var commits []string
	for i := range 30 {
		path := paths[rng.IntN(len(paths))]
		lines := strings.SplitAfter(texts[path], "\n")
		for range 1 + rng.IntN(4) {
			at := rng.IntN(len(lines))
			lines = slices.Insert(lines, at, fmt.Sprintf("%d%s\n", rng.IntN(5), []string{"", "+", "@@ -1 +1 @@", "\r"}[rng.IntN(4)]))
			if rng.IntN(3) == 0 {
				lines = slices.Delete(lines, 0, 1)
			}
		}
		text := strings.Join(lines, "")
		if rng.IntN(4) == 0 {
			text = strings.TrimSuffix(text, "\n")
		}
		text += []string{"", strings.Repeat("long", 40000)}[min(rng.IntN(8)/7, 1)]
		s.Write(path, text)
		s.Git("add", "-A")
		s.Git("commit", "-q", "--allow-empty", "-m", fmt.Sprint(i))
		commit := strings.TrimSpace(s.Git("rev-parse", "HEAD"))
		commits = append(commits, commit)
		before[commit+" "+path], after[commit+" "+path] = texts[path], text
		texts[path] = text
	}
	got := added(t, s, nil, commits...)
	for at, new := range after {
		old := before[at]
		if new == old {
			continue
		}
		hunks, known := got[at]
		if !known {
			t.Fatalf("%q changed, and git says nothing of it", at)
		}
		var kept []string
		for i, line := range strings.SplitAfter(new, "\n") {
			if !slices.ContainsFunc(hunks, func(h gitrepo.Hunk) bool { return h.First <= i+1 && i+1 <= h.Last }) {
				kept = append(kept, line)
			}
		}
		rest := strings.SplitAfter(old, "\n")
		for _, line := range kept {
			i := slices.Index(rest, line)
			if i < 0 {
				t.Fatalf("%q: %.40q is in no hunk of %v, and was not in the file before", at, line, hunks)
			}
			rest = rest[i+1:]
		}
	}
	if one := added(t, s, []string{"new\nline"}, commits...); len(one) == 0 || len(one) >= len(got) {
		t.Errorf("of one path git says %d things, of all %d", len(one), len(got))
	}
}

// Nothing in the repository changes what git says.
func TestAddedLinesIgnoresTheRepository(t *testing.T) {
	s := gittest.New(t)
	s.Commit("a.txt", "one\ntwo\n")
	s.Write(".gitattributes", "*.txt diff=odd\n")
	commit := s.Commit("a.txt", "one\nnew\ntwo\n")
	want := fmt.Sprint(added(t, s, nil, strings.TrimSpace(commit)))
	s.Write("evil", "#!/bin/sh\ntouch "+s.Dir+"/ran\necho odd\n")
	for _, c := range []string{
		"diff.external=" + s.Dir + "/evil", "diff.odd.command=" + s.Dir + "/evil", "diff.odd.textconv=" + s.Dir + "/evil",
		"color.ui=always", "color.diff=always", "diff.context=7", "diff.interHunkContext=9", "diff.noprefix=true", "diff.mnemonicPrefix=true",
		"diff.algorithm=patience", "diff.renames=false", "diff.orderFile=/etc/passwd", "core.quotePath=false", "diff.submodule=log",
		"diff.srcPrefix=x/", "diff.relative=true", "diff.wsErrorHighlight=all", "diff.colorMoved=zebra", "format.pretty=fuller", "log.showRoot=false",
	} {
		key, value, _ := strings.Cut(c, "=")
		s.Git("config", key, value)
	}
	if got := fmt.Sprint(added(t, s, nil, strings.TrimSpace(commit))); got != want || !strings.Contains(got, "{2 2}") {
		t.Errorf("got %s, want %s", got, want)
	}
	s.In(s.Dir)
	if out := s.Git("status", "--porcelain", "--ignored"); strings.Contains(out, "ran") {
		t.Errorf("a program of the repository ran: %s", out)
	}
}

// Many commits are shared among processes, and come in their order all the same.
func TestAddedLinesOfManyCommits(t *testing.T) {
	const n = 1000
	s := gittest.New(t)
	var stream, text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "%d\n", i)
		fmt.Fprintf(&stream, "commit refs/heads/main\ncommitter a <a@example.org> %d +0000\ndata 0\nM 100644 inline f\ndata %d\n%s\n", i+1, text.Len(), text.String())
	}
	s.Pipe([]byte(stream.String()), "fast-import", "--quiet", "--force")
	commits := strings.Fields(s.Git("rev-list", "--reverse", "main"))
	ids := make([]oid.ID, n)
	for i, c := range commits {
		id, err := oid.Parse(c)
		s.Must(err)
		ids[i] = id
	}
	repo, err := gitrepo.Open(s.Dir, nil)
	s.Must(err)
	told := 0
	tell := func(a gitrepo.Added) {
		if want := (gitrepo.Added{Commit: ids[told], Path: "f", Hunks: []gitrepo.Hunk{{First: told + 1, Last: told + 1}}}); !reflect.DeepEqual(a, want) {
			t.Fatalf("number %d: got %v, want %v", told, a, want)
		}
		told++
	}
	s.Must(repo.AddedLines(t.Context(), ids, []string{"f"}, tell))
	if told != n {
		t.Errorf("%d of %d commits", told, n)
	}
}
