package rules

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func parse(t *testing.T, text string) *Config {
	t.Helper()
	c, err := Parse("test.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func at(line int) Origin { return Origin{File: "test.toml", Line: line} }

// write puts files into a new folder and returns its path.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func rule(t *testing.T, c *Config, id string) Rule {
	t.Helper()
	for _, r := range c.Rules {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("no rule %q", id)
	return Rule{}
}

func TestParseReadsEveryKey(t *testing.T) {
	const text = `
title = "T"
description = "D"
minVersion = "v8.25.0"

[[providers]]
id = "acme"
name = "Acme"
can = "do"
revoke = "https://acme.example"
rotate = "turn"
logs = "log"

[[rules]]
id = "a"
description = "d"
provider = "acme"
regex = '''\b(acme_)([a-z]{9})\b'''
path = '''\.env$'''
secretGroup = 2
entropy = 3
keywords = ["acme"]
tags = ["x"]
skipReport = true
confidence = "low"
severity = "critical"
binary = true
multiline = true
minDigits = 1
minUpper = 2
minLower = 3
placeholders = true
proof = "crc"
can = "rule can"
rotate = "rule rotate"
examples = ["acme_{lower:9}"]
negatives = ["acme_{lower:8}"]
wholeFile = true
examplePaths = ["a/.env"]
specificity = 4

[[rules.allowlists]]
id = "l"
description = "ld"
condition = "&&"
regexTarget = "line"
regexes = ["r"]
paths = ["p"]
commits = ["0123456789abcdef"]
stopwords = ["s"]

[[rules.parts]]
id = "b"
withinLines = 7

[[rules.required]]
id = "b"
withinLines = 5
withinColumns = 6

[[rules]]
id = "b"
regex = "x"

[[allowlists]]
targetRules = ["a"]
paths = ["q"]
`
	c := parse(t, text)
	want := &Config{
		Title:     "T",
		Providers: []Provider{{ID: "acme", Name: "Acme", Can: "do", Revoke: "https://acme.example", Rotate: "turn", Logs: "log", Origin: at(6)}},
		Rules: []Rule{
			{
				ID: "a", Description: "d", Provider: "acme",
				Regex: `\b(acme_)([a-z]{9})\b`, Path: `\.env$`, SecretGroup: 2, Entropy: 3,
				Keywords: []string{"acme"}, Tags: []string{"x"}, SkipReport: true,
				Confidence: "low", Severity: "critical", Binary: true, Multiline: true,
				MinDigits: 1, MinUpper: 2, MinLower: 3, Placeholders: true, Proof: "crc",
				Can: "rule can", Rotate: "rule rotate", Specificity: 4,
				Examples: []string{"acme_{lower:9}"}, Negatives: []string{"acme_{lower:8}"},
				WholeFile: true, ExamplePaths: []string{"a/.env"},
				Allowlists: []Allowlist{{
					ID: "l", Description: "ld", Condition: "AND", RegexTarget: "line",
					Regexes: []string{"r"}, Paths: []string{"p"}, Commits: []string{"0123456789abcdef"}, StopWords: []string{"s"},
					Origin: at(42),
				}},
				Parts: []Part{
					{ID: "b", WithinLines: 7},
					{ID: "b", WithinLines: 5, WithinColumns: 6, Required: true},
				},
				Origin: at(14),
			},
			{ID: "b", Regex: "x", LikeGitleaks: true, FilesOnly: true, Origin: at(61)},
		},
		Allowlists: []Allowlist{{
			Condition: "OR", RegexTarget: "secret", Paths: []string{"q"}, TargetRules: []string{"a"}, Origin: at(65),
		}},
		From: c.From, // see TestFrom
	}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
	want.Rules[1].LikeGitleaks, want.Rules[1].FilesOnly = false, false
	if own, err := parseOwn(text); err != nil || !reflect.DeepEqual(own, want) {
		t.Errorf("in our own manner: error %v\ngot  %+v\nwant %+v", err, own, want)
	}
}

// Every field of a Rule can be written in a file, and apply copies it.
func TestRuleTableCoversRule(t *testing.T) {
	table := reflect.TypeFor[ruleTable]()
	for f := range reflect.TypeFor[Rule]().Fields() {
		if _, ok := table.FieldByName(f.Name); !ok && f.Name != "Origin" {
			t.Errorf("ruleTable lacks %s", f.Name)
		}
	}
	full := reflect.New(table)
	for i := range table.NumField() {
		v := full.Elem().Field(i)
		switch {
		case !table.Field(i).IsExported():
		case v.Kind() == reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
			switch e := v.Elem(); e.Kind() {
			case reflect.String:
				e.SetString("x")
			case reflect.Int:
				e.SetInt(1)
			case reflect.Float64:
				e.SetFloat(1)
			case reflect.Bool:
				e.SetBool(true)
			}
		case v.Kind() == reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		case v.Kind() == reflect.String:
			v.SetString("x")
		}
	}
	full.Interface().(*ruleTable).origin.Line = 1
	var r Rule
	full.Interface().(*ruleTable).apply(&r)
	for f, v := range reflect.ValueOf(r).Fields() {
		if v.IsZero() {
			t.Errorf("apply leaves out %s", f.Name)
		}
	}
}

func TestOlderSingleAllowlists(t *testing.T) {
	c := parse(t, `
[allowlist]
description = "global"
paths = ["a"]

[[rules]]
id = "r"
regex = "abc"
[rules.allowlist]
regexTarget = "match"
regexes = ["b"]
`)
	if len(c.Allowlists) != 1 || c.Allowlists[0].Paths[0] != "a" {
		t.Errorf("global: %+v", c.Allowlists)
	}
	if l := rule(t, c, "r").Allowlists; len(l) != 1 || l[0].Regexes[0] != "b" || l[0].Origin.Line != 9 {
		t.Errorf("rule: %+v", l)
	}
}

func TestLoadIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "large.toml")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.Truncate(1 << 40); err != nil {
		t.Skip(err)
	}
	if _, err := Load(path); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("a file of 1 TB: error %v", err)
	}
}

