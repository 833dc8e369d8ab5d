package migrate

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/sluicesec/sluice/rules"
)

// read reads files at the root of a repository, which [Find] finds by their names.
func read(t *testing.T, files map[string]string) *Plan {
	t.Helper()
	p, err := readAll(t.TempDir(), files)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func readAll(folder string, files map[string]string) (*Plan, error) {
	root := fstest.MapFS{}
	for name, text := range files {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	inputs, err := Find(root, nil)
	if err != nil {
		return nil, err
	}
	return Read(root, folder, inputs)
}

const ownRule = "[[rules]]\nid = 'acme'\nregex = '''(acme_[a-z0-9]{32})'''\n"

// The text stays as a person wrote it, but for what it would not say by itself under its
// new name.
func TestTextIsKept(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"no extend":        {"title = 'x' # mine\n\n# the rule\n" + ownRule, "title = 'x' # mine\n\n[extend]\nuseDefault = false\n\n# the rule\n" + ownRule},
		"a table":          {"[extend]\ndisabledRules = []\n" + ownRule, "[extend]\nuseDefault = false\n" + ownRule},
		"said":             {"[extend] # all\nuseDefault = true # yes\n" + ownRule, "[extend] # all\nuseDefault = true # yes\n" + ownRule},
		"inline":           {"extend = {disabledRules = []}\n" + ownRule, ""},
		"inline and empty": {"extend = {}\n" + ownRule, "extend = { useDefault = false}\n" + ownRule},
		"dotted":           {"extend.disabledRules = ['jwt']\n" + ownRule, "extend.useDefault = false\nextend.disabledRules = ['jwt']\n" + ownRule},
		"disabled":         {"[extend]\nuseDefault = true\ndisabledRules = [\n  'jwt', # a reason\n  'no-such-rule', # gone\n]\n", "[extend]\nuseDefault = true\ndisabledRules = [\n  'jwt', # a reason\n]\n"},
		"disabled, a line": {"[extend]\nuseDefault = true\ndisabledRules = ['no-such-rule', 'jwt', 'nor-this']\n", "[extend]\nuseDefault = true\ndisabledRules = ['jwt', ]\n"},
		"none is left":     {"[extend]\nuseDefault = true\ndisabledRules = ['no-such-rule']\n# end\n", "[extend]\nuseDefault = true\n# end\n"},
		"bytes of order":   {"\ufefftitle = 'x'\n" + ownRule, "\ufefftitle = 'x'\n[extend]\nuseDefault = false\n\n" + ownRule},
		"no last newline":  {strings.TrimSuffix(ownRule, "\n"), "[extend]\nuseDefault = false\n\n" + ownRule},
	} {
		p := read(t, map[string]string{".gitleaks.toml": c.text})
		if got := asWritten(p.text); c.want != "" && got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
	p := read(t, map[string]string{".gitleaks.toml": "[extend] # mine\n  [[rules]] # first\n  id = 'acme' # of acme\n  filesOnly = false\n  regex = '(acme_[a-z0-9]{32})'\n"})
	want := "[extend] # mine\nuseDefault = false\n  [[rules]] # first\n  id = 'acme' # of acme\n  likeGitleaks = true\n  filesOnly = false\n  regex = '(acme_[a-z0-9]{32})'\n" + itself
	if p.text != want {
		t.Errorf("%s\nwant\n%s", p.text, want)
	}
}

// itself is the allowlist for the file that was migrated.
const itself = "\n[[allowlists]]\ndescription = 'the rule file of gitleaks'\npaths = [\n  '^\\.gitleaks\\.toml$',\n]\n"

// asWritten is a text without what every file gets.
func asWritten(text string) string {
	return strings.TrimSuffix(strings.ReplaceAll(text, "likeGitleaks = true\nfilesOnly = true\n", ""), itself)
}

// The rules and allowlists are the same ones, by whatever names.
func TestConfigurationMeansTheSame(t *testing.T) {
	const lists = "[allowlist]\npaths = ['''^docs/''']\n[[allowlists]]\ncondition = 'AND'\nregexTarget = 'line'\nregexes = ['x1']\npaths = ['y']\n[[allowlists]]\nstopwords = ['sample']\ncommits = ['1234567']\n"
	for _, text := range []string{
		ownRule,
		ownRule + "entropy = 3.5\nkeywords = ['acme']\npath = 'env$'\ntags = ['t']\n[[rules.allowlists]]\nregexes = ['^x+$']\n[rules.allowlist]\npaths = ['p']\n",
		lists + ownRule,
		"[extend]\nuseDefault = true\ndisabledRules = ['jwt', 'no-such']\n" + lists,
		"[extend]\nuseDefault = true\n" + ownRule + "[[rules]]\nid = 'jwt'\nentropy = 4.0\n",
	} {
		folder := t.TempDir()
		p, err := readAll(folder, map[string]string{".gitleaks.toml": text})
		if err != nil {
			t.Fatal(err)
		}
		sameRules(t, text, filepath.Join(folder, ".gitleaks.toml"), p.text, p.configPath())
		// and if it had to be written anew
		cfg, err := rules.Parse(filepath.Join(folder, ".gitleaks.toml"), []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		sameRules(t, text, filepath.Join(folder, ".gitleaks.toml"), anew(cfg, filepath.Join(folder, ".gitleaks.toml"), []byte(text), p.names), p.configPath())
	}
}

func sameRules(t *testing.T, was, wasName, is, isName string) {
	t.Helper()
	a, err := rules.Parse(wasName, []byte(was))
	if err != nil {
		t.Fatal(err)
	}
	b, err := rules.Parse(isName, []byte(is))
	if err != nil {
		t.Fatalf("%v\n%s", err, is)
	}
	b.Allowlists = slices.DeleteFunc(b.Allowlists, func(l rules.Allowlist) bool { return l.Description == "the rule file of gitleaks" })
	if x, y := meaning(a), meaning(b); x != y {
		t.Errorf("%s\nis now\n%s\nand means\n%s\nnot\n%s", was, is, y, x)
	}
}

func TestExtendedPath(t *testing.T) {
	folder := t.TempDir()
	if err := Write([]File{{filepath.Join(folder, "more.toml"), []byte(ownRule)}}); err != nil {
		t.Fatal(err)
	}
	const text = "[extend]\npath = 'more.toml'\n"
	p, err := readAll(folder, map[string]string{".gitleaks.toml": text, "more.toml": ownRule})
	if err != nil || !strings.Contains(p.text, "path = 'more.toml'\n") || !strings.Contains(p.text, "useDefault = false") {
		t.Errorf("%v\n%s", err, p.text)
	}
}

func TestQuote(t *testing.T) {
	for _, s := range []string{"a", "a'b", "a'''b'", `\d"`, "a\nb", "a\tb\x7f", "é\u0085", "'", ""} {
		if s == "" {
			continue
		}
		text := "[extend]\nuseDefault = true\n[[allowlists]]\ndescription = " + quote(s) + "\npaths = ['x']\n"
		c, err := rules.Parse("x.toml", []byte(text))
		if err != nil || c.Allowlists[len(c.Allowlists)-1].Description != s {
			t.Errorf("%q as %s: %v", s, quote(s), err)
		}
	}
}

func FuzzGitleaks(f *testing.F) {
	f.Add("[extend]\nuseDefault = true\ndisabledRules = ['jwt', 'x']\n[allowlist]\npaths = ['a', '''b''']\n")
	f.Add(ownRule + "[[rules.allowlists]]\nregexes = [\n  'x', # y\n  'z']\n")
	f.Add("extend = {}\nallowlists = [{paths = ['a']}]\n" + ownRule)
	folder := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "path") && strings.Contains(text, "extend") {
			return // it reads other files
		}
		p, err := readAll(folder, map[string]string{".gitleaks.toml": text})
		if err != nil {
			return
		}
		sameRules(t, text, filepath.Join(folder, ".gitleaks.toml"), p.text, p.configPath())
		if _, err := p.Settle(Scanned{Complete: true}, true); err != nil && !strings.Contains(err.Error(), "--prune") {
			t.Error(err)
		}
	})
}

// One configuration becomes the rule file, and the others are named. One that it extends
// still counts.
func TestOtherConfigurationsAreNamed(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "config"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "config/gitleaks.toml"), []byte(ownRule), 0o644); err != nil {
		t.Fatal(err)
	}
	p, err := readAll(folder, map[string]string{
		".gitleaks.toml":          "[extend]\npath = 'config/gitleaks.toml'\n" + ownRule,
		"config/gitleaks.toml":    ownRule,
		".github/gitleaks.toml":   ownRule,
		"ci.toml":                 ownRule,
		".github/workflows/a.yml": "run: gitleaks detect -c .gitleaks.toml\nrun: gitleaks detect -c ci.toml\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range p.notes {
		if strings.HasPrefix(n.Was, "another configuration") {
			got = append(got, n.File)
		}
	}
	if want := []string{"ci.toml", ".github/gitleaks.toml"}; p.config.name != ".gitleaks.toml" || !slices.Equal(got, want) {
		t.Errorf("%s is taken, and %q are named, want %q", p.config.name, got, want)
	}
}
