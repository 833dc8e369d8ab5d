package report

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
)

// views are the ways in which the text report can be seen.
func views() []Options {
	var all []Options
	for _, width := range []int{0, 40, 60, 80, 120} {
		for _, height := range []int{0, 23, 60} {
			all = append(all, Options{Width: width, Height: height}, Options{Width: width, Height: height, Verbose: true}, Options{Width: width, Height: height, Limit: 7})
		}
		all = append(all, Options{Width: width, All: true}, Options{Width: width, All: true, Limit: 3})
		for _, by := range GroupBys() {
			all = append(all, Options{Width: width, GroupBy: by}, Options{Width: width, GroupBy: by, All: true, Limit: 9})
		}
	}
	return all
}

// awkwardTeams are reports of all sizes.
func awkwardTeams() []*finding.Report {
	all := []*finding.Report{sample(), clean(), team()}
	for seed := range uint64(8) {
		all = append(all, randomTeam(seed, int(seed*seed)))
	}
	return all
}

// No line is wider than the terminal, if it is not a word that cannot be broken.
func TestTextFitsTheWidth(t *testing.T) {
	for i, r := range awkwardTeams() {
		for _, o := range views() {
			if o.Width == 0 {
				continue
			}
			for line := range strings.Lines(write(t, "text", r, o)) {
				line = strings.TrimRight(line, "\n")
				if columns(line) <= o.Width {
					continue
				}
				longest := 0
				for word := range strings.FieldsSeq(line) {
					longest = max(longest, columns(word))
				}
				// Besides the word there may be a label or a mark, and an ellipsis.
				if columns(line)-longest > labelWidth+len("1. ")+len(" "+ellipsis) {
					t.Fatalf("report %d, %+v: %d columns:\n%s", i, o, columns(line), line)
				}
			}
		}
	}
}

// The order of the report makes no difference.
func TestTextHasAnOrderOfItsOwn(t *testing.T) {
	for i, r := range awkwardTeams() {
		for _, o := range views() {
			if got, want := write(t, "text", shuffled(r, uint64(i)), o), write(t, "text", r, o); got != want {
				t.Fatalf("report %d, %+v: in another order it is\n%s\nand not\n%s", i, o, got, want)
			}
		}
	}
}

// In short, a finding has at most eight lines.
func TestShortFindingsAreShort(t *testing.T) {
	for i, r := range awkwardTeams() {
		for _, width := range []int{0, 40, 50, 80, 120} {
			for _, f := range rank(r) {
				tx := &text{options: Options{Width: width}}
				if got := tx.rendered(func(t *text) { t.short(&f) }); lines(got) > shortLines {
					t.Fatalf("report %d, width %d: %d lines:\n%s", i, width, lines(got), got)
				}
			}
		}
	}
}

// One screen has as many lines as the terminal, if what it must say leaves room.
func TestScreenFits(t *testing.T) {
	for _, height := range []int{0, 23, 30, 49, 80} {
		got := write(t, "text", team(), Options{Width: 100, Height: height})
		most := max(height, 30)
		if height == 0 {
			most = textHeight
		}
		if lines(got) > most {
			t.Errorf("height %d: %d lines:\n%s", height, lines(got), got)
		}
	}
}

var (
	numbers    = regexp.MustCompile(`  +([0-9,]+)(?:  +([0-9,]+))?(?:  +([0-9,]+))?  +[a-z]`)
	allOf      = regexp.MustCompile(`^([0-9,]+) secrets? found`)
	aside      = regexp.MustCompile(`(?m)^Only in [a-z ,-]+: ([0-9,]+) secrets? \(`)
	listedLine = regexp.MustCompile(`(?m)^  (critical|high|medium|low) +.*\bacm\*\*\*`)
	groupTotal = regexp.MustCompile(`(?m): ([0-9,]+) secrets?, .*; worst: [a-z]+$`)
)

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// plainTeam has findings of all sorts, and no text in them that looks like a table.
func plainTeam(n int) *finding.Report {
	r := team()
	r.Findings = nil
	for i := range n {
		f := exposedFinding(i)
		f.RuleID += fmt.Sprint("-", i%23)
		r.Findings = append(r.Findings, f)
	}
	return r
}