func TestFind(t *testing.T) {
	dir := write(t, map[string]string{
		"both/.sluice.toml": "", "both/.gitleaks.toml": "", "both/file.txt": "",
		"one/.gitleaks.toml": "", "none/file.txt": "",
	})
	for folder, want := range map[string]string{
		"both":          "both/.sluice.toml",
		"both/file.txt": "", // a file beside it does not steer
		"one":           "one/.gitleaks.toml",
		"none":          "",
		"absent":        "",
	} {
		if want != "" {
			want = filepath.Join(dir, want)
		}
		if got, err := Find(filepath.Join(dir, folder)); err != nil || got != want {
			t.Errorf("%s: got %q, %v; want %q", folder, got, err, want)
		}
	}
}

// A file full of unknown names takes time and words in proportion to its size, and
// not to its size times the number of rules.
func TestManyUnknownNames(t *testing.T) {
	ids := strings.Repeat("'no-such-rule',", 100_000)
	c, err := Parse(".sluice.toml", []byte("[extend]\ndisabledRules = ["+ids+"]\n"))
	if err != nil || len(c.Notes) != maxNotes+1 || !strings.Contains(c.Notes[maxNotes], "99990 more") {
		t.Errorf("disabledRules: error %v, %d notes", err, len(c.Notes))
	}
	for name, text := range map[string]string{
		"targetRules": "[[allowlists]]\npaths = ['a']\ntargetRules = [" + ids + "]\n",
		"keys":        strings.Repeat("[[allowlists]]\nstopword = 1\n", 50_000),
		"rules":       strings.Repeat("[[rules]]\n", maxRules+1),
	} {
		_, err := Parse(".sluice.toml", []byte(text))
		if err == nil || strings.Count(err.Error(), "\n") > maxErrors {
			t.Errorf("%s: %d lines of errors", name, strings.Count(err.Error(), "\n"))
		}
	}
}
