package rules

import (
	"slices"
	"strings"
	"testing"
)

// Each mistake is told with its file and line.
func TestErrorsSayWhere(t *testing.T) {
	const ok = "[[rules]]\nid = 'ok'\nregex = 'o(k)'\n" // lines 1 to 3
	for _, c := range []struct{ text, want string }{
		{"", "test.toml: no rules"},
		{"[[allowlists]]\npaths = ['a']\n", "test.toml: no rules: nothing would be found; add"},
		{"[extend]\nuseDefault = false\n", `test.toml: no rules: nothing would be found; write "useDefault = true"`},
		{ok + "[", "test.toml:4:"},
		{ok + "entropy = 'high'", `test.toml:4: key "rules.entropy": it takes a number, not a string`},
		{ok + "entropy = 1\n" + "[[rules]]\nid = 2\nentropy = 2", `test.toml:6: key "rules.id": it takes a string, not a whole number`},
		{ok + "minDigits = 1.5", `test.toml:4: key "rules.minDigits": it takes a whole number, not a number`},
		{ok + "tags = ['a',\n'b',\n3]", `test.toml:4: key "rules.tags": it takes a string, not a whole number`},
		{ok + "tags = 'a'", `it takes a list, not a string`},
		{ok + "binary = 1", `it takes true or false, not a whole number`},
		{ok + "title = 1979-05-27", `unknown key "rules.title"`},
		{"title = 1979-05-27\n" + ok, `test.toml:1: key "title": it takes a string, not a date or time`},
		{ok + "allowlist = 1", `test.toml:4: key "rules.allowlist": it takes a table, not a whole number`},
		{"[rules]\nid = 'x'\n", `test.toml:1: key "rules": it takes a list, not a table`},
		{ok + "[[Rules]]\nid = 'x'\nregex = 'x'", `is written as "Rules", too`},
		{ok + "tags = " + strings.Repeat("[", 200), "test.toml:4: arrays or tables are nested too deeply"},
		{ok + strings.Repeat("a.", 200) + "a = 1", "test.toml:4: arrays or tables are nested too deeply"},
		{ok + "[" + strings.Repeat("a.", 200) + "a]", "test.toml:4: arrays or tables are nested too deeply"},
		{ok + "nope = 1", `test.toml:4: unknown key "rules.nope"`},
		{ok + "[[rules.allowlists]]\npath = 'x'", `test.toml:5: unknown key "rules.allowlists.path"`},
		{ok + "[generic]\nthreshold = 2", `test.toml:4: generic: it is about the built-in rules`},
		{ok + "[nope]\nx = 1", `test.toml:4: unknown key "nope"`},
		{"useDefault = false\n" + ok, `test.toml:1: key "useDefault" belongs under [extend]`},
		{"nope = 1\n" + ok, `test.toml:1: unknown key "nope"`},
		{ok + "stopword = 'x'", `unknown key "rules.stopword"`},
		{ok + "[[rules.allowlists]]\nstopword = 'x'", `unknown key "rules.allowlists.stopword"; did you mean "stopwords"?`},
		{ok + "secret_group = 1", `unknown key "rules.secret_group"; did you mean "secretGroup"?`},
		{"[extend]\nuseDefaults = true\n" + ok, `unknown key "extend.useDefaults"; did you mean "useDefault"?`},
		{"[[rule]]\n", `unknown key "rule"; did you mean "rules"?`},
		{ok + ok, `test.toml:4: rule "ok" is already at test.toml:1`},
		{ok + "[[rules]]\nregex = 'x'", "test.toml:4: a rule without id"},
		{ok + "[[rules]]\nid = 'x'\n", `test.toml:4: rule "x": neither regex nor path`},
		{ok + "[[rules]]\nid = 'x'\nregex = '(?i)a(?<!b)c'\n", `regex: (?<! at byte 5: a regex of RE2 has no look-around`},
		{ok + "[[rules]]\nid = 'x'\nregex = '(a)\\1'\n", `regex: \1 at byte 3: a regex of RE2`},
		{ok + "[[rules]]\nid = 'x'\nregex = 'ab(c'\n", `test.toml:4: rule "x": regex: `},
		{ok + "[[rules]]\nid = 'x'\nregex = 'ab[z-a]c'\n", `invalid character class range at byte 3`},
		{ok + "[[rules]]\nid = 'x'\npath = '('\n", `test.toml:4: rule "x": path: `},
		{ok + "wholeFile = true", `test.toml:1: rule "ok": wholeFile: it needs a path`},
		{ok + "[[rules]]\nid = 'x'\npath = 'p'\nwholeFile = true", `test.toml:4: rule "x": wholeFile: it needs a path, which says what files it is for, and a regex`},
		{ok + "examplePaths = ['x']", `test.toml:1: rule "ok": examplePaths are for rules with wholeFile = true`},
		{ok + "secretGroup = 2", `test.toml:1: rule "ok": secretGroup 2: the regex has 1 groups`},
		{ok + "secretGroup = -1", `secretGroup -1`},
		{ok + "entropy = 9", `entropy 9 is not`},
		{ok + "minDigits = -1", `cannot be negative`},
		{ok + "confidence = 'sure'", `confidence "sure" is none of low, medium, high`},
		{ok + "severity = 'bad'", `severity "bad" is none of low`},
		{ok + "provider = 'acme'", `provider "acme" is not known`},
		{ok + "examples = ['{x}']", `rule "ok": examples, number 1: example notation: {...}: not known`},
		{ok + "negatives = ['{x']", `example notation: { without }`},
		{ok + "[[rules.required]]\nid = 'lost'", `rule "ok": part: rule "lost" is not known`},
		{ok + "[[rules.required]]\nid = 'ok'\nwithinLines = -1", `cannot be negative`},
		{ok + "[[rules.required]]\nid = 'ok'\nrequired = true", `unknown key "rules.required.required"`},
		{ok + "[[rules.parts]]\nid = 'ok'", `part "ok": withinLines is from 1 to 100, unless the part is required`},
		{ok + "[[rules.parts]]\nid = 'ok'\nwithinLines = 101", `withinLines is from 1 to 100`},
		{ok + "[[rules.parts]]\nid = 'file'\nwithinLines = 1\n[[rules]]\nid = 'file'\npath = 'x'", `part: rule "file" has no regex`},
		{ok + "identifier = true\n[[rules.parts]]\nid = 'ok'\nwithinLines = 1", `an identifier is a part of others, and has no parts`},
		{ok + "[[rules.allowlists]]\n", `rule "ok": allowlist at test.toml:4: it allows nothing`},
		{ok + "[[rules.allowlists]]\npaths = ['a']\ntargetRules = ['ok']", `targetRules is for allowlists outside rules`},
		{ok + "[[allowlists]]\ndescription = 'x'\n", `test.toml:4: allowlist: it allows nothing`},
		{ok + "[[allowlists]]\npaths = ['a']\ntargetRules = ['lost']", `test.toml:4: allowlist: target rule "lost" is not known`},
		{ok + "[[rules]]\nid = 'acme-token'\nregex = 'x'\n[[allowlists]]\npaths = ['a']\ntargetRules = ['acme-tokn']", `target rule "acme-tokn" is not known; did you mean "acme-token"?`},
		{ok + "[[rules]]\nid = 'acme-token'\nregex = 'x'\n[[rules.required]]\nid = 'acme_token'", `part: rule "acme_token" is not known; did you mean "acme-token"?`},
		{ok + "[[allowlists]]\nregexes = ['(']", `test.toml:4: allowlist: regexes: `},
		{ok + "[[allowlists]]\npaths = ['a', '']", `an empty string, which would allow everything`},
		{ok + "[[allowlists]]\npaths = ['a', '[']", `test.toml:4: allowlist: paths: `},
		{ok + "[[allowlists]]\ncommits = ['abcdef0', 'HEAD~1']", `commits, number 2: it is not 7 or more hex digits`},
		{ok + "[[allowlists]]\ncommits = ['abc12']", `commits, number 1: it is not`},
		{ok + "[[allowlists]]\npaths = ['a']\ncondition = 'XOR'", `condition "XOR" is none of OR, AND`},
		{ok + "[[allowlists]]\npaths = ['a']\nregexTarget = 'file'", `regexTarget "file" is none of secret, match, line`},
		{ok + "[allowlist]\n", `test.toml:4: allowlist: it allows nothing`},
		{ok + "[extend]\nurl = 'https://x'", `test.toml: extend.url: rules are not fetched`},
		{ok + "[[providers]]\nname = 'x'", `test.toml:4: a provider without id`},
		{ok + "[[providers]]\nid = 'x'\n[[providers]]\nid = 'x'", `test.toml:6: provider "x" is already at test.toml:4`},
		{ok + "[[context]]\nprovider = 'x'", `test.toml:4: context: provider, and names or words, are required`},
	} {
		_, err := parseOwn(c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v\nwant %q in it", c.text, err, c.want)
		}
	}
}

