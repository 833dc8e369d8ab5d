package rules

import (
	"regexp"
	"strings"
	"testing"
)

// A file that was written for gitleaks 7 or before it is translated.
func TestOlderFiles(t *testing.T) {
	const rule = "[[rules]]\ndescription = 'Tok One'\nregex = '''tok_([a-z]{8})'''\n"
	for _, c := range []struct{ text, want, note string }{
		{rule, "rule own-tok-one", "a rule without id"},
		{rule + rule + rule, "rule own-tok-one; rule own-tok-one-2; rule own-tok-one-3", "(3 places)"},
		{"[[rules]]\ndescription = 'tok one 2'\nregex = 'abc'\n[[rules]]\nid = 'own-tok-one'\nregex = 'def'\n" + rule, "rule own-tok-one-2 regex abc; rule own-tok-one regex def; rule own-tok-one-3", "a rule without id"},
		{"[[rules]]\nregex = 'abc'\n", "rule own-rule regex abc", "a rule without id"},
		{rule + "reportGroup = 1\nfile = '''^a\\.txt$'''\n", `rule own-tok-one path (?:(?-m:(?:\A|/)a\.txt$))[^/]*$ group 1`, "reportGroup|rules.file"},
		{rule + "path = 'p'\nfile = 'f'\n", "rule own-tok-one path p", "beside path"},
		{rule + "filePathRegex = 'p'\nentropyROI = 'word'\n", "rule own-tok-one path p", "filePathRegex|entropyROI"},
		{rule + "[[rules.Entropies]]\nMin = '2.5'\nMax = '4.0'\nGroup = '1'\n[[rules.Entropies]]\nMin = '3.0'\nMax = '5'\nGroup = '1'\n", "rule own-tok-one group 1 entropy 2.5", "Max for nothing"},
		{rule + "entropies = ['3.3-4.30']\n", "rule own-tok-one entropy 3.3", "rules.entropies"},
		{rule + "[[rules.Entropies]]\nMin = '2.5'\nGroup = '2'\n", "rule own-tok-one", "another group"},
		{rule + "[rules.allowlist]\nfiles = ['x']\nrepos = ['r']\n", `rule own-tok-one; own-tok-one allow OR [] ["(?:x)[^/]*$"] [] []`, "files|repos"},
		{rule + "[[rules.whitelist]]\nregex = 'h'\n[whitelist]\nfiles = ['x']\nregexes = ['y']\n", `rule own-tok-one; own-tok-one allow OR ["h"] [] [] []; allow OR ["y"] ["(?:x)[^/]*$"] [] []`, "whitelist|regexes|paths"},
		{rule + "[[rules.whitelist]]\nregex = 'h'\nfile = 'x'\n", `rule own-tok-one; own-tok-one allow AND ["h"] ["(?:x)[^/]*$"] [] []`, "whitelist"},
		{rule + "[allowlist]\nfiles = ['x', '" + strings.Repeat("a", maxNameRegexes) + "', 'y']\n", "bytes of regexes are not translated", ""},
		{rule + "[allowlist]\nfiles = ['']\n", "rule own-tok-one", "would allow everything"},
	} {
		check(t, c.text, c.want, c.note)
	}
}

// In a file that gitleaks 8 loads, older keys count for nothing, as there, and are
// named.
func TestOlderKeysInFilesOfToday(t *testing.T) {
	const rule = "[[rules]]\nid = 't'\nregex = '''tok_([a-z]{8})'''\n"
	for key, text := range map[string]string{
		"rules.file":        rule + "file = 'a'\n",
		"rules.reportGroup": rule + "reportGroup = 1\n",
		"rules.Entropies":   rule + "[[rules.Entropies]]\nMin = '3'\n",
		"rules.whitelist":   rule + "[[rules.whitelist]]\nregex = 'x'\n",
		"whitelist":         rule + "[whitelist]\nfiles = ['x']\n",
		"global":            rule + "[global]\nfile = 'x'\n",
	} {
		check(t, text, "rule t", `key "`+key+`" is of an older gitleaks: it counts for nothing, as in gitleaks 8`)
	}
	check(t, rule+"[allowlist]\nfiles = ['a']\npaths = ['x']\n", `rule t; allow OR [] ["x"] [] []`, "today it is paths")
}

// A regex over the name of a file becomes one over its path.
func TestNameRegex(t *testing.T) {
	for _, c := range []struct {
		expr, path string
		want       bool
	}{
		{`^a\.txt$`, "a.txt", true},
		{`^a\.txt$`, "dir/a.txt", true},
		{`^a\.txt$`, "dir/ba.txt", false},
		{`^a\.txt$`, "a.txt/b", false},
		{`test`, "test/a", false},
		{`test`, "a/my-test.go", true},
		{`(.*?)(jpg|gif)$`, "x/a.gif", true},
		{`(.*?)(jpg|gif)$`, "x.gif/a", false},
		{`a|b`, "b/c", false},
		{`[^x]y`, "a/y", false},
		{`(?i)^KEY`, "home/key.pem", true},
	} {
		if got := regexp.MustCompile(nameRegex(c.expr)).MatchString(c.path); got != c.want {
			t.Errorf("%s as %s: %s fits: %v", c.expr, nameRegex(c.expr), c.path, got)
		}
	}
}

// No built-in rule has an id that is made from a description.
func TestIDsOfDescriptions(t *testing.T) {
	all, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range all.Rules {
		if strings.HasPrefix(all.Rules[i].ID, "own-") {
			t.Errorf("there is a rule %s", all.Rules[i].ID)
		}
	}
}
