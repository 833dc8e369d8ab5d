package migrate

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
)

// finds is a finding with a fingerprint of one character, at places like "path:3".
func finds(fingerprint, rule, secret string, places ...string) Finding {
	f := finding.Finding{RuleID: rule}
	var head []string
	for _, at := range places {
		path, line, _ := strings.Cut(at, ":")
		l := finding.Location{Path: path, Provenance: finding.Provenance{Reachable: true, InHead: true, Kind: finding.KindBlob}}
		fmt.Sscan(line, &l.StartLine)
		l.Commit, _ = oid.Parse(strings.Repeat("c", 40))
		f.Locations = append(f.Locations, l)
		head = append(head, path)
	}
	return Finding{Found: baseline.NewFound(&f, []string{strings.Repeat(fingerprint, 32)}, secret, ""), Reported: true, Head: head}
}

// files is a repository whose HEAD, and the commit ccc…, have the same files.
func filesOf(texts map[string]string) func(commit, path string) ([]byte, bool) {
	return func(commit, path string) ([]byte, bool) {
		text, ok := texts[path]
		return []byte(text), ok && (commit == "" || commit == strings.Repeat("c", 40))
	}
}

// settle settles a plan, and returns the notes as "FILE:LINE FATE" and the entries of the
// baseline as "FINGERPRINT STATE".
func settle(t *testing.T, p *Plan, s Scanned, prune bool) (notes []string, entries []string, r *Result) {
	t.Helper()
	r, err := p.Settle(s, prune)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range r.Notes {
		notes = append(notes, fmt.Sprintf("%s:%d %s", n.File, n.Line, n.Fate))
	}
	file := &baseline.File{}
	r.Into(file)
	for _, e := range file.Entries {
		entries = append(entries, e.Fingerprint[:1]+" "+string(e.State))
	}
	return notes, entries, r
}

func TestIgnoreFile(t *testing.T) {
	c := strings.Repeat("c", 40)
	p := read(t, map[string]string{".gitleaksignore": strings.Join([]string{
		"# a comment",
		"a.env:github-pat:1",
		c + ":b.env:github-pat:2",
		c + ":moved.env:generic-api-key:3", // the line is another than that of the commit which brought it
		"a.env:github-pat:9",
		strings.Repeat("d", 40) + ":a.env:github-pat:1",
		"a.env:aws-access-token:1",
		"moved.env:github-pat:1", // another secret was there once
		"nonsense",
		`dir\a.env:their-rule:1`,
	}, "\n")})
	s := Scanned{Complete: true, File: filesOf(map[string]string{"a.env": "x=one-secret-value\n", "b.env": "\nx=two-secret-value", "moved.env": "\n\ny=three-secret-value\n", "dir/a.env": "x: four-secret-value"}), Findings: []Finding{
		finds("1", "github-pat", "one-secret-value", "a.env:1"),
		finds("2", "github-pat", "two-secret-value", "b.env:2"),
		finds("3", "github-pat", "three-secret-value", "moved.env:1"),
		finds("4", "password", "four-secret-value", "dir/a.env:1"),
		finds("5", "password", "five-secret-value", "else:1"),
	}}
	notes, entries, r := settle(t, p, s, false)
	want := []string{".gitleaksignore:2 translated", ".gitleaksignore:3 translated", ".gitleaksignore:4 translated", ".gitleaksignore:5 idle", ".gitleaksignore:6 idle", ".gitleaksignore:7 idle", ".gitleaksignore:8 idle", ".gitleaksignore:9 left", ".gitleaksignore:10 translated"}
	if !slices.Equal(notes, want) {
		t.Errorf("%q", notes)
	}
	if !slices.Equal(entries, []string{"1 known", "2 known", "3 known", "4 known"}) || r.Rest != 1 || r.Known() != 4 || r.Config != nil {
		t.Errorf("%q, %d left", entries, r.Rest)
	}
	for line, says := range map[int]string{5: "no such line", 6: "no such file", 7: "nothing of that kind"} {
		if i := slices.IndexFunc(r.Notes, func(n Note) bool { return n.Line == line }); !strings.Contains(r.Notes[i].Now, says) {
			t.Errorf("line %d: %s", line, r.Notes[i])
		}
	}
}

