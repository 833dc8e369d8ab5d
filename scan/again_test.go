package scan_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/gitleaks"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/history"
	"github.com/sluicesec/sluice/source/staged"
)

const tokenRule = "[[rules]]\nid = \"tok\"\nregex = '''tok_[a-z0-9]{16}'''\ntags = [\"t\"]\n"

// tokenScan scans with a rule for the tokens of editedHistory.
func tokenScan(t *testing.T, src source.Source, o scan.Options) *finding.Report {
	t.Helper()
	cfg, err := rules.Parse("tok.toml", []byte(tokenRule))
	if err != nil {
		t.Fatal(err)
	}
	s, err := scan.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Run(t.Context(), src, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// editedHistory makes a repository with two branches, which are merged at times, and in
// which lines with tokens are edited, moved, doubled and removed.
func editedHistory(t *testing.T, seed uint64) string {
	t.Helper()
	dir := t.TempDir()
	git(t, dir, nil, "init", "-q", "--bare", "-b", "main", ".")
	rng := rand.New(rand.NewPCG(seed, 7))
	tokens := make([]string, 6)
	for i := range tokens {
		tokens[i] = fmt.Sprintf("tok_%08x%08x", rng.Uint32(), rng.Uint32())
	}
	texts := map[string][]string{}
	var stream bytes.Buffer
	last := map[string]int{}
	written, modes := map[string]string{}, map[string]string{}
	for i := 1; i <= 50; i++ {
		branch := []string{"main", "side"}[rng.IntN(2)]
		path := fmt.Sprintf("dir/%s %d.txt", branch, rng.IntN(2))
		lines := texts[path]
		for range 1 + rng.IntN(4) {
			at := rng.IntN(len(lines) + 1)
			switch kind := rng.IntN(5); {
			case kind < 2 || at == len(lines):
				lines = slices.Insert(lines, at, strings.Repeat("é ", rng.IntN(3))+tokens[rng.IntN(len(tokens))], fmt.Sprint("plain ", rng.IntN(3)))
			case kind == 2:
				lines[at] += "x "
			case kind == 3:
				line := lines[at]
				lines = slices.Delete(lines, at, at+1)
				lines = slices.Insert(lines, rng.IntN(len(lines)+1), line)
			default:
				lines = slices.Delete(lines, at, at+1)
			}
		}
		texts[path] = lines
		text := strings.Join(lines, "\n") + []string{"", "\n"}[rng.IntN(2)]
		fmt.Fprintf(&stream, "commit refs/heads/%s\nmark :%d\ncommitter A <a@example.org> %d +0000\ndata 2\nc\n", branch, i, 1700000000+i*60)
		if other := map[string]string{"main": "side", "side": "main"}[branch]; last[branch] > 0 && last[other] > 0 && rng.IntN(8) == 0 {
			fmt.Fprintf(&stream, "from :%d\nmerge :%d\n", last[branch], last[other])
		}
		mode := "100644"
		if rng.IntN(8) == 0 {
			mode = "120000" // for git, a link that takes the place of a file is a new file
		}
		if before, ok := written[path]; ok && text == before { // of a commit that changes the mode alone, nothing is reported again
			mode = modes[path]
		}
		written[path], modes[path] = text, mode
		fmt.Fprintf(&stream, "M %s inline %q\ndata %d\n%s\n", mode, path, len(text), text)
		last[branch] = i
	}
	git(t, dir, stream.Bytes(), "fast-import", "--quiet")
	return dir
}

var inPatch = regexp.MustCompile(`tok_[a-z0-9]{16}`)

// addedTokens returns every token on every line that a commit without a merge adds, as the
// patches of `git log` show it, as "commit path:line token".
func addedTokens(t *testing.T, dir string, revisions ...string) []string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"log", "-p", "-U0", "--full-history", "--no-merges", "--format=commit %H"}, revisions...)...)
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	commit, path, line := "", "", 0
	for text := range strings.SplitSeq(string(out), "\n") {
		switch {
		case strings.HasPrefix(text, "commit "):
			commit = strings.TrimPrefix(text, "commit ")
		case strings.HasPrefix(text, "+++ b/"):
			path = strings.TrimSuffix(strings.TrimPrefix(text, "+++ b/"), "\t")
		case strings.HasPrefix(text, "@@ "):
			if _, err := fmt.Sscanf(strings.Fields(text)[2], "+%d", &line); err != nil {
				t.Fatal(err)
			}
		case strings.HasPrefix(text, "+"):
			for _, token := range inPatch.FindAllString(text, -1) {
				all = append(all, fmt.Sprintf("%s %s:%d %s", commit, path, line, token))
			}
			line++
		}
	}
	slices.Sort(all)
	return all
}

// reported returns the same of the entries of a report, and those of merges as merged.
func reported(r *finding.Report, isMerge map[string]bool) (all, merged []string) {
	for e := range gitleaks.Entries(r) {
		text := fmt.Sprintf("%s %s:%d %s", e.Commit, e.File, e.StartLine, e.Secret)
		if isMerge[e.Commit] {
			merged = append(merged, text)
		} else {
			all = append(all, text)
		}
	}
	slices.Sort(all)
	return all, merged
}

// merges returns which commits of a repository are merges.
func merges(t *testing.T, dir string) map[string]bool {
	t.Helper()
	cmd := exec.Command("git", "rev-list", "--all", "--merges")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for id := range strings.FieldsSeq(string(out)) {
		all[id] = true
	}
	return all
}

