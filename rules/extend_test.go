package rules

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
)

func TestExtendChangesOnlyWhatIsSet(t *testing.T) {
	dir := write(t, map[string]string{
		"rules/base.toml": `
[[rules]]
id = "a"
description = "base"
regex = "a(b)"
secretGroup = 1
entropy = 3.5
binary = true
tags = ["one"]
examples = ["ab"]
[[rules.allowlists]]
paths = ["x"]
[[rules]]
id = "b"
regex = "b"
[[rules]]
id = "c"
regex = "(c)"
secretGroup = 1
entropy = 1
examples = ["c"]
negatives = ["d"]
[[allowlists]]
paths = ["all"]
[[providers]]
id = "p"
name = "old"
[[providers]]
id = "q"
`,
		"top.toml": `
[extend]
path = "rules/base.toml"
disabledRules = ["b", "gone"]
[[rules]]
id = "a"
entropy = 0
binary = false
tags = ["two"]
[[rules.allowlists]]
paths = ["y"]
[[rules]]
id = "c"
regex = "cc"
examples = ["cc"]
[[providers]]
id = "p"
name = "new"
`,
	})
	c, err := Load(filepath.Join(dir, "top.toml"))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range c.Rules {
		ids = append(ids, r.ID)
	}
	if strings.Join(ids, " ") != "a c" {
		t.Errorf("rules %v, want a and c", ids)
	}
	a := rule(t, c, "a")
	if a.Description != "base" || a.Regex != "a(b)" || a.SecretGroup != 1 || a.Entropy != 0 || a.Binary ||
		strings.Join(a.Tags, " ") != "one two" || len(a.Allowlists) != 2 || len(a.Examples) != 1 {
		t.Errorf("a is %+v", a)
	}
	if !strings.HasSuffix(a.Origin.File, "top.toml") || a.Origin.Line != 5 {
		t.Errorf("a was last written at %v", a.Origin)
	}
	if r := rule(t, c, "c"); r.Regex != "cc" || r.SecretGroup != 0 || r.Entropy != 1 || strings.Join(r.Examples, " ") != "cc" || r.Negatives != nil {
		t.Errorf("c is %+v", r)
	}
	if len(c.Providers) != 2 || c.Providers[0].Name != "new" {
		t.Errorf("providers %+v", c.Providers)
	}
	if len(c.Allowlists) != 1 {
		t.Errorf("allowlists %+v", c.Allowlists)
	}
	if len(c.Notes) != 1 || !strings.Contains(c.Notes[0], `"gone"`) {
		t.Errorf("notes %q", c.Notes)
	}
}

// Extending is a fold: a chain of three is the same whether the middle file
// names its base or takes it in.
func TestExtendIsAFold(t *testing.T) {
	base := "[[rules]]\nid='a'\nregex='a'\ntags=['1']\n[[rules]]\nid='b'\nregex='b'\n"
	top := "[extend]\npath='middle.toml'\n[[rules]]\nid='b'\nentropy=2\ntags=['3']\n[[rules]]\nid='c'\nregex='c'\n"
	chained := write(t, map[string]string{
		"base.toml":   base,
		"middle.toml": "[extend]\npath='base.toml'\ndisabledRules=['a']\n[[rules]]\nid='b'\ntags=['2']\n",
		"top.toml":    top,
	})
	merged := write(t, map[string]string{
		"middle.toml": "[[rules]]\nid='b'\nregex='b'\ntags=['2']\n",
		"top.toml":    top,
	})
	one, err := Load(filepath.Join(chained, "top.toml"))
	if err != nil {
		t.Fatal(err)
	}
	two, err := Load(filepath.Join(merged, "top.toml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []*Config{one, two} {
		for i := range c.Rules {
			c.Rules[i].Origin = Origin{}
		}
		c.From = finding.Rules{}
	}
	if !reflect.DeepEqual(one, two) {
		t.Errorf("chained %+v\nmerged  %+v", one, two)
	}
}

// The built-in rules stand at the bottom, once, whoever asks for them.
func TestExtendDefaultOnce(t *testing.T) {
	dir := write(t, map[string]string{
		"base.toml": "[extend]\nuseDefault = true\n",
		"top.toml":  "[extend]\nuseDefault = true\npath = 'base.toml'\n",
	})
	want, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"base.toml", "top.toml"} {
		got, err := Load(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		got.From = want.From // they come from elsewhere
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s does not equal the built-in rules", name)
		}
	}
}