// Of several secrets on a line, the entry is about that of its rule.
func TestRuleOfAnEntry(t *testing.T) {
	for theirs, want := range map[string]string{
		"github-pat":          "1",
		"generic-api-key":     "2",
		"unknown-rule":        "2",
		"stripe-access-token": "",
	} {
		p := read(t, map[string]string{".gitleaksignore": "a:" + theirs + ":1\n"})
		s := Scanned{Complete: true, File: filesOf(map[string]string{"a": "one-secret-value two-secret-value three-secret-value"}), Findings: []Finding{
			finds("1", "github-pat", "one-secret-value", "a:1"),
			finds("2", "generic-password", "two-secret-value", "a:1"),
			finds("3", "acme", "three-secret-value", "a:1"),
		}}
		_, entries, _ := settle(t, p, s, false)
		if got := strings.Join(entries, ", "); got != strings.TrimSpace(want+map[bool]string{true: " known"}[want != ""]) {
			t.Errorf("%s: %q", theirs, got)
		}
	}
}

func TestReports(t *testing.T) {
	sum := func(s string) string {
		h := sha1.Sum([]byte(s))
		return hex.EncodeToString(h[:])
	}
	p := read(t, map[string]string{
		"gitleaks-report.json": "[\n{\"RuleID\":\"g\",\"Secret\":\"one-secret-value\",\"File\":\"a\",\"StartLine\":1},\n{\"RuleID\":\"g\",\"Secret\":\"gone-value\",\"File\":\"a\",\"StartLine\":1}]",
		".secrets.baseline":    "{\"results\": {\n\"b\": [\n{\"type\":\"Secret Keyword\",\"hashed_secret\":\"" + sum("two-secret-value") + "\",\"line_number\":7,\"is_secret\":false},\n{\"type\":\"Hex High Entropy String\",\"hashed_secret\":\"" + sum("digest") + "\",\"line_number\":2}\n]}}",
	})
	s := Scanned{Complete: true, File: filesOf(map[string]string{"a": "x", "b": "key: 'digest'\n"}), Findings: []Finding{
		finds("1", "r", "one-secret-value", "a:1"),
		finds("2", "r", "two-secret-value", "b:1"),
	}}
	notes, entries, r := settle(t, p, s, false)
	if want := []string{"gitleaks-report.json:2 translated", "gitleaks-report.json:3 idle", ".secrets.baseline:3 translated", ".secrets.baseline:4 idle"}; !slices.Equal(notes, want) {
		t.Errorf("%q", notes)
	}
	if !slices.Equal(entries, []string{"1 known", "2 false"}) || !strings.HasPrefix(r.Notes[3].Now, "not needed") || !strings.Contains(r.Notes[1].Now, "the text is not in the file") {
		t.Errorf("%q %v", entries, r.Notes)
	}
	s.Complete = false
	if _, _, r := settle(t, p, s, false); !strings.Contains(r.Notes[3].Now, "not complete") || !strings.Contains(r.Notes[1].Now, "any more") {
		t.Errorf("%v", r.Notes)
	}
}

const withLists = `[extend]
useDefault = true

# values
[[allowlists]]
description = "values"
regexes = [
  '''^one-secret-value$''', # the old one
  '''^exam.*''',
]

# folders
[[allowlists]]
paths = ['''^docs/''', '''^gone/''']

# gone for good
[[allowlists]]
stopwords = ["nowhere"]
`

// used says that entries with some texts cover something.
func used(p *Plan, texts ...string) map[string]int {
	all := map[string]int{}
	for _, e := range p.entries {
		if slices.Contains(texts, e.text) {
			all["allowlist "+e.label] = 2
		}
	}
	return all
}