// Every finding is accounted for: the headline, the table, the line for tests, and the
// groups add up to the same number.
func TestTextCountsEveryFinding(t *testing.T) {
	for _, n := range []int{4, 5, 17, 40, 333, 2000} {
		r := plainTeam(n)
		for _, height := range []int{23, 45, 200} {
			got := write(t, "text", r, Options{Width: 120, Height: height})
			if found := number(t, allOf.FindStringSubmatch(got)[1]); found != n {
				t.Errorf("%d findings: the headline says %d", n, found)
			}
			_, table, _ := strings.Cut(got, "\n\n")
			table, _, _ = strings.Cut(table, "\n\n")
			counted, onlyAside := 0, 0
			for _, row := range numbers.FindAllStringSubmatch(table, -1) {
				for i, cell := range row[1:] {
					if cell != "" {
						counted += number(t, cell)
					}
					if i == 2 && cell != "" {
						onlyAside += number(t, cell)
					}
				}
			}
			if counted != n {
				t.Errorf("%d findings, height %d: the table counts %d:\n%s", n, height, counted, table)
			}
			if line := aside.FindStringSubmatch(got); onlyAside != number(t, line[1]) {
				t.Errorf("%d findings: %d in tests by the table, and the line %q", n, onlyAside, line[0])
			}
		}
		for _, by := range GroupBys() {
			counted := 0
			got := write(t, "text", r, Options{GroupBy: by, Width: 200})
			for _, group := range groupTotal.FindAllStringSubmatch(got, -1) {
				counted += number(t, group[1])
			}
			if counted != n {
				t.Errorf("%d findings by %s: the groups count %d", n, by, counted)
			}
			if listed := len(listedLine.FindAllString(got, -1)); listed != n {
				t.Errorf("%d findings by %s: %d are listed", n, by, listed)
			}
		}
		if got := strings.Count(write(t, "text", r, Options{All: true}), "\n  fingerprint "); got != n {
			t.Errorf("%d findings: %d in full with All", n, got)
		}
		if got := strings.Count(write(t, "text", r, Options{Limit: 3}), "\n  fingerprint "); got != 3 {
			t.Errorf("%d findings: %d in full with a limit of 3", n, got)
		}
	}
}

// What is most urgent comes first, and tests are not among it.
func TestScreenShowsTheMostUrgent(t *testing.T) {
	r := team()
	got := write(t, "text", r, Options{Width: 100, Height: 60})
	_, got, _ = strings.Cut(got, "\n\n") // the headline
	_, got, _ = strings.Cut(got, "\n\n") // the table
	for i, f := range rank(r)[:3] {
		if !f.deployed {
			t.Fatalf("finding %d of the order of risk is not deployed", i)
		}
		at := strings.Index(got, f.Fingerprint)
		if at < 0 {
			t.Fatalf("finding %d is not shown, or not in order:\n%s", i, got)
		}
		got = got[at:]
	}
}

// No view loses that a scan has gaps, what it does not show, and by which rules it
// judged; and the gaps come last.
func TestTextSaysWhatItDoesNotShow(t *testing.T) {
	r := team()
	r.Complete = false
	r.Ledger.Errors = []string{"objects/pack/pack-1.pack: unexpected end of file"}
	r.Ledger.Notes = []string{"the history is shallow"}
	r.Rules.Source = "acme.toml"
	for _, o := range views() {
		got := strings.Join(strings.Fields(write(t, "text", r, o)), " ")
		wants := []string{"INCOMPLETE: the reasons are at the end.", "Rules: acme.toml", "Note: the history is shallow"}
		if o.Height == 23 && !o.Verbose {
			wants = append(wants, "Not shown: 2 allowed, 3 filtered out, 40 with less confidence (-v says why).")
		} else {
			wants = append(wants, "Allowed: inline (2).", "Not shown: matches below --min-severity (3).", "40 matches with less confidence")
		}
		for _, want := range wants {
			if !strings.Contains(got, want) {
				t.Fatalf("%+v: %q is lost:\n%s", o, want, got)
			}
		}
		if _, last, _ := strings.Cut(got, "INCOMPLETE Not everything was scanned: this is no all-clear."); last != " - objects/pack/pack-1.pack: unexpected end of file" {
			t.Fatalf("%+v: at the end is %q", o, last)
		}
	}
}