func TestExtendDefaultChangesBuiltinRules(t *testing.T) {
	base, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	id := base.Rules[0].ID
	c := parse(t, "[extend]\nuseDefault = true\n[[rules]]\nid = '"+id+"'\ndescription = 'mine'\n")
	if r := rule(t, c, id); r.Description != "mine" || r.Regex != base.Rules[0].Regex || r.Origin != at(3) {
		t.Errorf("%s is %+v", id, r)
	}
	if len(c.Rules) != len(base.Rules) {
		t.Errorf("%d rules, built in are %d", len(c.Rules), len(base.Rules))
	}
}

// Files in our own manner that extend each other without end are an error, and in
// gitleaks' manner a note.
func TestExtendCycleAndDepth(t *testing.T) {
	const rule = "[[rules]]\nid='a'\nregex='aaa'\n"
	dir := write(t, map[string]string{
		"a.toml":     "[extend]\npath='sub/b.toml'\n" + rule,
		"sub/b.toml": "[extend]\npath='../a.toml'\n",
		"self.toml":  "[extend]\npath='./self.toml'\n" + rule,
		"loop.toml":  "[extend]\npath='loop/loop.toml'\n" + rule,
		"lost.toml":  "[extend]\npath='nowhere.toml'\n",
	})
	if err := os.Symlink(dir, filepath.Join(dir, "loop")); err != nil {
		t.Skip(err)
	}
	load := func(name string, how manner) (*Config, error) {
		path := filepath.Join(dir, name)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return loader{read: read}.parse(path, data, how)
	}
	for name, want := range map[string]string{
		"a.toml":    "leads back",
		"self.toml": "leads back",
		"loop.toml": "extend each other",
	} {
		if _, err := os.Stat(filepath.Join(dir, "loop", name)); err != nil {
			continue // a link to a folder is none under Wine
		}
		if _, err := load(name, ownManner); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q in it", name, err, want)
		}
		c, err := load(name, gitleaksManner)
		if err != nil || len(c.Rules) != 1 || len(c.Notes) != 1 || !strings.Contains(c.Notes[0], want) {
			t.Errorf("%s: error %v, config %+v; want a note with %q", name, err, c, want)
		}
	}
	for _, how := range []manner{ownManner, gitleaksManner} {
		if _, err := load("lost.toml", how); err == nil || !strings.Contains(err.Error(), "nowhere.toml") {
			t.Errorf("lost.toml: error %v", err)
		}
	}
}

