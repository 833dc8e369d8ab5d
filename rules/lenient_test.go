package rules

import (
	"fmt"
	"strings"
	"testing"
)

// tell describes what a file says, in short.
func tell(c *Config) string {
	var parts []string
	list := func(prefix string, lists []Allowlist) {
		for _, a := range lists {
			parts = append(parts, fmt.Sprintf("%sallow %s %q %q %q %q", prefix, a.Condition, a.Regexes, a.Paths, a.Commits, a.StopWords))
		}
	}
	for _, r := range c.Rules {
		s := "rule " + r.ID
		for name, value := range map[string]string{"regex": r.Regex, "path": r.Path} {
			if value != "" && value != "tok_([a-z]{8})" {
				s += " " + name + " " + value
			}
		}
		if r.SecretGroup > 0 {
			s += fmt.Sprintf(" group %d", r.SecretGroup)
		}
		if r.Entropy > 0 {
			s += fmt.Sprintf(" entropy %g", r.Entropy)
		}
		if len(r.Keywords)+len(r.Tags) > 0 {
			s += fmt.Sprintf(" %q", append(r.Keywords, r.Tags...))
		}
		if r.SkipReport {
			s += " skip"
		}
		for _, p := range r.Parts {
			s += fmt.Sprintf(" part %s %d", p.ID, p.WithinLines)
		}
		parts = append(parts, s)
		list(r.ID+" ", r.Allowlists)
	}
	list("", c.Allowlists)
	return strings.Join(parts, "; ")
}