// parseOwn reads a text in our own manner.
func parseOwn(text string) (*Config, error) {
	return loader{read: read}.parse("test.toml", []byte(text), ownManner)
}

func TestAllErrorsAtOnce(t *testing.T) {
	_, err := parseOwn("[[rules]]\nid='a'\nregex='('\nconfidence='x'\n[[rules]]\nid='b'\n[[allowlists]]\n")
	if err == nil {
		t.Fatal("no error")
	}
	if n := len(strings.Split(err.Error(), "\n")); n != 4 {
		t.Errorf("%d lines, want one for each of 4 mistakes:\n%v", n, err)
	}
	_, err = parseOwn("x=1\n[[rules]]\ny=1\n[[rules]]\nz=1\n")
	if n := len(strings.Split(err.Error(), "\n")); n != 3 {
		t.Errorf("%d lines, want one for each of 3 unknown keys:\n%v", n, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("[[rules]]\nid='a'\nregex='(a)'\nsecretGroup=1\nexamples=['{hex:3}']\n[[rules.allowlists]]\npaths=['x']\n[[rules.required]]\nid='a'\n")
	f.Add("[allowlist]\nstopwords=['x']\n[extend]\ndisabledRules=['y']\n")
	f.Add("[[context]]\nprovider='p'\nname='P'\nnames=['p']\nkeys=['k']\nshape='hex:32'\nwhere='named'\n")
	f.Add("rules = [{id='a', regex='''\n[[rules]]'''}, {id=\"b\"}]\n[[providers]]\nid='x'\n")
	f.Add("a.b.\"c\" = [1, {x=2}]\r\n[a]\n[[a.b]]\n")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(strings.ToLower(text), "path") {
			t.Skip("it may name any file")
		}
		c, err := parseOwn(text)
		if (c == nil) == (err == nil) {
			t.Fatalf("config %v, error %v", c, err)
		}
		if err != nil {
			return
		}
		headers := strings.Count(text, "\n") + 1
		var ids []string
		for _, r := range c.Rules {
			if r.Origin.Line < 1 || r.Origin.Line > headers {
				t.Errorf("rule %q is on line %d of %d", r.ID, r.Origin.Line, headers)
			}
			ids = append(ids, r.ID)
		}
		slices.Sort(ids)
		if len(slices.Compact(ids)) != len(c.Rules) {
			t.Errorf("two rules share an id: %q", ids)
		}
	})
}
