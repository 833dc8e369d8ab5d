package engine

import (
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

// An alias does wherever a rule is named: in allowlists, in comments and in parts.
func TestAliases(t *testing.T) {
	cfg := &rules.Config{
		Rules: []rules.Rule{
			{ID: "a", Aliases: []string{"ab"}, Regex: `aaa=(\w+)`},
			{ID: "b", Aliases: []string{"ab"}, Regex: `bbb=(\w+)`},
			{ID: "c", Regex: `ccc=(\w+)`, Parts: []rules.Part{{ID: "ab", Required: true}}},
		},
		Allowlists: []rules.Allowlist{{TargetRules: []string{"ab"}, StopWords: []string{"allowed"}}},
	}
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"aaa=one":                                "a ",
		"aaa=allowed1 bbb=allowed2":              "",
		"{\"x\": \"aaa=one sluice:allow ab\"}":   "",
		"{\"x\": \"bbb=one sluice:allow ab\"}":   "",
		"{\"x\": \"bbb=one sluice:allow a\"}":    "b ",
		"ccc=one":                                "",
		"ccc=one\naaa=two":                       "c a ",
		"ccc=one\nbbb=two":                       "c b ",
		"ccc=allowed\nbbb=two sluice:allow ab\n": "",
	} {
		s := d.NewScanner()
		data := []byte(text)
		kept, _ := d.Resolve(s.Finish(data, s.Raw(data, content.Text)), "", "")
		got := ""
		for _, m := range kept {
			got += m.Rule.ID + " "
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