// What gitleaks 8.30 loads, loads. The facts were found by running it with each of
// these files.
func TestGitleaksManner(t *testing.T) {
	const ok = "[[rules]]\nid = 't'\nregex = '''tok_([a-z]{8})'''\n"
	for _, c := range []struct {
		text string
		want string // what it says, or a part of the error
		note string // parts of the notes in their order, with | between them
	}{
		{ok, "rule t", ""},

		// Keys.
		{"foo = 1\n[bar]\nx = 2\n" + ok + "whatever = 'x'\n", "rule t", `"foo"|"bar"|"rules.whatever"`},
		{ok + "regexs = 'x'\n[[allowlits]]\npaths = ['a']\n", "rule t", `did you mean "regex"?|did you mean "allowlists"?`},
		{"useDefault = true\n" + ok, "rule t", "belongs under [extend]"},
		{"[[Rules]]\nID = 't'\nRegex = 'tok_([a-z]{8})'\nsecretgroup = 1\n", "rule t group 1", ""},
		{ok + "Regex = 'key'\n", "rule t regex key", `"rules.regex" is written as "Regex", too`},
		{"minVersion = 'v99.0.0'\n" + ok, "rule t", ""},

		// Types.
		{"title = 1\n" + ok + "description = 7\n", "rule t", "title|description"},
		{"[[rules]]\nid = 7\nregex = 'abc'\n", "rule 7 regex abc", "rules.id"},
		{"[[rules]]\nid = 7.50\nregex = 'abc'\n", "rule 7.5 regex abc", "rules.id"},
		{"[[rules]]\nid = true\nregex = 'abc'\n", "rule 1 regex abc", "rules.id"},
		{"[[rules]]\nid = ['a']\nregex = 'abc'\n", `"rules.id": it takes a string, not a list`, ""},
		{"[[rules]]\nid = 1979-05-27\nregex = 'abc'\n", `"rules.id": it takes a string, not a date`, ""},
		{ok + "entropy = '4.2'\n", "rule t entropy 4.2", "rules.entropy"},
		{ok + "entropy = ''\n", "rule t", "rules.entropy"},
		{ok + "entropy = true\n", "rule t entropy 1", "rules.entropy"},
		{ok + "entropy = 'x'\n", `"rules.entropy": it takes a number`, ""},
		{ok + "entropy = [3.0]\n", `"rules.entropy": it takes a number`, ""},
		{ok + "entropy = -1\n", "rule t", "below 0"},
		{ok + "entropy = nan\n", "rule t", "below 0"},
		{ok + "entropy = 9\n", "rule t entropy 8", "finds nothing"},
		{ok + "secretGroup = '1'\n", "rule t group 1", "rules.secretGroup"},
		{ok + "secretGroup = '0x1'\n", "rule t group 1", "rules.secretGroup"},
		{ok + "secretGroup = 1.7\n", "rule t group 1", "rules.secretGroup"},
		{ok + "secretGroup = true\n", "rule t group 1", "rules.secretGroup"},
		{ok + "secretGroup = -1\n", "rule t", "below 0"},
		{ok + "secretGroup = 2\n", "secretGroup 2: the regex has 1 groups", ""},
		{ok + "keywords = 'tok'\n", `rule t ["tok"]`, "rules.keywords"},
		{ok + "keywords = 'a,b'\n", `rule t ["a" "b"]`, "split at its commas"},
		{ok + "keywords = ['a', true, 1.5]\n", `rule t ["a" "1" "1.5"]`, "rules.keywords"},
		{ok + "tags = ''\n", "rule t", "rules.tags"},
		{ok + "skipReport = 'true'\n", "rule t skip", "rules.skipReport"},
		{ok + "skipReport = 1\n", "rule t skip", "rules.skipReport"},
		{ok + "regex = ['abc']\n", "toml: Key ... has already been defined", ""},
		{"[rules]\nid = 't'\nregex = 'abc'\n", "rule t regex abc", "rules"},
		{"rules = 'x'\n", `"rules": it takes a table, not a string`, ""},
		{"extend = 'x'\n" + ok, `"extend": it takes a table`, ""},
		{ok + "[[allowlist]]\nregexes = ['h']\n", `"allowlist": it takes a table, not a list`, ""},
		{ok + "[allowlists]\nregexes = 'h{3,9}'\n", `rule t; allow OR ["h{3" "9}"] [] [] []`, "allowlists|commas"},

		// Rules.
		{"[[rules]]\nid = 't'\nregex = 'abc'\nentropy = 2\n[[rules]]\nid = 't'\nregex = 'def'\n", "rule t regex def", `rule "t" is written again at line 5`},
		{"[[rules]]\nid = 't'\nregex = 'abc'\n[[rules]]\nid = 't'\npath = 'p'\n", "rule t path p", "written again"},
		{"[[rules]]\nid = 't'\nregex = 'abc'\n[[rules]]\nid = 't'\ndescription = 'd'\n", "neither regex nor path", ""},
		{"[[rules]]\nid = 't'\n", "neither regex nor path", ""},
		{"[[rules]]\nid = 't'\npath = 'p'\nsecretGroup = 1\n", "rule t path p", "without a regex"},
		{"[[rules]]\nid = 't'\nregex = 'tok_(?!x)'\n", "a regex of RE2 has no look-around", ""},
		{ok + "[[rules.required]]\nid = 'nope'\n", `part: rule "nope" is not known`, ""},
		{ok + "[[rules.required]]\nid = 't'\n", "rule t", "requires itself"},
		{ok + "[[rules.required]]\nid = 'k'\nwithinLines = -1\n[[rules]]\nid = 'k'\nregex = 'abc'\n", "rule t part k 0; rule k regex abc", "below 0"},
		{ok + "[[rules.required]]\nid = 'k'\n[[rules]]\nid = 'k'\npath = 'p'\n", "rule t; rule k path p", "has no regex"},

		// Keys that gitleaks does not know, and we do.
		{ok + "confidence = 5\nseverity = 'HIGH'\nprovider = 'acme'\nexamples = ['{x}']\nscored = 'often'\n", "rule t", "examples|confidence|provider|scored"},
		{"context = 'x'\ngeneric = true\n" + ok, "rule t", "context|generic"},
		{ok + "parts = 'x'\ncandidates = ['word']\n", "rule t", "candidates|rules.parts"},

		// Allowlists.
		{ok + "[allowlist]\n", "rule t", "allows nothing"},
		{ok + "[allowlist]\nregexes = ['', 'x']\n", `rule t; allow OR ["x"] [] [] []`, "would allow everything"},
		{ok + "[allowlist]\npaths = ['']\n", "rule t", "would allow everything|allows nothing"},
		{ok + "[allowlist]\nstopwords = ['']\n", "rule t", "stopword|allows nothing"},
		{ok + "[allowlist]\ncommits = ['', 'abc', 'main', '0123456789']\n", `rule t; allow OR [] [] ["0123456789"] []`, "commit"},
		{ok + "[[allowlists]]\ncondition = 'and'\ncommits = ['main']\npaths = ['a']\n", "rule t", "commit|allows nothing"},
		{ok + "[[allowlists]]\ncondition = '&&'\nregexes = ['h']\npaths = ['a']\n", `rule t; allow AND ["h"] ["a"] [] []`, ""},
		{ok + "[[allowlists]]\ncondition = 'xor'\nregexes = ['h']\n", "condition", ""},
		{ok + "[[allowlists]]\nregexTarget = 'Match'\nregexes = ['h']\n", "regexTarget", ""},
		{ok + "[[allowlists]]\ntargetRules = ['nope']\nregexes = ['h']\n", `rule "nope" is not known`, ""},
		{ok + "[[rules.allowlists]]\ntargetRules = ['nope']\nregexes = ['h']\n", `rule t; t allow OR ["h"] [] [] []`, "targetRules"},
		{ok + "[allowlist]\nregexes = [['h']]\n", `"allowlist.regexes": it takes a string, not a list`, ""},
		{ok + "[allowlist]\nregexes = ['(?<!x)y']\n", "a regex of RE2 has no look-around", ""},
		{ok + "[allowlist]\nregexes = ['a']\n[[allowlists]]\nregexes = ['b']\n", `rule t; allow OR ["b"] [] [] []; allow OR ["a"] [] [] []`, ""},

		{"[extend]\nurl = 'http://127.0.0.1/x.toml'\n" + ok, "extend.url: rules are not fetched", ""},

		// betterleaks.
		{"filter = 'x'\n" + ok, `key "filter" is an expression of betterleaks`, ""},
		{ok + "prefilter = 'x'\n", `key "rules.prefilter" is an expression of betterleaks`, ""},
		{ok + "validate = 'x'\ntokenEfficiency = true\n", "rule t", "rules.validate|rules.tokenEfficiency"},
	} {
		check(t, c.text, c.want, c.note)
	}
}

