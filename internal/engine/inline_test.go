package engine

import (
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

// A comment allows a match only where a person wrote it for this match. The rules
// are "key" and "block", and § stands for a secret of the first.
func TestInlineAllow(t *testing.T) {
	key := ruleOf("key", `tok_([a-z]{8})(?:[\s;"'#/]|$)`)
	block := ruleOf("block", `(?s)(BEGIN X.{1,200}?END X)`)
	d, err := New(&rules.Config{Rules: []rules.Rule{key, block}})
	if err != nil {
		t.Fatal(err)
	}
	word := "sluice:" + "allow"
	ordinary := strings.Repeat("x", 1000)
	for _, test := range []struct {
		text    string
		allowed string // for each match in order: + or -
	}{
		{"§ # @", "+"},
		{"§ // @", "+"},
		{"§; @", "+"},
		{"§ -- made up: @", "+"},
		{"§ /* @ */", "+"},
		{"<a b=\"§\"><!-- @ -->", "+"},
		{"§\t% @", "+"},
		{"§ rem @", "+"},
		{"{{ '§' }}{# @ #}", "+"},
		{"\"§\"#@", "+"},
		{"§ # @\n§", "+-"},
		{"§\n# @", "-"},
		{"# @\n§", "-"},
		{"# @ §", "-"},
		{"/* @ */ x = §", "-"},
		{"§ @", "-"},
		{"§ http://host/@", "-"},
		{"§ a#@", "-"},
		{"§ # @ed", "-"},
		{"§ # x@", "-"},
		{"'§', '§' # @", "++"},
		{"§ " + ordinary + " # @", "-"},
		{"§ # " + ordinary[:900] + " @", "+"},
		{strings.Repeat("'§', ", 300) + " # @", strings.Repeat("-", 300)},

		// What touches the secret or is inside a string may be a part of the value.
		{"u?t=§#@", "-"},
		{"u?t=§//@", "-"},
		{"\"§ # @\"", "-"},
		{"\"§; # @\"", "-"},
		{"`§ # @`", "-"},
		{"'§', c = \"# @\"", "-"},
		{"'§'; c = '#' + '@'", "-"},
		{"'§'; c = \"# \" + \"@\"", "-"},
		{"'§', c = \"\\\"# @\"", "-"},
		{"f(\"§\"); g(\"@\")", "-"},
		{"'§' # don't, it's: @ isn't", "+"},
		{"it's '§' # @, isn't it", "+"},
		{"'§' // \"no\" secret: @", "+"},
		{"x = \"it\\\"s §\" # @", "+"},

		// A rule that is named.
		{"§ @ key", "+"},
		{"{\"a\": \"@ key\", \"b\": \"§\"}", "+"},
		{"@ block,key §", "+"},
		{"§ # @ block", "-"},
		{"§ # @ keys are made up", "+"},
		{"@ key\n§", "-"},
		{"@ key " + ordinary + " §", "-"},

		// With a day. It is 2026-05-31.
		{"§ # @ until=2026-05-31", "+"},
		{"§ # @ made up, until=2026-06-01: see there", "+"},
		{"§ # @ until=2026-05-30", "-"},
		{"§ # @ until=2026-13-01", "-"},
		{"§ # @ until=soon", "-"},
		{"§ # @ until=", "-"},
		{"§ # @ nountil=x", "+"},
		{"§ # @ Until: 2026-05-30", "-"},
		{"§ # @ until 2026-05-30", "-"},
		{"§ # @ until = 2026-05-30", "-"},
		{"§ # @ UNTIL 2026-05-31", "+"},
		{"§ # @ until 30.5.2027", "-"},
		{"§ # @ until: the release", "+"},
		{"§ # @ until the release of 2020-01-01", "+"},
		{"{\"a\": \"@ key until=2026-01-01\", \"b\": \"§\"}", "-"},
		{"{\"a\": \"@ key until=2027-01-01\", \"b\": \"§\"}", "+"},
		{"§ # @ until=2026-01-01 @ until=2027-01-01", "+"},
		{"§ # @\nuntil=2026-01-01", "+"},

		// Several lines.
		{"BEGIN X\n1\nEND X # @", "+"},
		{"BEGIN X\n# @\nEND X", "-"},
		{"BEGIN X # @\n1\nEND X", "-"},
		{"/* @ */ BEGIN X\n1\nEND X", "+"},
		{"x @ BEGIN X\n1\nEND X", "-"},
		{"/* @ */\nBEGIN X\n1\nEND X\n# @", "-"},
	} {
		for _, w := range []string{word, "gitleaks:" + "allow"} {
			data := []byte(strings.NewReplacer("@", w, "§", "tok_abcdefgh").Replace(test.text))
			s := d.NewScanner()
			s.SetToday("2026-05-31")
			got := ""
			for _, m := range s.Finish(data, s.Raw(data, content.Text)) {
				if m.Allowed == Inline {
					got += "+"
				} else {
					got += "-"
				}
			}
			if got != test.allowed {
				t.Errorf("%.80q: %s, want %s", data, got, test.allowed)
			}
			s.IgnoreInlineAllow()
			for _, m := range s.Finish(data, s.Raw(data, content.Text)) {
				if m.Allowed != "" {
					t.Errorf("%.80q: allowed although comments do not count", data)
				}
			}
		}
	}
}