// What is at the end of a range is not old, though HEAD need not have it.
func TestTextOfARange(t *testing.T) {
	for kind, want := range map[finding.ScanKind]string{finding.ScanRange: "still in the last commit of the range", finding.ScanPush: "still in what is pushed"} {
		r := team()
		r.Scan.Kind = kind
		r.Findings = r.Findings[2:3]
		f := &r.Findings[0]
		f.Exposure.InHead, f.Exposure.Removed, f.Exposure.Branches, f.Exposure.Tags = false, "", 0, 0
		f.Locations[0].InHead, f.Locations[0].RemovedCommit = false, id("")
		if got := write(t, "text", r, Options{}); !strings.Contains(got, want) || strings.Contains(got, "history") {
			t.Errorf("%s:\n%s", kind, got)
		}
	}
}

// Who is stopped by a hook is told a command, and not to take new secrets for known.
func TestHooksNameCommands(t *testing.T) {
	for kind, want := range map[finding.ScanKind]string{finding.ScanStaged: "`sluice git --staged --group-by path`", finding.ScanPush: "`sluice git --group-by path` in your clone"} {
		r := team()
		r.Scan.Kind = kind
		if got := write(t, "text", r, Options{}); !strings.Contains(got, want) || strings.Contains(got, "baseline") {
			t.Errorf("%s:\n%s", kind, got)
		}
	}
}

// However many gaps a scan has, the report counts them.
func TestScreenCountsGaps(t *testing.T) {
	r := team()
	r.Complete = false
	for i := range 100 {
		r.Ledger.Errors = append(r.Ledger.Errors, fmt.Sprintf("pack %d cannot be read", i))
		r.Ledger.Suppressed = append(r.Ledger.Suppressed, finding.Suppressed{By: fmt.Sprintf("allowlist %d", i), Count: 10})
	}
	got := write(t, "text", r, Options{Width: 80})
	for _, want := range []string{"and 95 more gaps: see them with -v", "Allowed: 1,002 in all: inline (2), allowlist 0 (10)"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is lost:\n%s", want, got)
		}
	}
	if got := write(t, "text", r, Options{Width: 80, Verbose: true}); !strings.Contains(got, "pack 99 cannot") || !strings.Contains(got, "allowlist 99 (10)") {
		t.Errorf("with -v gaps or reasons are lost:\n%s", got)
	}
}

// Whatever is in the findings, no view has anything that acts on a terminal.
func TestTextIsPlain(t *testing.T) {
	for i, r := range awkwardTeams() {
		for _, o := range views() {
			if got := write(t, "text", r, o); strings.ContainsFunc(got, func(c rune) bool { return c != '\n' && unprintable(c) }) {
				t.Fatalf("report %d, %+v: not all of it is printable: %q", i, o, got)
			}
		}
	}
}

func TestAround(t *testing.T) {
	for _, c := range []struct {
		line, word, want string
		width            int
	}{
		{"key = abc***", "abc***", "key = abc***", 20},
		{"a long line with key = abc*** in its midst", "abc***", "...key = abc*** i...", 20},
		{"key = abc*** and then much more of it", "abc***", "key = abc*** and ...", 20},
		{"much is before the key = abc***", "abc***", "...re the key = abc***", 22},
		{"nothing of that is in here", "abc***", "nothing...", 10},
	} {
		if got := around(c.line, c.word, c.width); got != c.want {
			t.Errorf("%q around %q in %d columns: %q, not %q", c.line, c.word, c.width, got, c.want)
		}
	}
}