func TestEntries(t *testing.T) {
	p := read(t, map[string]string{".gitleaks.toml": withLists})
	s := Scanned{Complete: true, File: filesOf(nil), Suppressed: used(p, "^docs/", "^exam.*"), Findings: []Finding{finds("1", "github-pat", "one-secret-value", "a:1", "b:4")}}
	notes, entries, r := settle(t, p, s, false)
	if want := []string{".gitleaks.toml:2 kept", ".gitleaks.toml:8 translated", ".gitleaks.toml:9 kept", ".gitleaks.toml:14 kept", ".gitleaks.toml:14 idle", ".gitleaks.toml:18 idle"}; !slices.Equal(notes, want) {
		t.Errorf("%q", notes)
	}
	if strings.Contains(string(r.Config), "one-secret") || !slices.Equal(entries, []string{"1 known"}) || r.Rest != 0 {
		t.Errorf("%q, %d left\n%s", entries, r.Rest, r.Config)
	}
	if strings.Contains(fmt.Sprint(r.Notes), "one-secret") {
		t.Errorf("the notes show a secret: %v", r.Notes)
	}
	if want := strings.Replace(withLists, "  '''^one-secret-value$''', # the old one\n", "", 1); string(r.Config) != want {
		t.Errorf("%s", r.Config)
	}
	_, _, r = settle(t, p, s, true)
	want := `[extend]
useDefault = true

# values
[[allowlists]]
description = "values"
regexes = [
  '''^exam.*''',
]

# folders
[[allowlists]]
paths = ['''^docs/''', ]
`
	if string(r.Config) != want {
		t.Errorf("%s", r.Config)
	}
	s.Complete = false
	if _, _, r = settle(t, p, s, true); !strings.Contains(string(r.Config), "nowhere") {
		t.Errorf("a scan that was not complete took out entries:\n%s", r.Config)
	}
}

// A text that nobody takes for a secret stays in its list.
func TestWordsStay(t *testing.T) {
	p := read(t, map[string]string{".gitleaks.toml": "[extend]\nuseDefault = true\n[allowlist]\nstopwords = ['placeholder']\n"})
	weak := finds("1", "generic-password", "placeholder", "a:1")
	weak.Reported = false
	_, entries, r := settle(t, p, Scanned{Complete: true, File: filesOf(nil), Findings: []Finding{weak, finds("2", "generic-password", "placeholder-for-something-longer", "a:2")}}, true)
	if len(entries) != 0 || r.Rest != 0 || !strings.Contains(string(r.Config), "placeholder") {
		t.Errorf("%q, %d left\n%s", entries, r.Rest, r.Config)
	}
}

func TestComments(t *testing.T) {
	files := map[string]string{
		"a.py": "key = 'one-secret-value'  # pragma: allowlist secret\n",
		"b.py": "# pragma: allowlist nextline secret\nkey = 'two-secret-value'\n",
		"c.py": "key = 'three-secret-value'  // trufflehog:ignore\nkey = 'three-secret-value'\n",
		"d.py": "x = 1 # pragma: whitelist secret\n",
	}
	p := read(t, files)
	s := Scanned{Complete: true, File: filesOf(files), Findings: []Finding{
		finds("1", "r", "one-secret-value", "a.py:1"),
		finds("2", "r", "two-secret-value", "b.py:2"),
		finds("3", "r", "three-secret-value", "c.py:1"),
	}}
	notes, entries, r := settle(t, p, s, false)
	if want := []string{"a.py:1 translated", "b.py:1 translated", "c.py:1 left", "d.py:1 idle"}; !slices.Equal(notes, want) {
		t.Errorf("%q", notes)
	}
	if !slices.Equal(entries, []string{"1 known", "2 known"}) || r.Rest != 1 {
		t.Errorf("%q, %d left", entries, r.Rest)
	}
}

func TestFold(t *testing.T) {
	var notes []Note
	for i := range 6 {
		notes = append(notes, Note{File: "f", Line: i + 1, Was: fmt.Sprint("w", i), Now: "n", Fate: Idle})
	}
	notes = append(notes, Note{File: "f", Line: 9, Was: "w", Now: "m", Fate: Idle})
	got := Fold(notes)
	if len(got) != 2 || got[0].String() != "f:1-6  w0, and 5 more -> n" || got[1].String() != "f:9  w -> m" {
		t.Errorf("%v", got)
	}
	if got := Fold(notes[:least-1]); len(got) != least-1 {
		t.Errorf("%v", got)
	}
}

func FuzzIgnored(f *testing.F) {
	f.Add(strings.Repeat("c", 40) + ":a:b:r:1")
	f.Add("a:r:0")
	f.Fuzz(func(t *testing.T, line string) {
		im, err := parseIgnored(line)
		if err == nil && (im.Path == "" || im.Line < 0 || im.Commit != "" && !isCommit(im.Commit)) {
			t.Errorf("%q is %+v", line, im)
		}
	})
}
