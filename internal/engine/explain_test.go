package engine

import (
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

func TestExplain(t *testing.T) {
	cfg := &rules.Config{Rules: []rules.Rule{
		{ID: "key", Regex: `key = "([a-z0-9]{8,})"`, Entropy: 2.5, MinDigits: 1, Placeholders: true,
			Allowlists: []rules.Allowlist{{ID: "demo", StopWords: []string{"zz9"}}}},
		{ID: "tok", Regex: `"(tok[0-9]{5,})`, Specificity: 1},
		{ID: "pair", Regex: `pair=([a-z]+)`, Parts: []rules.Part{{ID: "id", Required: true}}},
		{ID: "id", Regex: `id=([a-z]+)`, SkipReport: true},
	}}
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		line string
		want []string // rule: outcome
	}{
		{`key = "ab1cd2ef"`, []string{"key: reported"}},
		{`key = "short"`, []string{"key: the regex does not match around it"}},
		{`key = "ab1ab1ab1"`, []string{"key: the entropy is 1.58 bits a byte, and must be 2.50"}},
		{`key = "abcgmyft"`, []string{"key: the secret has 0 digits, 0 upper and 8 lower case letters, and must have 1, 0 and 0"}},
		{`key = "12345678"`, []string{"key: it is a placeholder"}},
		{`key = "abzz9myftq"`, []string{"key: allowed: allowlist demo"}},
		{`key = "ab1cd2ef" // sluice:allow`, []string{"key: allowed: inline"}},
		{`key = "tok93841z"`, []string{`key: rule "tok" reports the same secret`, "tok: reported"}},
		{`pair=abc`, []string{"pair: a part that the rule requires is missing"}},
		{`nothing`, nil},
	} {
		data := []byte("first line\n" + test.line + "\nkey = last")
		var got []string
		for s := range d.Explain(&content.View{Data: data}, "", 2) {
			if text := string(data[s.At : s.At+s.Len]); !strings.Contains(test.line, text) {
				t.Errorf("%q: the literal is %q", test.line, text)
			}
			if s.Reported != (s.Outcome == "reported") {
				t.Errorf("%q: reported is %v, but %q", test.line, s.Reported, s.Outcome)
			}
			got = append(got, s.Rule.ID+": "+s.Outcome)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%q:\n got %q\nwant %q", test.line, got, test.want)
		}
	}
	if steps := slices.Collect(d.Explain(&content.View{Data: []byte("pair=a\nid=b\n")}, "", 0)); len(steps) != 2 || !steps[0].Reported ||
		steps[1].Outcome != "the rule only serves as a part of others" {
		t.Errorf("all lines: %+v", steps)
	}
	if steps := slices.Collect(d.Explain(&content.View{Data: []byte("one line")}, "", 9)); steps != nil {
		t.Errorf("a line that is not there: %+v", steps)
	}
}