// Each line with a token that a commit adds has an entry, and no other line has one;
// whatever the number of goroutines is, and with and without deltas. The JSON report is the
// same with and without them.
func TestEntriesAreTheAddedLines(t *testing.T) {
	for seed := range uint64(gittest.Size(3, 40)) {
		dir := editedHistory(t, seed)
		want, isMerge := addedTokens(t, dir, "--all"), merges(t, dir)
		var first []gitleaks.Entry
		for _, jobs := range []int{1, 5} {
			for _, plain := range []bool{false, true} {
				repo, store := openRepo(t, dir)
				r := tokenScan(t, history.New(repo, store, history.Options{NoDelta: plain}), scan.Options{Jobs: jobs, Hits: true, ShowSecrets: true})
				got, _ := reported(r, isMerge)
				if !slices.Equal(got, want) {
					t.Fatalf("seed %d: got\n%s\nwant\n%s", seed, strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
				entries := slices.Collect(gitleaks.Entries(r))
				if first == nil {
					first = entries
				} else if fmt.Sprint(entries) != fmt.Sprint(first) {
					t.Fatalf("seed %d: with %d jobs and NoDelta %t the entries are others", seed, jobs, plain)
				}
				repo, store = openRepo(t, dir)
				without := tokenScan(t, history.New(repo, store, history.Options{NoDelta: plain}), scan.Options{Jobs: jobs, ShowSecrets: true})
				if encode(t, without) != encode(t, r) {
					t.Fatalf("seed %d: Hits changes the JSON report", seed)
				}
				for i := range without.Findings {
					if len(without.Findings[i].Again) > 0 {
						t.Fatal("a scan without Hits says what was added again")
					}
				}
			}
		}
	}
}

// Of a range, the entries are the lines that its commits add, also those with tokens that
// were there before.
func TestEntriesOfARange(t *testing.T) {
	for seed := range uint64(gittest.Size(3, 40)) {
		dir := editedHistory(t, seed)
		isMerge := merges(t, dir)
		span := "main~6..main"
		want := addedTokens(t, dir, span)
		for _, jobs := range []int{1, 5} {
			repo, store := openRepo(t, dir)
			s, err := commits.Parse(t.Context(), repo, span)
			if err != nil {
				t.Fatal(err)
			}
			r := tokenScan(t, s.Source(repo, store), scan.Options{Jobs: jobs, Hits: true, AgainAlone: true, ShowSecrets: true})
			if got, _ := reported(r, isMerge); !slices.Equal(got, want) {
				t.Fatalf("seed %d: got\n%s\nwant\n%s", seed, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
}

// Of the index, the entries are the lines that the next commit adds.
func TestEntriesOfTheIndex(t *testing.T) {
	s := gittest.New(t)
	old, fresh := "tok_8f3k2m9x7q4w1z6p", "tok_q7w3e9r5t1y8u2i6"
	s.Commit("a.txt", "one\n"+old+"\ntwo\n"+old+" and\n")
	s.Write("a.txt", "one\n"+old+"\n\t"+fresh+"\ntwo\n "+old+" edited\n")
	s.Git("add", "a.txt")
	for _, alone := range []bool{false, true} {
		repo, store := openRepo(t, s.Dir)
		r := tokenScan(t, staged.New(repo, store), scan.Options{Hits: true, AgainAlone: alone, ShowSecrets: true})
		r.Scan.Kind = finding.ScanStaged
		got := map[string]string{}
		for e := range gitleaks.Entries(r) {
			got[e.Secret] = fmt.Sprintf("%d %d %d %s %s", e.StartLine, e.StartColumn, e.EndColumn, e.Fingerprint, e.Date)
		}
		want := map[string]string{fresh: "3 2 21 a.txt:tok:3 0001-01-01T00:00:00Z"}
		if alone {
			want[old] = "5 2 21 a.txt:tok:5 0001-01-01T00:00:00Z"
		}
		if !maps.Equal(got, want) {
			t.Errorf("alone %t: got %v, want %v", alone, got, want)
		}
	}
}

// Without git, or with a repository that it cannot read, a scan has no error: it notes that
// some entries may be missing, and has those of the commits that brought the tokens.
func TestEntriesWithoutGit(t *testing.T) {
	dir := editedHistory(t, 1)
	repo, store := openRepo(t, dir)
	t.Setenv("PATH", "")
	r := tokenScan(t, history.New(repo, store, history.Options{}), scan.Options{Hits: true})
	if len(r.Findings) == 0 || !r.Complete || !strings.Contains(strings.Join(r.Ledger.Notes, "\n"), "which lines each commit adds is not known") {
		t.Errorf("%d findings, complete %t, notes %q", len(r.Findings), r.Complete, r.Ledger.Notes)
	}
}

// A report that hides the secrets hides them in every entry, and each has the same place.
func TestEntriesThatHideSecrets(t *testing.T) {
	dir := editedHistory(t, 2)
	places := map[bool][]string{}
	for _, show := range []bool{false, true} {
		repo, store := openRepo(t, dir)
		r := tokenScan(t, history.New(repo, store, history.Options{}), scan.Options{Hits: true, AgainAlone: true, ShowSecrets: show})
		for e := range gitleaks.Entries(r) {
			places[show] = append(places[show], fmt.Sprintf("%s %d-%d %d-%d", e.Fingerprint, e.StartLine, e.EndLine, e.StartColumn, e.EndColumn))
			if text := fmt.Sprint(e); !show && inPatch.MatchString(text) {
				t.Fatalf("%s shows a token", text)
			}
		}
		slices.Sort(places[show])
	}
	if len(places[true]) == 0 || !slices.Equal(places[false], places[true]) {
		t.Errorf("with secrets hidden the places are\n%s\nand not\n%s", strings.Join(places[false], "\n"), strings.Join(places[true], "\n"))
	}
}
