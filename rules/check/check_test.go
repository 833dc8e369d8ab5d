package check

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/rules"
)

func parse(t *testing.T, text string) *rules.Config {
	t.Helper()
	c, err := rules.Parse("test.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const providers = `
[[providers]]
id = "acme"
[[providers]]
id = "other"
`

const good = `
[[rules]]
id = "good"
provider = "acme"
regex = '\b(acme_[a-z0-9]{20})\b'
examples = ["KEY=acme_{alnum:20}"]
negatives = ["KEY=acme_{alnum:19}"]
`

func TestCheck(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing is wrong", "", ""},
		{"no example", "[[rules]]\nid='x'\nregex='xyz'\nnegatives=['a']", `rule "x": it has no example`},
		{"no negative", "[[rules]]\nid='x'\nregex='xyz'\nexamples=['xyz']", `rule "x": it has no negative`},
		{"a path rule needs neither", "[[rules]]\nid='x'\npath='xyz'", ""},
		{"missed", "[[rules]]\nid='x'\nregex='xyz'\nexamples=['xy']\nnegatives=['a']", `rule "x": it misses its example 1`},
		{"missed by entropy", "[[rules]]\nid='x'\nregex='xyz[a-z]{8}'\nentropy=3.5\nexamples=['xyz{lower:8}']\nnegatives=['a']", `it misses its example`},
		{"missed by its allowlist", "[[rules]]\nid='x'\nregex='xyz'\nexamples=['xyz']\nnegatives=['a']\n[[rules.allowlists]]\nregexes=['y']", `it misses its example`},
		{"missed now and then", "[[rules]]\nid='x'\nregex='xyz[ab]'\nexamples=['xyz{a|b|c}']\nnegatives=['a']", `it misses its example`},
		{"found negative", "[[rules]]\nid='x'\nregex='xyz'\nexamples=['xyz']\nnegatives=['wxyz']", `rule "x": it finds its negative 1`},
		{"found now and then", "[[rules]]\nid='x'\nregex='xyz'\nexamples=['xyz']\nnegatives=['a', '{a|b|xyz}']", `rule "x": it finds its negative 2 ({a|b|xyz})`},
		{"a scored rule", "[[rules]]\nid='x'\nregex='xyz=([A-Za-z0-9]{4,30})'\nscored=true\nexamples=['xyz={base62:24}']\nnegatives=['xyz=configuration']", ""},
		{"words of names", "[[rules]]\nid='x'\ncandidates=['xyz']\nexamples=['xyz={base62:24}']\nnegatives=['xyz=configuration']", ""},
		{"unknown proof", "[[rules]]\nid='x'\nregex='xyz'\nproof='crc'\nexamples=['xyz']\nnegatives=['a']", `rule "x": proof is none of age, `},
		{"slow", "[[rules]]\nid='x'\nregex='[a-z][0-9][a-z]'\nexamples=['a1b']\nnegatives=['a']", `rule "x": no two bytes in a row`},
		{"heavy", "[[rules]]\nid='x'\nregex='xyz(?:[a-z][0-9]|-){1,900}(?:[0-9][a-z]|-){1,900}!'\nexamples=['xyza1-1a!']\nnegatives=['a']", `rule "x": its regex is too large`},
		{"endless", "[[rules]]\nid='x'\nregex='xyz(?:a*b*)*!'\nexamples=['xyzab!']\nnegatives=['a']", `rule "x": its regex is too large`},
		{"long", "[[rules]]\nid='x'\nregex='xyz[a-z]{1,900}![a-z]{1,900}!'\nexamples=['xyza!b!']\nnegatives=['a']", ""},
		{"a whole file", "[[rules]]\nid='x'\npath='[.]x$'\nwholeFile=true\nregex='^[a-z]{4}$'\nexamplePaths=['a.x', 'b/c.x']\nexamples=['{lower:4}']\nnegatives=['{lower:5}']", ""},
		{"a whole file without a path", "[[rules]]\nid='x'\npath='[.]x$'\nwholeFile=true\nregex='^[a-z]{4}$'\nexamples=['{lower:4}']\nnegatives=['{lower:5}']", `rule "x": it has no path in examplePaths`},
		{"a whole file at another path", "[[rules]]\nid='x'\npath='[.]x$'\nwholeFile=true\nregex='^[a-z]{4}$'\nexamplePaths=['a.x', 'b']\nexamples=['{lower:4}']\nnegatives=['{lower:5}']", `rule "x": examplePaths, number 2: it does not fit the path`},
		{"a whole file that is missed", "[[rules]]\nid='x'\npath='[.]x$'\nwholeFile=true\nregex='^[a-z]{4}$'\nexamplePaths=['a.x']\nexamples=['{lower:4} ']\nnegatives=['{lower:5}']", `rule "x": it misses its example`},
		{"whole files of others", "[[rules]]\nid='x'\nprovider='acme'\npath='[.]x$'\nwholeFile=true\nregex='^[a-z]{4}$'\nexamplePaths=['a.x']\nexamples=['{lower:4}']\nnegatives=['{lower:5}']\n" +
			"[[rules]]\nid='y'\nprovider='other'\npath='[.]y$'\nwholeFile=true\nregex='^[a-z]{4,5}$'\nexamplePaths=['a.y']\nexamples=['{lower:4}']\nnegatives=['{lower:6}']", ""},
		{"another's negative", "[[rules]]\nid='x'\nprovider='other'\nregex='(acme_[a-z0-9]{19})'\nexamples=['acme_{alnum:19}']\nnegatives=['acme_']",
			`rule "x": it finds a negative of rule "good", of another provider`},
		{"a sibling's negative", "[[rules]]\nid='x'\nprovider='acme'\nregex='(acme_[a-z0-9]{19})'\nexamples=['acme_{alnum:19}']\nnegatives=['acme_']", ""},
		{"a less specific rule", "[[rules]]\nid='x'\nprovider='other'\nregex='(acme_[a-z0-9]{19})'\nspecificity=-1\nexamples=['acme_{alnum:19}']\nnegatives=['acme_']", ""},
		{"a rule of no provider", "[[rules]]\nid='x'\nregex='(acme_[a-z0-9]{19})'\nexamples=['acme_{alnum:19}']\nnegatives=['acme_']", ""},
		{"another's example", "[[rules]]\nid='x'\nprovider='other'\nregex='(acme_[a-z0-9]{20})'\nspecificity=1\nexamples=['acme_{alnum:20}']\nnegatives=['acme_']",
			`rule "x": it takes the example of rule "good", of another provider`},
		{"a part", "[[rules]]\nid='x'\nregex='xyz'\nexamples=['xyz']\nnegatives=['a']\nparts=[{id='good', withinLines=1}]", ""},
		{"a part that is never near", "[[rules]]\nid='x'\nregex='(?m)^xyz'\nexamples=['\\n\\nxyz']\nnegatives=['a']\nparts=[{id='good', withinLines=1}]",
			`rule "x": its part "good" is not found above its example`},
		{"an example with two secrets", "[[rules]]\nid='x'\nprovider='other'\nregex='(ecma_[a-z0-9]{20})'\nexamples=['acme_{alnum:20} ecma_{alnum:20}']\nnegatives=['acme_']", ""},
		{"another's example, and less specific", "[[rules]]\nid='x'\nprovider='other'\nregex='([a-z]{4}_[a-z0-9]{20})'\nspecificity=-1\nexamples=['ecma_{alnum:20}']\nnegatives=['acme_']",
			`rule "x": no two bytes in a row`},
	} {
		got, err := Check(t.Context(), parse(t, providers+good+c.text))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var lines []string
		for _, p := range got {
			lines = append(lines, p.String())
		}
		all := strings.Join(lines, "\n")
		if (all == "") != (c.want == "") || !strings.Contains(all, c.want) {
			t.Errorf("%s: problems\n%s\nwant %q", c.name, all, c.want)
		}
		if all != "" && !strings.HasPrefix(all, "test.toml:1") {
			t.Errorf("%s: a problem without its place:\n%s", c.name, all)
		}
	}
}

func TestOverlaps(t *testing.T) {
	c := parse(t, providers+good+"[[rules]]\nid='wide'\nregex='KEY=(\\w{10,40})'\nconfidence='low'\nexamples=['KEY={word:30}']\nnegatives=['KEY=']")
	got, err := Overlaps(t.Context(), c)
	want := []Overlap{{Rule: "good", Example: "KEY=acme_{alnum:20}", Others: []string{"wide"}, Report: []string{"good"}}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("Overlaps() = %+v, %v; want %+v", got, err, want)
	}
}

func TestStopsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Check(ctx, parse(t, providers+good)); !errors.Is(err, context.Canceled) {
		t.Errorf("Check: %v", err)
	}
	if _, err := Overlaps(ctx, parse(t, providers+good)); !errors.Is(err, context.Canceled) {
		t.Errorf("Overlaps: %v", err)
	}
}

// The rules that come with the program do what they say. A usual run takes one
// in four of them, with their parts.
func TestBuiltin(t *testing.T) {
	c, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	if !long {
		c.Rules = oneInFour(c.Rules)
	}
	problems, err := Check(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
}

// oneInFour returns every fourth rule, and the rules of their parts.
func oneInFour(all []rules.Rule) (some []rules.Rule) {
	byID, wanted := map[string]*rules.Rule{}, map[string]bool{}
	for i := range all {
		byID[all[i].ID] = &all[i]
	}
	var want func(r *rules.Rule)
	want = func(r *rules.Rule) {
		wanted[r.ID] = true
		for _, p := range r.Parts {
			if !wanted[p.ID] {
				want(byID[p.ID])
			}
		}
	}
	for i := 0; i < len(all); i += 4 {
		want(&all[i])
	}
	for _, r := range all {
		if wanted[r.ID] {
			some = append(some, r)
		}
	}
	return some
}
