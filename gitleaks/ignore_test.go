package gitleaks

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	one   = "1111111111111111111111111111111111111111"
	other = "2222222222222222222222222222222222222222"
)

// The forms are those that gitleaks takes, but that a path may hold a colon. It does not
// take a comment behind an entry, a part of a commit id or a pattern.
func TestIgnore(t *testing.T) {
	entry := Entry{RuleID: "acme-token", File: "sub/a b.txt", Commit: one, StartLine: 2}
	for _, test := range []struct {
		text   string
		covers bool
		bad    string
	}{
		{one + ":sub/a b.txt:acme-token:2\n", true, ""},
		{"sub/a b.txt:acme-token:2", true, ""},
		{"\ufeff# why\r\n\r\n \t sub/a b.txt:acme-token:2 \t\r\n", true, ""},
		{`sub\a b.txt:acme-token:2`, true, ""},
		{other + ":sub/a b.txt:acme-token:2", false, ""},
		{one[:10] + ":sub/a b.txt:acme-token:2", false, ""},
		{strings.ToUpper("a"+one[1:]) + ":sub/a b.txt:acme-token:2", false, ""},
		{"sub/a b.txt:acme-token:3", false, ""},
		{"sub/a b.txt:other:2", false, ""},
		{"sub/a b.txt:generic-api-key:2", false, ""}, // a rule of somebody's own is not ours
		{"./sub/a b.txt:acme-token:2", false, ""},
		{"*:acme-token:2", false, ""},
		{"x\nsub/a b.txt:acme-token:2 # why\n" + one + "\n:\xff\n", false, "lines 1, 2, 3 and 4"},
		{"sub/a b.txt:acme-token", false, "line 1"},
		{"acme-token:2", false, "line 1"},
		{"sub/a b.txt:acme-token:-2", false, "line 1"},
		{"!sub/a b.txt:acme-token:2", false, ""},
	} {
		g, err := ParseIgnore("f", []byte(test.text))
		if err != nil {
			t.Fatal(err)
		}
		if g.Covers(&entry) != test.covers {
			t.Errorf("%q covers it: %v", test.text, !test.covers)
		}
		if said := strings.Join(g.Warnings(), ""); (said == "") != (test.bad == "") || !strings.Contains(said, test.bad) {
			t.Errorf("%q: %s", test.text, said)
		}
	}
	if (*Ignore)(nil).Covers(&entry) || (*Ignore)(nil).Warnings() != nil || (*Ignore)(nil).Unused() != nil {
		t.Error("no file covers something")
	}
}

func TestIgnorePlaces(t *testing.T) {
	for _, test := range []struct {
		line  string
		entry Entry
	}{
		{":r:1", Entry{RuleID: "r", StartLine: 1}},
		{"k.key:r:0", Entry{RuleID: "r", File: "k.key"}},
		{"lib.zip!in/a:r:1", Entry{RuleID: "r", File: "lib.zip!in/a", StartLine: 1}},
		{"a:b:c:r:1", Entry{RuleID: "r", File: "a:b:c", StartLine: 1}},
		{`C:\x\y:r:1`, Entry{RuleID: "r", File: "C:/x/y", StartLine: 1}},
		{"a:first:1", Entry{RuleID: "r", Names: []string{"first"}, File: "a", StartLine: 1}},
		{"a:generic-api-key:1", Entry{RuleID: "ably-api-key", File: "a", StartLine: 1}},
	} {
		g, err := ParseIgnore("f", []byte(test.line))
		if err != nil || !g.Covers(&test.entry) {
			t.Errorf("%s does not cover %+v: %v", test.line, test.entry, err)
		}
	}
	g, err := ParseIgnore("f", []byte("a:generic-api-key:1"))
	if err != nil || g.Covers(&Entry{RuleID: "github-pat", File: "a", StartLine: 1}) {
		t.Errorf("an entry of the generic rule covers what gitleaks has a rule for: %v", err)
	}
}

func TestIgnoreUses(t *testing.T) {
	g, err := ParseIgnore("f", []byte("a:r:1\n"+one+":a:r:1\nb:x:1\n"+one+":b:r:2\n"+other+":b:r:3\nc:r:1\n"))
	if err != nil {
		t.Fatal(err)
	}
	g.Covers(&Entry{RuleID: "r", File: "a", StartLine: 1, Commit: one})
	g.Covers(&Entry{RuleID: "r", File: "b", StartLine: 2, Commit: one})
	if got := g.Unused(); !slices.Equal(got, []string{"3", "6"}) {
		t.Errorf("unused: %v", got)
	}
	if got := g.ByPlace(); !slices.Equal(got, []string{"1"}) {
		t.Errorf("by place: %v", got)
	}
	if got := Lines(strings.Fields("1 2 3 4 5 6 7 8 9 10 11 12")); got != "lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more" {
		t.Error(got)
	}
}

func TestIgnoreIsBounded(t *testing.T) {
	if _, err := ParseIgnore("f", []byte(strings.Repeat("a:r:1\n", maxIgnores+1))); err == nil {
		t.Error("there is no limit")
	}
}

func TestIgnoreFiles(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"a/" + IgnoreName, "b/" + IgnoreName, "named"} {
		p := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	in := func(names ...string) (all []string) {
		for _, name := range names {
			all = append(all, filepath.Join(root, name))
		}
		return all
	}
	for _, test := range []struct {
		path, folder string
		want         []string
	}{
		{"a", "b", in("a/"+IgnoreName, "b/"+IgnoreName)},
		{"a", "a", in("a/" + IgnoreName)},
		{"named", "b", in("named", "b/"+IgnoreName)},
		{"none", "none", nil},
		{"b/" + IgnoreName, "b", in("b/" + IgnoreName)},
	} {
		if got := IgnoreFiles(filepath.Join(root, test.path), filepath.Join(root, test.folder)); !slices.Equal(got, test.want) {
			t.Errorf("%s and %s: %v", test.path, test.folder, got)
		}
	}
}

// FuzzIgnore: a file of fingerprints covers the entries that they are of, and none at
// another line.
func FuzzIgnore(f *testing.F) {
	f.Add("a b/c:d", "rule", 3, "# text\n::\n")
	f.Add("", "r", 0, "\x00:\xff:1")
	f.Fuzz(func(t *testing.T, file, rule string, line int, more string) {
		e := Entry{RuleID: rule, File: file, StartLine: max(line, 0)}
		fingerprint := file + ":" + rule + ":" + strconv.Itoa(e.StartLine)
		g, err := ParseIgnore("f", []byte(more+"\n"+fingerprint+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		g.Warnings()
		plain := !strings.ContainsAny(file+rule, "\n\r") && !strings.Contains(rule, ":") && rule != "" && strings.TrimSpace(fingerprint) == fingerprint &&
			fingerprint[0] != '#' && !strings.HasPrefix(fingerprint, "\ufeff") && (len(file) < 41 || !isCommit(file[:40]) && !isCommit(file[:min(64, len(file))]))
		if plain && !g.Covers(&e) {
			t.Errorf("%q does not cover %+v", fingerprint, e)
		}
		alone, err := ParseIgnore("f", []byte(fingerprint))
		if err != nil {
			t.Fatal(err)
		}
		if e.StartLine++; plain && alone.Covers(&e) {
			t.Errorf("%q covers %+v", fingerprint, e)
		}
	})
}
