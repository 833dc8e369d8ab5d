package check

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/rules"
)

// tomlBlock is a TOML example of a Markdown page.
var tomlBlock = regexp.MustCompile("(?ms)^```toml\n(.*?)^```$")

// People copy the rule files of the documentation, so they load, and their rules
// find what they say.
func TestDocumentation(t *testing.T) {
	for _, page := range []string{"CONTRIBUTING.md", "docs/howto/rules-of-your-own.md"} {
		text, err := os.ReadFile(filepath.Join("../..", page))
		if err != nil {
			t.Fatal(err)
		}
		blocks := tomlBlock.FindAllSubmatch(text, -1)
		if len(blocks) == 0 {
			t.Errorf("%s has no rule file", page)
		}
		for i, block := range blocks {
			name := page
			if bytes.HasPrefix(block[1], []byte("# .sluice.toml\n")) {
				name = ".sluice.toml" // which is on top of the built-in rules
			}
			cfg, err := rules.Parse(name, block[1])
			if err != nil {
				t.Errorf("%s, example %d: %v", page, i+1, err)
				continue
			}
			// The built-in rules have tests of their own.
			cfg.Rules = slices.DeleteFunc(cfg.Rules, func(r rules.Rule) bool { return r.Origin.File != name })
			for _, r := range cfg.Rules {
				if len(r.Examples) == 0 {
					t.Errorf("%s, example %d: rule %s has no example", page, i+1, r.ID)
				}
			}
			problems, err := Check(context.Background(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range problems {
				t.Errorf("%s, example %d: %s", page, i+1, p)
			}
		}
	}
}
