package rules

import (
	"slices"
	"strings"
	"testing"
)

// below is a file with rules that share names, for others to extend.
const below = `
[[rules]]
id = "old"
aliases = ["both", "other"]
regex = 'old(x)'
[[rules]]
id = "both"
regex = 'both(x)'
[[rules]]
id = "new"
aliases = ["both", "lone"]
regex = 'new(x)'
[[rules]]
id = "apart"
regex = 'apart(x)'
`

func extending(t *testing.T, text string) (*Config, error) {
	t.Helper()
	files := map[string]string{"below.toml": below}
	l := loader{read: func(path string) ([]byte, error) { return []byte(files[path]), nil }}
	return l.parse("top.toml", []byte("[extend]\npath = 'below.toml'\n"+text), gitleaksManner)
}

func TestAliases(t *testing.T) {
	regexes := func(c *Config) (all []string) {
		for _, r := range c.Rules {
			all = append(all, r.ID+"="+r.Regex)
		}
		return all
	}
	for _, test := range []struct{ text, want string }{
		{"", "old=old(x) both=both(x) new=new(x) apart=apart(x)"},
		{"disabledRules = ['both']", "apart=apart(x)"},
		{"disabledRules = ['lone']", "old=old(x) both=both(x) apart=apart(x)"},
		{"disabledRules = ['old', 'new']\n[[allowlists]]\ntargetRules = ['both']\npaths = ['x']", "both=both(x) apart=apart(x)"},
		{"[[rules]]\nid = 'both'\nregex = 'mine(x)'", "old=old(x) both=mine(x) new=new(x) apart=apart(x)"},
		{"[[rules]]\nid = 'lone'\nregex = 'mine(x)'", "old=old(x) both=both(x) new=mine(x) apart=apart(x)"},
		{"[[rules]]\nid = 'mine'\naliases = ['mine2']\nregex = 'a(x)'\n[[rules]]\nid = 'mine2'\nregex = 'b(x)'", "old=old(x) both=both(x) new=new(x) apart=apart(x) mine=a(x) mine2=b(x)"},
		{"[[rules]]\nid = 'mine'\nregex = 'a(x)'\n[[rules.required]]\nid = 'other'", "old=old(x) both=both(x) new=new(x) apart=apart(x) mine=a(x)"},
		{"disabledRules = ['old']\n[[rules]]\nid = 'mine'\nregex = 'a(x)'\n[[rules.required]]\nid = 'other'", "both=both(x) new=new(x) apart=apart(x)"},
		{"disabledRules = ['old']\n[[rules]]\nid = 'mine'\nregex = 'a(x)'\n[[rules.required]]\nid = 'both'", "both=both(x) new=new(x) apart=apart(x) mine=a(x)"},
	} {
		c, err := extending(t, test.text)
		if err != nil {
			t.Errorf("%q: %v", test.text, err)
			continue
		}
		if got := strings.Join(regexes(c), " "); got != test.want {
			t.Errorf("%q:\n got %s\nwant %s", test.text, got, test.want)
		}
		for _, note := range c.Notes {
			if strings.Contains(note, "no rule") {
				t.Errorf("%q: %s", test.text, note)
			}
		}
	}
}

// A table whose id is an alias changes all rules that have it. What it says of one
// kind of secret alone, it says of the first.
func TestTableOfAnAlias(t *testing.T) {
	c, err := extending(t, "[[rules]]\nid = 'both'\nentropy = 3\n[[rules.allowlists]]\npaths = ['x']")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range c.Rules {
		want := r.IsCalled("both")
		if (r.Entropy == 3) != want || (len(r.Allowlists) == 1) != want {
			t.Errorf("rule %s: entropy %g, %d allowlists", r.ID, r.Entropy, len(r.Allowlists))
		}
		if want && r.ID != "both" && r.Aliases[0] != "both" {
			t.Errorf("rule %s is called %s", r.ID, r.Aliases)
		}
	}
	c, err = extending(t, "[[rules]]\nid = 'both'\nregex = 'mine(x)'\nentropy = 3\n[[rules.allowlists]]\npaths = ['x']")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range c.Rules {
		if (r.Entropy == 3) != (r.ID == "both") || (len(r.Allowlists) == 1) != r.IsCalled("both") {
			t.Errorf("with a regex, rule %s: entropy %g, %d allowlists", r.ID, r.Entropy, len(r.Allowlists))
		}
	}
}

// The name that a file uses for a rule is its first alias.
func TestCalledBy(t *testing.T) {
	for id, want := range map[string]string{"old": "old both other", "lone": "lone new both", "other": "other old both", "apart": ""} {
		c, err := extending(t, "[[rules]]\nid = '"+id+"'\nentropy = 3")
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(c.Rules, func(r Rule) bool { return r.Entropy == 3 })
		if got := strings.Join(c.Rules[i].Aliases, " "); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

func TestIDs(t *testing.T) {
	c, err := extending(t, "")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{"both": {"old", "both", "new"}, "lone": {"new"}, "new": {"new"}, "none": nil} {
		if got := c.IDs(name); !slices.Equal(got, want) {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if got := c.Similar("othr"); got != "other" {
		t.Errorf("similar: %q", got)
	}
	if _, err := extending(t, "[[rules]]\nid = 'x'\naliases = ['']\nregex = 'x'"); err == nil || !strings.Contains(err.Error(), "aliases: one of them is empty") {
		t.Errorf("empty alias: %v", err)
	}
}
