package migrate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/sluicesec/sluice/rules"
)

// says returns the notes that a plan has so far, as "FILE:LINE FATE WAS".
func says(p *Plan) (all []string) {
	for _, n := range p.notes {
		all = append(all, fmt.Sprintf("%s:%d %s %s", n.File, n.Line, n.Fate, n.Was))
	}
	return all
}

func TestDetectSecrets(t *testing.T) {
	p := read(t, map[string]string{"words.txt": "sample-word\nfoo\n", ".secrets.baseline": `{
 "version": "1.4.0",
 "plugins_used": [
  {"name": "KeywordDetector", "keyword_exclude": ""},
  {"name": "HexHighEntropyString", "limit": 3.0},
  {"name": "Mine", "path": "file://mine.py"}
 ],
 "filters_used": [
  {"path": "detect_secrets.filters.heuristic.is_likely_id_string"},
  {"path": "detect_secrets.filters.common.is_ignored_due_to_verification_policies", "min_level": 2},
  {"path": "detect_secrets.filters.regex.should_exclude_file", "pattern": [
   "^docs/", "(?x)^( a | b )$ # why",
   "^(?!src)"
  ]},
  {"path": "detect_secrets.filters.regex.should_exclude_line", "pattern": "checksum"},
  {"path": "detect_secrets.filters.regex.should_exclude_secret", "pattern": ["^\\$\\{"]},
  {"path": "detect_secrets.filters.wordlist.should_exclude_secret", "min_length": 3, "file_name": "words.txt", "file_hash": "x"},
  {"path": "file://filters.py::mine"}
 ],
 "results": {}
}`})
	want := []string{
		".secrets.baseline:5 left HexHighEntropyString with the limit 3",
		".secrets.baseline:6 left a plugin of its own, Mine",
		".secrets.baseline:3 translated 3 plugins",
		".secrets.baseline:10 left the filter of secrets that services know",
		".secrets.baseline:13 left should_exclude_file ^(?!src)",
		".secrets.baseline:17 left 1 word in words.txt of fewer than five letters",
		".secrets.baseline:18 left a filter of its own, file://filters.py::mine",
		".secrets.baseline:8 idle 1 heuristic filter",
	}
	if got := says(p); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for _, text := range []string{"paths = [\n  '^docs/',\n  '^(a|b)$',\n]", "regexTarget = 'line'\nregexes = [\n  'checksum',\n]", `regexes = [` + "\n" + `  '^\$\{',` + "\n]", "stopwords = [\n  'sample-word',\n]"} {
		if !strings.Contains(p.text, text) {
			t.Errorf("%s\nis not in\n%s", text, p.text)
		}
	}
	if e := p.entries[0]; e.file != ".secrets.baseline" || e.line != 12 || e.was != "should_exclude_file ^docs/" {
		t.Errorf("%+v", e)
	}
}

func TestOldDetectSecrets(t *testing.T) {
	p := read(t, map[string]string{".secrets.baseline": `{"exclude": {"files": "go.sum|^x$", "lines": null}, "word_list": {"file": null, "hash": null}, "plugins_used": [{"base64_limit": 4.5, "name": "Base64HighEntropyString"}], "results": {}}`})
	if len(p.lists) != 1 || p.lists[0].entries[0].text != "go.sum|^x$" {
		t.Errorf("%+v", p.lists)
	}
}

