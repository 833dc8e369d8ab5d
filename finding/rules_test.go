package finding

import "testing"

func TestRulesString(t *testing.T) {
	for _, c := range []struct {
		rules   Rules
		want    string
		asBuilt bool
	}{
		{Rules{Source: "built-in", Count: 9, Builtin: 9}, "the built-in ones (9 rules)", true},
		{Rules{Source: ".gitleaks.toml", Count: 1, BuiltinOff: 9}, ".gitleaks.toml alone (1 rule); all 9 built-in rules are off", false},
		{Rules{Source: ".sluice.toml", Count: 9, Builtin: 9}, ".sluice.toml and the built-in ones (9 rules)", false},
		{Rules{Source: ".sluice.toml", Count: 9, Builtin: 8, BuiltinOff: 1}, ".sluice.toml and the built-in ones (9 rules); built-in rules off: 1", false},
		{Rules{Source: ".sluice.toml", Count: 9, Builtin: 7, BuiltinOff: 2, BuiltinChanged: 3},
			".sluice.toml and the built-in ones (9 rules); built-in rules off: 2, changed: 3", false},
	} {
		if got := c.rules.String(); got != c.want || c.rules.AsBuilt() != c.asBuilt {
			t.Errorf("%+v: got %q, %t", c.rules, got, c.rules.AsBuilt())
		}
	}
}
