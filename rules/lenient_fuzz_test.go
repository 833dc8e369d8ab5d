package rules_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/sluicesec/sluice/detect"
	"github.com/sluicesec/sluice/rules"
)

// Whatever is in a file in gitleaks' manner, it loads or is refused with few words, and
// what loads, compiles.
func FuzzGitleaksManner(f *testing.F) {
	f.Add("[[Rules]]\nid=1\nregex='(a)bc'\nsecretGroup='1'\nentropy=''\nkeywords='a,b'\n[Rules.allowlist]\npaths=['']\ncommits=['main']\n")
	f.Add("[[rules]]\ndescription='A b'\nregex='abc'\nfile='^x$'\nreportGroup=0\n[[rules.Entropies]]\nMin='3'\nGroup='0'\n[[rules.whitelist]]\nregex='a'\nfile='b'\n[whitelist]\nfiles=['(?i)c']\n")
	f.Add("[extend]\npath='.gitleaks.toml'\ndisabledRules='a'\n[[rules]]\nid='a'\nregex='abc'\nconfidence='sure'\n[[rules]]\nid='a'\npath='x'\n[[rules.required]]\nid='a'\n")
	f.Add("filter='x'\n[rules]\n[allowlists]\nregexes=[['a']]\n")
	f.Add("[[rules]]\nid='a'\nregex='abc'\nentropies=['3-4']\n[[context]]\nprovider='p'\nnames=['p']\nshape='hex:32'\n[generic]\nnames=['aword']\n")
	f.Fuzz(func(t *testing.T, text string) {
		files := fstest.MapFS{".gitleaks.toml": {Data: []byte(text)}}
		c, err := rules.LoadFS(files, ".gitleaks.toml")
		if (c == nil) == (err == nil) {
			t.Fatalf("config %v, error %v", c, err)
		}
		if err != nil {
			if strings.Count(err.Error(), "\n") > 200 {
				t.Errorf("an error of %d lines", strings.Count(err.Error(), "\n"))
			}
			return
		}
		if len(c.Rules) == 0 || len(c.Notes) > 100 {
			t.Errorf("%d rules, %d notes", len(c.Rules), len(c.Notes))
		}
		if c.From.Builtin == c.From.Count && c.From.BuiltinChanged == 0 {
			return // they compile, and it would take most of the time
		}
		if _, err := detect.New(c); err != nil {
			t.Errorf("it does not compile: %v", err)
		}
	})
}