// check reads a text in gitleaks' manner, and looks at what it says, or at the error,
// and at the notes.
func check(t *testing.T, text, want, note string) {
	t.Helper()
	c, err := Parse("x.toml", []byte(text))
	if err != nil {
		if want == "" || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\nerror %v\nwant  %s", text, err, want)
		}
		return
	}
	if got := tell(c); got != want {
		t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
	}
	notes := strings.Join(c.Notes, "\n")
	if note == "" && notes != "" {
		t.Errorf("%s\nnotes %s", text, notes)
	}
	for part := range strings.SplitSeq(note, "|") {
		if !strings.Contains(notes, part) {
			t.Errorf("%s\nnotes %s\nlack  %s", text, notes, part)
		}
	}
}

// A file in gitleaks' manner without a rule adds to the built-in rules, and says so.
func TestOnlyAllowlists(t *testing.T) {
	all, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for text, notes := range map[string]int{
		"":                             1,
		"title = 'x'\n":                1,
		"rules = []\n":                 1,
		"[allowlist]\npaths = ['a']\n": 1,
		"[rules]\n[[allowlists]]\npaths = ['a']\n":                   2, // the empty table is one more
		"[extend]\nuseDefault = false\n[allowlist]\npaths = ['a']\n": 1,
		"[extend]\nuseDefault = true\n[allowlist]\npaths = ['a']\n":  0,
	} {
		c, err := Parse(".gitleaks.toml", []byte(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if len(c.Rules) != len(all.Rules) || len(c.Notes) != notes || notes > 0 && !strings.Contains(c.Notes[0], "built-in rules") {
			t.Errorf("%q: %d rules, notes %q", text, len(c.Rules), c.Notes)
		}
		if c.From.Builtin != len(all.Rules) || c.From.BuiltinOff != 0 {
			t.Errorf("%q: %+v", text, c.From)
		}
	}
}

// Only files of another name than ours are read so, and files that such a file
// extends.
func TestMannerOf(t *testing.T) {
	const text = "nope = 1\n[extend]\nuseDefault = true\n"
	for name, loads := range map[string]bool{
		".sluice.toml": false, "conf/sluice.toml": false, ".gitleaks.toml": true, "acme.toml": true, "GITLEAKS_CONFIG_TOML": true,
	} {
		if _, err := Parse(name, []byte(text)); (err == nil) != loads {
			t.Errorf("%s: error %v", name, err)
		}
	}
	dir := write(t, map[string]string{
		"a/.sluice.toml": "[extend]\npath = 'x.toml'\n", "a/x.toml": text,
		"b/.sluice.toml": "[extend]\npath = '.gitleaks.toml'\n", "b/.gitleaks.toml": text,
		"c/acme.toml": "[extend]\npath = 'x.toml'\n", "c/x.toml": text,
	})
	for name, loads := range map[string]bool{"a/.sluice.toml": false, "b/.sluice.toml": true, "c/acme.toml": true} {
		if _, err := Load(dir + "/" + name); (err == nil) != loads {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// The notes of a file are few, whatever is in it.
func TestNotesAreBounded(t *testing.T) {
	var text strings.Builder
	for i := range 500 {
		fmt.Fprintf(&text, "[[rules]]\nid = 'r%d'\nregex = 'abc'\nsame = 1\nkey%d = 1\n", i, i)
	}
	c := parse(t, text.String())
	if n := len(c.Notes); n != maxFileNotes+1 || !strings.Contains(c.Notes[n-1], "481 more") {
		t.Errorf("%d notes, the last is %s", n, c.Notes[n-1])
	}
	if !strings.Contains(c.Notes[0], "test.toml:4: ") || !strings.HasSuffix(c.Notes[0], "(500 places)") {
		t.Errorf("the first is %s", c.Notes[0])
	}
}