// Of more than three files that extend each other, gitleaks reads three.
func TestExtendDepthOfGitleaks(t *testing.T) {
	files := map[string]string{}
	for i := range 5 {
		files[fmt.Sprintf("%d.toml", i)] = fmt.Sprintf("[extend]\npath='%d.toml'\n[[rules]]\nid='r%d'\nregex='abc'\n", i+1, i)
	}
	files["5.toml"] = "[[rules]]\nid='r5'\nregex='abc'\n"
	files[".sluice.toml"] = "[extend]\nuseDefault = false\npath = '0.toml'\n"
	dir := write(t, files)
	for name, want := range map[string]string{"0.toml": "r2 r1 r0", ".sluice.toml": "r5 r4 r3 r2 r1 r0"} {
		c, err := Load(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, r := range c.Rules {
			ids = append(ids, r.ID)
		}
		if strings.Join(ids, " ") != want || (len(c.Notes) > 0) != (name == "0.toml") {
			t.Errorf("%s: rules %v, want %s; notes %q", name, ids, want, c.Notes)
		}
	}
}

// extend.path of a file in gitleaks' manner is looked up in the working directory,
// as gitleaks has it, and then in the folder of the file.
func TestExtendFromTheWorkingDirectory(t *testing.T) {
	dir := write(t, map[string]string{
		"conf/gitleaks.toml": "[extend]\npath = 'base.toml'\n[allowlist]\npaths = ['x']\n",
		"conf/base.toml":     "[[rules]]\nid = 'beside'\nregex = 'abc'\n",
		"base.toml":          "[[rules]]\nid = 'working'\nregex = 'abc'\n",
		"elsewhere/x":        "",
	})
	for folder, want := range map[string]string{".": "working", "elsewhere": "beside"} {
		t.Chdir(filepath.Join(dir, folder))
		c, err := Load(filepath.Join(dir, "conf/gitleaks.toml"))
		if err != nil || c.Rules[0].ID != want {
			t.Errorf("in %s: error %v, rules %+v; want %s", folder, err, c, want)
		}
	}
	// A text that is no file, such as the value of a variable of the environment.
	t.Chdir(dir)
	c, err := Parse("GITLEAKS_CONFIG_TOML", []byte("[extend]\npath = 'base.toml'\n"))
	if err != nil || c.Rules[0].ID != "working" {
		t.Errorf("a text: error %v, rules %+v", err, c)
	}
	t.Chdir(filepath.Join(dir, "conf"))
	if c, err := LoadFS(os.DirFS(dir), "conf/gitleaks.toml"); err != nil || c.Rules[0].ID != "working" {
		t.Errorf("in a file system: error %v, rules %+v", err, c)
	}
}

// A disabled rule leaves the lists that name it, and takes along those that
// name no other: a list without targets would allow for every rule.
func TestDisabledRuleLeavesAllowlists(t *testing.T) {
	dir := write(t, map[string]string{
		"base.toml": `
[[rules]]
id = "a"
regex = "aa"
[[rules]]
id = "b"
regex = "bb"
[[allowlists]]
id = "both"
targetRules = ["a", "b"]
stopwords = ["x"]
[[allowlists]]
id = "one"
targetRules = ["b"]
stopwords = ["y"]
[[allowlists]]
id = "all"
stopwords = ["z"]
`,
		"top.toml": "[extend]\npath = 'base.toml'\ndisabledRules = ['b']\n",
	})
	c, err := Load(filepath.Join(dir, "top.toml"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range c.Allowlists {
		got = append(got, a.ID+":"+strings.Join(a.TargetRules, ","))
	}
	if s := strings.Join(got, " "); s != "both:a all:" {
		t.Errorf("allowlists %s", s)
	}
}

// Any built-in rule can be disabled.
func TestDisableAnyBuiltinRule(t *testing.T) {
	all, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, a := range all.Allowlists {
		for _, id := range a.TargetRules {
			named[id] = true
		}
	}
	for id := range named {
		c, err := Parse("x.toml", []byte("[extend]\nuseDefault = true\ndisabledRules = ['"+id+"']\n"))
		if err != nil {
			t.Errorf("without %s: %v", id, err)
		} else if len(c.Rules) != len(all.Rules)-len(all.IDs(id)) {
			t.Errorf("without %s: %d rules are left of %d", id, len(c.Rules), len(all.Rules))
		}
	}
}

// A rule that is disabled is a part no more, and what requires it goes with it
// and is named; one that comes back stays a part.
func TestDisabledParts(t *testing.T) {
	const base = `
[[rules]]
id = "id"
regex = "(i)"
[[rules]]
id = "may"
regex = "(m)"
parts = [{id = "id", withinLines = 5}]
[[rules]]
id = "must"
regex = "(u)"
parts = [{id = "id", required = true}]
[[rules]]
id = "chain"
regex = "(c)"
[[rules.required]]
id = "must"
`
	for _, test := range []struct {
		top   string
		want  string // ids, with the number of their parts
		notes int
	}{
		{"", "id0 may1 must1 chain1", 0},
		{"[extend]\ndisabledRules = ['id']\n", "may0", 2},
		{"[extend]\ndisabledRules = ['id']\n[[rules]]\nid = 'id'\nregex = '(x)'\n", "may1 must1 chain1 id0", 0},
		{"[extend]\ndisabledRules = ['must']\n", "id0 may1", 1},
	} {
		if !strings.HasPrefix(test.top, "[extend]") {
			test.top = "[extend]\n" + test.top
		}
		dir := write(t, map[string]string{
			"base.toml": base,
			"top.toml":  strings.Replace(test.top, "[extend]\n", "[extend]\npath = 'base.toml'\n", 1),
		})
		cfg, err := Load(filepath.Join(dir, "top.toml"))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range cfg.Rules {
			got = append(got, fmt.Sprintf("%s%d", r.ID, len(r.Parts)))
		}
		if s := strings.Join(got, " "); s != test.want || len(cfg.Notes) != test.notes {
			t.Errorf("%q: got %s, and the notes %q; want %s", test.top, s, cfg.Notes, test.want)
		}
	}
}

// A chain of rules that require each other is taken out in one pass.
func TestDisabledPartsInAChain(t *testing.T) {
	const n = 5000
	var base strings.Builder
	for i := range n {
		fmt.Fprintf(&base, "[[rules]]\nid = 'r%d'\nregex = 'x%d'\nparts = [{id = 'r%d', required = true}]\n", i, i, i+1)
	}
	fmt.Fprintf(&base, "[[rules]]\nid = 'r%d'\nregex = 'y'\n", n)
	dir := write(t, map[string]string{
		"base.toml": base.String(),
		"top.toml":  fmt.Sprintf("[extend]\npath = 'base.toml'\ndisabledRules = ['r%d']\n[[rules]]\nid = 'left'\nregex = 'z'\n", n),
	})
	c, err := Load(filepath.Join(dir, "top.toml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Rules) != 1 || len(c.Notes) != maxNotes+1 {
		t.Errorf("%d rules, notes %q", len(c.Rules), c.Notes)
	}
}
