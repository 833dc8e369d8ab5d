package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/rules"
)

// Rule files can come from anybody. What would take too long or too much memory is
// refused, with the place in the file.
func TestRulesAreBounded(t *testing.T) {
	many := func(n int, regex func(i int) string) *rules.Config {
		cfg := &rules.Config{}
		for i := range n {
			cfg.Rules = append(cfg.Rules, rules.Rule{
				ID: fmt.Sprint("r", i), Regex: regex(i), Origin: rules.Origin{File: "many.toml", Line: i + 1},
			})
		}
		return cfg
	}
	withLiteral := func(i int) string { return fmt.Sprintf("tok%d_[a-z]{4}", i) }
	without := func(i int) string { return fmt.Sprintf("[a-z]{3}[0-9]{%d}", i%20+4) }
	for name, test := range map[string]struct {
		cfg  *rules.Config
		want string // in the error; "" for none
	}{
		"some rules":                   {many(300, withLiteral), ""},
		"some rules without a literal": {many(50, without), ""},
		"too many rules":               {many(maxRules+1, withLiteral), fmt.Sprintf(`many.toml:%d: rule "r%d"`, maxRules+1, maxRules)},
		"too many without a literal":   {many(maxUnanchored+1, without), fmt.Sprintf(`many.toml:%d: rule "r%d"`, maxUnanchored+1, maxUnanchored)},
		"a long regex":                 {many(1, func(int) string { return strings.Repeat("tok|", 1<<18) }), `many.toml:1: rule "r0": parsing regex: it has 1048576 bytes`},
		"a repeated repetition":        {many(1, func(int) string { return "tok(?:a{1000}){1000}" }), `many.toml:1: rule "r0"`},
		"2,000 groups":                 {many(1, func(int) string { return strings.Repeat("(", 2000) + "tok" + strings.Repeat(")", 2000) }), `many.toml:1: rule "r0"`},
	} {
		_, err := New(test.cfg)
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: %.300v, want %s", name, err, test.want)
		}
	}
}