func TestPreCommit(t *testing.T) {
	p := read(t, map[string]string{".pre-commit-config.yaml": `repos:
- repo: https://github.com/Yelp/detect-secrets
  rev: v1.5.0
  hooks:
  - id: detect-secrets
    exclude: |
      (?x)^(
        package.lock.json|   # npm
        go\.sum
      )$
    args: ['--baseline', '.known', "--exclude-files=^docs/",
      --exclude-lines, 'sha256', '--exclude-secrets x+', --disable-plugin, KeywordDetector]
- repo: https://github.com/gitleaks/gitleaks
  hooks:
  - id: gitleaks
    exclude: ^no/
`, ".known": `{"results": {"a": [{"type": "t", "hashed_secret": "00", "line_number": 1}]}}`})
	var got []string
	for _, l := range p.lists {
		for _, e := range l.entries {
			got = append(got, fmt.Sprintf("%d %s %s %s", e.line, l.kind, l.target, e.text))
		}
	}
	want := []string{`6 paths  ^(package.lock.json|go\.sum)$`, "11 paths  ^docs/", "12 regexes line sha256", "12 regexes secret x+"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if len(p.imports) != 1 || p.from[0] != ".known" {
		t.Errorf("the baseline that an argument names was not read: %v", p.imports)
	}
	notes := says(p)
	for _, want := range []string{".pre-commit-config.yaml:2 by-hand the hook of detect-secrets", ".pre-commit-config.yaml:13 by-hand the hook of gitleaks", ".pre-commit-config.yaml:12 left --disable-plugin KeywordDetector"} {
		if !slices.Contains(notes, want) {
			t.Errorf("%q is not in %q", want, notes)
		}
	}
}

func TestCommands(t *testing.T) {
	p := read(t, map[string]string{"Makefile": "x:\n\tdetect-secrets-hook --exclude-secrets '[a-f]{24}' --exclude-lines=\"W/\\\"\\\\d+\" \\\n\t\t--exclude-files ^docs/\ny:\n\tother --exclude-files no\n"})
	var got []string
	for _, l := range p.lists {
		for _, e := range l.entries {
			got = append(got, fmt.Sprintf("%d %s %s %s", e.line, l.kind, l.target, e.text))
		}
	}
	if want := []string{"2 regexes secret [a-f]{24}", `2 regexes line W/"\d+`, "3 paths  ^docs/"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestTrufflehog(t *testing.T) {
	p := read(t, map[string]string{
		".trufflehogignore": "# comment\n^docs/\n\n(unclosed\n",
		"trufflehog-config.yaml": `sources: []
detectors:
- name: HogToken
  keywords: [hog]
  regex:
    id: '\b(HOG[0-9A-Z]{17})\b'
    token: '(hogtok_[a-z0-9]{40})'
  primary_regex_name: token
  entropy: 3.5
  exclude_words: [sample]
  exclude_regexes_match: ['^x+$']
  verify:
  - endpoint: http://localhost/
- name: Broken
  regex: {a: '(?!x)'}
- name: jwt
  regex: {a: 'thejwt_[a-z]{20}'}
`})
	cfg, err := rules.Parse(p.configPath(), []byte(p.text))
	if err != nil {
		t.Fatal(err)
	}
	var main, other *rules.Rule
	for i := range cfg.Rules {
		switch cfg.Rules[i].ID {
		case "hog-token":
			main = &cfg.Rules[i]
		case "own-jwt":
			other = &cfg.Rules[i]
		}
	}
	if main == nil || other == nil {
		t.Fatalf("%s", p.text)
	}
	if main.Entropy != 3.5 || len(main.Parts) != 1 || !main.Parts[0].Required || len(main.Allowlists) != 2 || !strings.HasPrefix(main.Regex, "(hogtok") {
		t.Errorf("%+v", main)
	}
	want := []string{
		"trufflehog-config.yaml:3 translated detector HogToken",
		"trufflehog-config.yaml:13 left a service that says whether a secret is live",
		"trufflehog-config.yaml:14 left detector Broken",
		"trufflehog-config.yaml:16 translated detector jwt",
		"trufflehog-config.yaml:1 left sources",
		".trufflehogignore:4 left exclude (unclosed",
	}
	if got := says(p); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// Several tools are joined in one file, and what each says means the same there.
func TestSeveralTools(t *testing.T) {
	p := read(t, map[string]string{
		".gitleaks.toml":    ownRule + "[[allowlists]]\npaths = ['a']\n",
		".trufflehogignore": "^docs/\n",
		".secrets.baseline": `{"filters_used": [{"path": "detect_secrets.filters.regex.should_exclude_file", "pattern": ["^docs/"]}], "results": {}}`,
	})
	var got []string
	for _, e := range p.entries {
		if !e.auto {
			got = append(got, fmt.Sprintf("%s:%d %s", e.file, e.line, e.text))
		}
	}
	if want := []string{".gitleaks.toml:5 a", ".secrets.baseline:1 ^docs/"}; !slices.Equal(got, want) {
		t.Errorf("%q\n%s", got, p.text)
	}
}

func TestMentions(t *testing.T) {
	root := fstest.MapFS{
		".github/workflows/x.yml": {Data: []byte("run: gitleaks git -v --baseline-path=ci/known.json -c ci/rules.toml .\n# gitleaks detect\nuses: gitleaks/gitleaks-action@v2\nrun: trufflehog git file://. --exclude-paths ci/not.txt\n")},
		"ci/known.json":           {Data: []byte("[]")},
		"ci/rules.toml":           {Data: []byte(ownRule)},
		"ci/not.txt":              {Data: []byte("x\n")},
	}
	inputs, err := Find(root, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, in := range inputs {
		got = append(got, in.Name)
	}
	if want := []string{"ci/rules.toml", "ci/known.json", "ci/not.txt"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	lines := map[int]bool{}
	for _, n := range handwork(root) {
		lines[n.Line] = true
	}
	if len(lines) != 3 || lines[2] {
		t.Errorf("%v", lines)
	}
	asked := []Input{{Kind: Report, Name: "mine", Text: []byte("[]")}}
	if inputs, _ = Find(root, asked); len(inputs) != 3 || !slices.ContainsFunc(inputs, func(in Input) bool { return in.Name == "mine" }) {
		t.Errorf("%v", inputs)
	}
}

// All files are written or none.
func TestWrite(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := Write([]File{{at("a"), []byte("1")}, {at("b"), []byte("2")}}); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(at("full"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Write([]File{{at("full/x"), []byte("1")}}); err != nil {
		t.Fatal(err)
	}
	if err := Write([]File{{at("a"), []byte("3")}, {at("new"), []byte("4")}, {at("full"), []byte("5")}}); err == nil {
		t.Error("a file took the place of a folder")
	}
	if text, _ := os.ReadFile(at("a")); string(text) != "1" {
		t.Errorf("a is %q", text)
	}
	if _, err := os.Stat(at("new")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("new stayed")
	}
	if there, err := Existing([]File{{Path: at("a")}, {Path: at("c")}}); err != nil || len(there) != 1 {
		t.Error(there, err)
	}
	if left, _ := filepath.Glob(at(".sluice-migrate-*")); len(left) > 0 {
		t.Errorf("%q is left", left)
	}
}

func FuzzDetectSecrets(f *testing.F) {
	f.Add([]byte(`{"plugins_used": [{"name": "x", "limit": 3}], "filters_used": [{"path": "a.regex.should_exclude_file", "pattern": ["x"]}], "results": {"a": [{"type": "t"}]}}`))
	fuzzInput(f, Report)
}

func FuzzPreCommit(f *testing.F) {
	f.Add([]byte("repos:\n- hooks:\n  - id: detect-secrets\n    args: [--exclude-files, x]\n"))
	fuzzInput(f, PreCommit)
}

func FuzzTrufflehog(f *testing.F) {
	f.Add([]byte("detectors:\n- name: a\n  regex: {x: 'y+'}\n  exclude_words: [z]\n"))
	fuzzInput(f, TrufflehogConfig)
}

func FuzzExcludePaths(f *testing.F) {
	f.Add([]byte("^docs/\n# x\n'\n"))
	fuzzInput(f, ExcludePaths)
}

// fuzzInput holds that what can be read gives a rule file that loads, or none.
func fuzzInput(f *testing.F, kind Kind) {
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := Read(fstest.MapFS{}, "/nowhere", []Input{{kind, "input", text}})
		if err != nil {
			if strings.Contains(err.Error(), "no rule file of sluice") {
				t.Error(err)
			}
			return
		}
		if p.text != "" {
			if _, err := rules.Parse(p.configPath(), []byte(p.text)); err != nil {
				t.Errorf("%v\n%s", err, p.text)
			}
		}
	})
}

func FuzzFromPython(f *testing.F) {
	f.Add("(?x) a b # c\n[ #]\\ ")
	f.Fuzz(func(t *testing.T, expr string) {
		if re, err := fromPython(expr); err == nil {
			if _, err := fromGo(re); err != nil {
				t.Errorf("%q is %q: %v", expr, re, err)
			}
		}
	})
}
