package rules

import (
	"slices"
	"testing"
)

// A built-in rule that gets the regex of a file written for gitleaks judges as a rule of that
// file, with the keywords of the file alone. Without a regex, or in a file of our own, it
// goes on as it was.
func TestBuiltInRuleWithTheRegexOfAFileForGitleaks(t *testing.T) {
	const head = "[extend]\nuseDefault = true\n[[rules]]\nid = 'aws-secret-access-key'\nkeywords = ['acme_key']\n"
	parseTheirs := func(text string) (*Config, error) { return Parse("x.toml", []byte(text)) }
	for _, test := range []struct {
		name, text string
		parse      func(text string) (*Config, error)
		like       bool
	}{
		{"regex", head + "regex = '[a-z]{40}'\n", parseTheirs, true},
		{"no regex", head, parseTheirs, false},
		{"our keys", head + "regex = '[a-z]{40}'\nmultiline = true\n", parseTheirs, false},
		{"our file", head + "regex = '[a-z]{40}'\n", parseOwn, false},
		{"said", head + "regex = '[a-z]{40}'\nlikeGitleaks = false\nfilesOnly = false\n", parseTheirs, false},
	} {
		c, err := test.parse(test.text)
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		r := c.Rules[slices.IndexFunc(c.Rules, func(r Rule) bool { return r.ID == "aws-secret-access-key" })]
		if r.LikeGitleaks != test.like || r.FilesOnly != test.like {
			t.Errorf("%s: like gitleaks %t, in files only %t, want %t", test.name, r.LikeGitleaks, r.FilesOnly, test.like)
		}
		if test.like && !slices.Equal(r.Keywords, []string{"acme_key"}) {
			t.Errorf("%s: keywords %q", test.name, r.Keywords)
		}
	}
}
