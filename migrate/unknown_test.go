package migrate

import (
	"path/filepath"
	"testing"

	"github.com/sluicesec/sluice/rules"
)

// What counts for nothing with gitleaks becomes a comment, and all else stays.
func TestAdapt(t *testing.T) {
	for name, c := range map[string]struct{ clean, text, want string }{
		"a key":     {ownRule, "version = 1 # mine\n" + ownRule + "priority = 3\n", "# version = 1 # mine\n" + ownRule + "# priority = 3\n"},
		"a table":   {ownRule, ownRule + "[scan]\na = [\n  1,\n]\nb = {c = 1}\n", ownRule + "# [scan]\n# a = [\n#   1,\n# ]\n# b = {c = 1}\n"},
		"one table": {ownRule + "[[rules.allowlists]]\npaths = ['x']\n", ownRule + "[rules.allowlists]\npaths = ['x']\n", ownRule + "[[rules.allowlists]]\npaths = ['x']\n"},
		"nothing":   {ownRule, ownRule + "[allowlist]\ndescription = 'x'\n", ownRule + "# [allowlist]\n# description = 'x'\n"},
		"more":      {ownRule, ownRule + "[allowlist]\nfiles = ['x']\npaths = ['y']\n", ""},
	} {
		const extend = "extend.useDefault = false\n"
		folder := t.TempDir()
		cfg, err := rules.Parse(filepath.Join(folder, "sluice.toml"), []byte(extend+c.clean))
		if err != nil {
			t.Fatal(err)
		}
		places, err := rules.Places([]byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		p := &Plan{folder: folder, text: extend + c.text, config: &gitleaksConfig{places: places}}
		got, ok := p.adapt(Input{Name: ".gitleaks.toml"}, cfg)
		if ok != (c.want != "") || ok && got != extend+c.want {
			t.Errorf("%s: %t\n%s", name, ok, got)
		}
	}
}