// BenchmarkText writes 100,000 findings, as a hostile or a very unlucky repository has
// them.
func BenchmarkText(b *testing.B) {
	r := plainTeam(100_000)
	for name, o := range map[string]Options{"screen": {}, "all": {All: true}, "groups": {GroupBy: ByPath}} {
		b.Run(name, func(b *testing.B) {
			w, err := Lookup("text")
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := w(io.Discard, r, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A report that somebody else wrote may count more refs than it lists.
func TestRefs(t *testing.T) {
	for _, c := range []struct {
		l    finding.Location
		want string
	}{
		{finding.Location{}, ""},
		{finding.Location{Provenance: finding.Provenance{Branches: []string{"a"}, BranchCount: 5}}, ", still in a, 4 more"},
		{finding.Location{Provenance: finding.Provenance{Branches: []string{"a", "b"}, Tags: []string{"v1", "v2"}, TagCount: 1200}}, ", still in a, b, tag v1, 1199 more"},
		{finding.Location{Provenance: finding.Provenance{Branches: []string{"a", "b"}, Tags: []string{"v1"}}}, ", still in a, b, tag v1"},
	} {
		if got := refs(&c.l); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}

// The worst severity of a group is that of any of its findings, also where one of less
// severity is more urgent, as HEAD has it.
func TestWorstSeverityOfAGroup(t *testing.T) {
	now, past := finding.Finding{Severity: finding.SeverityHigh}, finding.Finding{Severity: finding.SeverityCritical}
	g := &group{findings: []*judged{{Finding: &now}, {Finding: &past}}}
	if got := g.severity(); got != finding.SeverityCritical {
		t.Errorf("it is %q", got)
	}
}

// A few findings that are longer than the terminal are one screen, too.
func TestFewFindingsFitTheScreen(t *testing.T) {
	r := team()
	r.Findings = r.Findings[:few]
	for _, height := range []int{0, 23, 60} {
		got := write(t, "text", r, Options{Width: 100, Height: height})
		if n := strings.Count(got, "\n"); height == 23 && n > height || height != 23 && strings.Count(got, "fingerprint") != few {
			t.Errorf("%d lines for %d:\n%s", n, height, got)
		}
	}
}

// Of the commits that a rebase leaves, that counts to which a ref leads.
func TestFirstIsReachable(t *testing.T) {
	lost := finding.Location{Provenance: finding.Provenance{Commit: id("1"), Date: "2026-01-31T10:00:00Z", InHead: true}}
	kept := lost
	kept.Commit, kept.Reachable = id("2"), true
	f := &finding.Finding{Locations: []finding.Location{lost, kept}}
	if got := first(f); got.Commit != kept.Commit {
		t.Errorf("the first place is of %s", got.Commit)
	}
	if got := worst(f); got.Commit != kept.Commit {
		t.Errorf("the worst place is of %s", got.Commit)
	}
}

// The place to look at first is one where the secret still is.
func TestByUrgency(t *testing.T) {
	gone := finding.Location{Path: "gone", Provenance: finding.Provenance{Commit: id("1"), RemovedCommit: id("2"), Reachable: true}}
	branch := finding.Location{Path: "branch", Provenance: finding.Provenance{Commit: id("1"), Reachable: true}}
	head := finding.Location{Path: "head", Provenance: finding.Provenance{Commit: id("1"), Reachable: true, InHead: true}, Setting: finding.SettingTest}
	for want, list := range map[string][]finding.Location{"head": {gone, branch, head}, "branch": {gone, branch}, "gone": {gone}} {
		if got := ByUrgency(&finding.Finding{Locations: list})[0]; got.Path != want {
			t.Errorf("%s, want %s", got.Path, want)
		}
	}
}

// TestLongPath: a very long path takes no more than two lines of a screen, and its end is
// shown.
func TestLongPath(t *testing.T) {
	r := sample()
	for i := range r.Findings {
		for j := range r.Findings[i].Locations {
			r.Findings[i].Locations[j].Path = strings.Repeat("folder/", 600) + "end.env"
		}
	}
	text := write(t, "text", r, Options{Width: 80, Height: 40})
	for line := range strings.Lines(text) {
		if n := columns(line); n > 2*80 {
			t.Errorf("a line of %d columns: %.100s", n, line)
		}
	}
	if !strings.Contains(text, "folder/end.env:") {
		t.Error("the end of the path is not shown")
	}
}
