package rules

import (
	"testing"

	"github.com/sluicesec/sluice/finding"
)

// A file with a name of our own adds to the built-in rules unless it says that
// it does not; a file with another name does not unless it says so.
func TestUseDefault(t *testing.T) {
	const rule = "[[rules]]\nid = 'mine'\nregex = 'm(i)ne'\n"
	all, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	n := len(all.Rules)
	alone := finding.Rules{Count: 1, BuiltinOff: n}
	added := finding.Rules{Count: n + 1, Builtin: n}
	for name, byDefault := range map[string]finding.Rules{
		".sluice.toml": added, "sluice.toml": added, "conf/.sluice.toml": added,
		".gitleaks.toml": alone, "gitleaks.toml": alone, "company.toml": alone, "my.sluice.toml": alone,
	} {
		for extend, want := range map[string]finding.Rules{
			"": byDefault, "[extend]\n": byDefault,
			"[extend]\nuseDefault = true\n": added, "[extend]\nuseDefault = false\n": alone,
		} {
			c, err := Parse(name, []byte(extend+rule))
			if err != nil {
				t.Fatal(err)
			}
			want.Source = name
			if c.From != want {
				t.Errorf("%s, %q: %+v, want %+v", name, extend, c.From, want)
			}
		}
	}
}

// What a file changes about the built-in rules is counted.
func TestFrom(t *testing.T) {
	all, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	n := len(all.Rules)
	var alone []string // ids that stand for one rule
	for _, r := range all.Rules {
		if len(all.IDs(r.ID)) == 1 {
			alone = append(alone, r.ID)
		}
		if len(alone) == 2 {
			break
		}
	}
	first, second := alone[0], alone[1]
	for text, want := range map[string]finding.Rules{
		"":                                {Count: n, Builtin: n},
		"[[allowlists]]\npaths = ['x']\n": {Count: n, Builtin: n},
		"[extend]\ndisabledRules = ['" + first + "']\n":                                       {Count: n - 1, Builtin: n - 1, BuiltinOff: 1},
		"[extend]\ndisabledRules = ['no-such-rule']\n":                                        {Count: n, Builtin: n},
		"[[rules]]\nid = '" + first + "'\nentropy = 8\n":                                      {Count: n, Builtin: n, BuiltinChanged: 1},
		"[[rules]]\nid = '" + first + "'\nregex = 'x'\n[[rules]]\nid = 'mine'\nregex = 'y'\n": {Count: n + 1, Builtin: n, BuiltinChanged: 1},
		"[extend]\ndisabledRules = ['" + first + "', '" + second + "']\n[[rules]]\nid = '" + first + "'\nregex = 'x'\n": {
			Count: n - 1, Builtin: n - 1, BuiltinOff: 1, BuiltinChanged: 1,
		},
	} {
		c, err := Parse(".sluice.toml", []byte(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		want.Source = ".sluice.toml"
		if c.From != want {
			t.Errorf("%q: %+v, want %+v", text, c.From, want)
		}
	}
	if want := (finding.Rules{Source: "built-in", Count: n, Builtin: n}); all.From != want {
		t.Errorf("built-in: %+v, want %+v", all.From, want)
	}
}
