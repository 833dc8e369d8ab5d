package rules

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// [generic] tables add names, and the last one to set anything else counts.
func TestGenericMerges(t *testing.T) {
	dir := write(t, map[string]string{
		"base.toml":    "[generic]\nnames = ['codeword', 'token']\nignore_names = ['cache_key']\nthreshold = 1\nenabled = false\n",
		".sluice.toml": "[extend]\npath = 'base.toml'\n[generic]\nnames = ['kennung', 'codeword', 'pass']\nignoreNames = ['pageToken']\nthreshold = 2.5\nenabled = true\n",
	})
	c, err := Load(filepath.Join(dir, ".sluice.toml"))
	if err != nil {
		t.Fatal(err)
	}
	builtin, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	want := append(slices.Clone(rule(t, builtin, genericKey).Candidates), "codeword", "kennung")
	if got := rule(t, c, genericKey).Candidates; !slices.Equal(got, want) {
		t.Errorf("candidates %q, want %q", got, want)
	}
	if got, want := rule(t, c, genericPassword).Candidates, rule(t, builtin, genericPassword).Candidates; !slices.Equal(got, want) {
		t.Errorf("candidates of passwords are %q", got)
	}
	if got := c.Generic.IgnoreNames; !slices.Equal(got, []string{"cache_key", "pageToken"}) {
		t.Errorf("ignored names %q", got)
	}
	if got := c.Generic.Threshold; got == nil || *got != 2.5 {
		t.Errorf("threshold %v", got)
	}
	if c.From.BuiltinChanged != 4 || c.From.BuiltinOff != 0 {
		t.Errorf("from %+v", c.From)
	}
}

// What changes the generic rules is said, and nothing else is.
func TestGenericFrom(t *testing.T) {
	for _, c := range []struct {
		text         string
		changed, off int
	}{
		{"", 0, 0},
		{"names = ['codeword']", 1, 0},
		{"names = ['token']", 0, 0},
		{"ignore_names = ['cache_key']", 4, 0},
		{"threshold = 2", 4, 0},
		{"enabled = true", 0, 0},
		{"enabled = false", 0, 4},
		{"enabled = false\nnames = ['codeword']\nthreshold = 2", 0, 4},
	} {
		cfg, err := Parse(".sluice.toml", []byte("[generic]\n"+c.text))
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if cfg.From.BuiltinChanged != c.changed || cfg.From.BuiltinOff != c.off {
			t.Errorf("%s: from %+v", c.text, cfg.From)
		}
		for _, a := range cfg.Allowlists {
			if c.off > 0 && (a.ID == "generated-files" || a.ID == "translations") {
				t.Errorf("%s: allowlist %s outlives its rules", c.text, a.ID)
			}
		}
	}
}

func TestGenericErrors(t *testing.T) {
	var many []string
	for i := range maxNames + 1 {
		many = append(many, fmt.Sprintf("'word%d'", i))
	}
	for text, want := range map[string]string{
		"[generic]\nname = ['x']":                                     `.sluice.toml:2: unknown key "generic.name"; did you mean "names"?`,
		"[generic]\nignore_name = ['x']":                              `.sluice.toml:2: unknown key "generic.ignore_name"; did you mean "ignore_names"?`,
		"[generic]\nthresholds = 1":                                   `unknown key "generic.thresholds"; did you mean "threshold"?`,
		"[generics]\nnames = ['x']":                                   `.sluice.toml:1: unknown key "generics"; did you mean "generic"?`,
		"[[generic]]\nnames = ['x']":                                  `key "generic": it takes a table, not a list`,
		"[generic]\nthreshold = 'high'":                               `.sluice.toml:2: key "generic.threshold": it takes a number, not a string`,
		"[generic]\nthreshold = nan":                                  `.sluice.toml:1: generic.threshold: it takes a number`,
		"[generic]\nthreshold = inf":                                  `generic.threshold: it takes a number`,
		"[generic]\nthreshold = -1":                                   `generic.threshold: it takes a number`,
		"[generic]\nenabled = 0":                                      `key "generic.enabled": it takes true or false`,
		"[generic]\nnames = ['ab']":                                   `generic.names: "ab" has not 3 to 48 bytes`,
		"[generic]\nnames = ['Code']":                                 `generic.names: write "Code" in lower case`,
		"[generic]\nnames = ['===']":                                  `generic.names: a word needs a letter`,
		"[generic]\nnames = ['" + strings.Repeat("code ", 20) + "']":  `has not 3 to 48 bytes`,
		"[generic]\nnames = [" + strings.Join(many, ",") + "]":        `1001 words are more than the limit of 1000`,
		"[generic]\nignore_names = [" + strings.Join(many, ",") + "]": `1001 names are more than the limit of 1000`,
		"[generic]\nignore_names = ['']":                              `generic.ignore_names: a name needs a letter`,
		"[[rules]]\nid='x'\ncandidates=['--=']":                       `rule "x": candidates: a word needs a letter`,
		"[extend]\nuseDefault = false\n[[rules]]\nid='x'\nregex='xyz'\n[generic]\nthreshold = 2": `.sluice.toml:6: generic: it is about the built-in rules generic-api-key and generic-password, which are not here; add "[extend]" with "useDefault = true"`,
	} {
		_, err := Parse(".sluice.toml", []byte(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: error %v, want %s", text, err, want)
		}
	}
}

// Names without the rule that takes them are noted; so are no errors made of a rule
// that a file has given a regex.
func TestGenericNamesWithoutTheirRule(t *testing.T) {
	const table = "\n[generic]\nnames = ['codeword']\n"
	for _, text := range []string{
		"[extend]\ndisabledRules = ['generic-api-key']" + table,
		"[[rules]]\nid = 'generic-api-key'\nregex = 'xyz'" + table,
	} {
		c, err := Parse(".sluice.toml", []byte(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if len(c.Notes) != 1 || !strings.Contains(c.Notes[0], "generic.names: nothing is found under them") {
			t.Errorf("%s: notes %q", text, c.Notes)
		}
	}
}
