package engine

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

// judge runs all steps over data, and shows what is kept and what is dropped
// as "rule:secret" and "rule:secret (by)".
func judge(t *testing.T, cfg *rules.Config, data, path, commit string) []string {
	t.Helper()
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := d.NewScanner()
	kept, dropped := d.Resolve(s.Finish([]byte(data), s.Raw([]byte(data), content.Text)), path, commit)
	var list []string
	for _, m := range kept {
		list = append(list, strings.Join(append([]string{m.Rule.ID + ":" + data[m.SecretStart:m.SecretEnd]}, m.AlsoRules...), "+"))
	}
	for _, d := range dropped {
		list = append(list, fmt.Sprintf("%s:%s (%s)", d.Match.Rule.ID, data[d.Match.SecretStart:d.Match.SecretEnd], d.By))
	}
	return list
}

func TestAllowlists(t *testing.T) {
	rule := ruleOf("r", `key=([a-z0-9]+)`)
	with := func(lists ...rules.Allowlist) *rules.Config {
		r := rule
		r.Allowlists = lists
		return &rules.Config{Rules: []rules.Rule{r}}
	}
	const abc = "r:abc"
	for _, test := range []struct {
		name               string
		cfg                *rules.Config
		data, path, commit string
		want               string
	}{
		{"nothing", with(), "key=abc", "", "", abc},
		{"empty list", with(rules.Allowlist{}), "key=abc", "p", "c", abc},
		{"secret", with(rules.Allowlist{Regexes: []string{`^abc$`}}), "key=abc", "", "", "r:abc (allowlist)"},
		{"secret, not match", with(rules.Allowlist{Regexes: []string{`key`}}), "key=abc", "", "", abc},
		{"match", with(rules.Allowlist{ID: "m", RegexTarget: "match", Regexes: []string{`key`}}), "key=abc", "", "", "r:abc (allowlist m)"},
		{"line", with(rules.Allowlist{RegexTarget: "line", Regexes: []string{`^dummy`}}), "x\ndummy key=abc\n", "", "", "r:abc (allowlist)"},
		{"another line", with(rules.Allowlist{RegexTarget: "line", Regexes: []string{`dummy`}}), "dummy\nkey=abc\ndummy", "", "", abc},
		{"stop word", with(rules.Allowlist{StopWords: []string{"zzz", "B"}}), "key=abc", "", "", "r:abc (allowlist)"},
		{"stop words", with(rules.Allowlist{StopWords: []string{"zzz", "AbC"}}), "key=abc", "", "", "r:abc (allowlist)"},
		{"no stop word", with(rules.Allowlist{StopWords: []string{"key", "abcd"}}), "key=abc", "", "", abc},
		{"path", with(rules.Allowlist{Paths: []string{`_test\.go$`}}), "key=abc", "a/b_test.go", "", "r:abc (allowlist)"},
		{"other path", with(rules.Allowlist{Paths: []string{`_test\.go$`}}), "key=abc", "a/b.go", "", abc},
		{"unknown path", with(rules.Allowlist{Paths: []string{`.*`}}), "key=abc", "", "", abc},
		{"commit", with(rules.Allowlist{Commits: []string{"ABCDEF0"}}), "key=abc", "", "abcdef0123", "r:abc (allowlist)"},
		{"short commit", with(rules.Allowlist{Commits: []string{"abc"}}), "key=abc", "", "abcdef0123", abc},
		{"or", with(rules.Allowlist{Paths: []string{"^p$"}, StopWords: []string{"abc"}}), "key=abc", "q", "", "r:abc (allowlist)"},
		{"and, both", with(rules.Allowlist{Condition: "AND", Paths: []string{"^p$"}, StopWords: []string{"abc"}}), "key=abc", "p", "", "r:abc (allowlist)"},
		{"and, path", with(rules.Allowlist{Condition: "AND", Paths: []string{"^p$"}, StopWords: []string{"zzz"}}), "key=abc", "p", "", abc},
		{"and, word", with(rules.Allowlist{Condition: "AND", Paths: []string{"^p$"}, StopWords: []string{"abc"}}), "key=abc", "q", "", abc},
		{"and, line and path", with(rules.Allowlist{Condition: "&&", RegexTarget: "line", Regexes: []string{"x"}, Paths: []string{"^p$"}}), "x key=abc", "p", "", "r:abc (allowlist)"},
		{"and, path without line", with(rules.Allowlist{Condition: "&&", RegexTarget: "line", Regexes: []string{"x"}, Paths: []string{"^p$"}}), "key=abc", "p", "", abc},
		{"and, line and word", with(rules.Allowlist{Condition: "AND", RegexTarget: "line", Regexes: []string{"x"}, StopWords: []string{"abc"}}), "x key=abc", "", "", "r:abc (allowlist)"},
		{"and, line without word", with(rules.Allowlist{Condition: "AND", RegexTarget: "line", Regexes: []string{"x"}, StopWords: []string{"zzz"}}), "x key=abc", "", "", abc},
		{"two lists", with(rules.Allowlist{ID: "1", Paths: []string{"q"}}, rules.Allowlist{ID: "2", Paths: []string{"p"}}), "key=abc", "p", "", "r:abc (allowlist 2)"},
		{"shared", &rules.Config{Rules: []rules.Rule{rule}, Allowlists: []rules.Allowlist{{ID: "s", StopWords: []string{"abc"}}}}, "key=abc", "", "", "r:abc (allowlist s)"},
		{"shared, other rule", &rules.Config{Rules: []rules.Rule{rule}, Allowlists: []rules.Allowlist{{TargetRules: []string{"x"}, StopWords: []string{"abc"}}}}, "key=abc", "", "", abc},
		{"comment", with(), "key=abc # sluice:allow\n", "", "", "r:abc (inline)"},
		{"old comment", with(), "key=abc // gitleaks:allow", "", "", "r:abc (inline)"},
		{"comment elsewhere", with(), "# sluice:allow\nkey=abc\n# sluice:allow", "", "", abc},
		{"comment on a long line", with(), "key=abc" + strings.Repeat(" ", ordinaryLine) + "# sluice:allow", "", "", abc},
		{"comment far away", with(), "key=abc" + strings.Repeat(" ", lineCap) + "sluice:allow", "", "", abc},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := judge(t, test.cfg, test.data, test.path, test.commit); !slices.Equal(got, []string{test.want}) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestPathsOfRules(t *testing.T) {
	r := ruleOf("r", `key=([a-z]+)`)
	r.Path = `\.env$`
	cfg := &rules.Config{Rules: []rules.Rule{r, {ID: "p", Path: `\.pem$`}}}
	if got := judge(t, cfg, "key=abc", "x/.env", ""); !slices.Equal(got, []string{"r:abc"}) {
		t.Errorf("under its path: %q", got)
	}
	if got := judge(t, cfg, "key=abc", "x/env", ""); got != nil {
		t.Errorf("under another path: %q", got)
	}
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if m := d.MatchPath("a/b.pem"); len(m) != 1 || m[0].Rule.ID != "p" || m[0].SecretEnd != 7 {
		t.Errorf("the path itself: %v", m)
	}
	if m := d.MatchPath("a/.env"); len(m) != 0 {
		t.Errorf("a rule with a regex judged the path alone: %v", m)
	}
}

func TestOverlap(t *testing.T) {
	generic := rules.Rule{ID: "generic", Regex: `=([a-z_0-9]{4,40})`, Confidence: "low"}
	named := rules.Rule{ID: "named", Regex: `=(ab_[0-9]+)`, Provider: "acme"}
	other := rules.Rule{ID: "other", Regex: `=(ab_[0-9]+)`, Provider: "acme", Specificity: 2}
	allowed := other
	allowed.ID, allowed.Specificity = "allowed", 3
	allowed.Allowlists = []rules.Allowlist{{StopWords: []string{"1"}}}
	id := named
	id.ID, id.Identifier = "zz", true
	part := rules.Rule{ID: "part", Regex: `ab_([0-9]+)`, SkipReport: true, Specificity: 9}
	for _, test := range []struct {
		rules []rules.Rule
		want  []string
	}{
		{[]rules.Rule{generic}, []string{"generic:ab_12", "generic:cdef"}},
		{[]rules.Rule{generic, named}, []string{"named:ab_12+generic", "generic:cdef"}},
		{[]rules.Rule{generic, named, other}, []string{"other:ab_12+generic+named", "generic:cdef"}},
		{[]rules.Rule{generic, allowed}, []string{"generic:cdef", "allowed:ab_12 (allowlist)"}},
		{[]rules.Rule{named, id}, []string{"zz:ab_12+named"}},
		{[]rules.Rule{generic, part}, []string{"generic:ab_12", "generic:cdef"}},
	} {
		for range 5 { // in any order
			rand.Shuffle(len(test.rules), func(i, j int) { test.rules[i], test.rules[j] = test.rules[j], test.rules[i] })
			if got := judge(t, &rules.Config{Rules: test.rules}, "x=ab_12 y=cdef", "", ""); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		}
	}
}

func TestRequiredParts(t *testing.T) {
	id := ruleOf("id", `id=([a-z]+)`)
	for _, test := range []struct {
		part rules.Part
		data string
		want []string
	}{
		{rules.Part{ID: "id", Required: true}, "key=abc", nil},
		{rules.Part{ID: "id", Required: true}, "key=abc\n\n\n\nid=x", []string{"r:abc"}},
		{rules.Part{ID: "id", Required: true, WithinLines: 2}, "key=abc\n\nid=x", []string{"r:abc"}},
		{rules.Part{ID: "id", Required: true, WithinLines: 2}, "id=x\n\nkey=abc", []string{"r:abc"}},
		{rules.Part{ID: "id", Required: true, WithinLines: 2}, "key=abc\n\n\nid=x", nil},
		{rules.Part{ID: "id", Required: true, WithinColumns: 3}, "   id=x\nkey=abc", []string{"r:abc"}},
		{rules.Part{ID: "id", Required: true, WithinColumns: 3}, "    id=x\nkey=abc", nil},
		{rules.Part{ID: "id", Required: true}, "key=abc\nid=x # sluice:allow", nil},
	} {
		r := ruleOf("r", `key=([a-z]+)`)
		r.Parts = []rules.Part{test.part}
		hidden := id
		hidden.SkipReport = true
		if got := judge(t, &rules.Config{Rules: []rules.Rule{r, hidden}}, test.data, "", ""); !slices.Equal(got, test.want) {
			t.Errorf("%+v in %q: got %q, want %q", test.part, test.data, got, test.want)
		}
	}
}

func TestFilters(t *testing.T) {
	for _, test := range []struct {
		rule rules.Rule
		data string
		want []string
	}{
		{rules.Rule{Entropy: 1.5}, "key=abcd", []string{"r:abcd"}},
		{rules.Rule{Entropy: 2}, "key=abcd", []string{"r:abcd"}},
		{rules.Rule{Entropy: 2.1}, "key=abcd", nil},
		{rules.Rule{MinDigits: 1}, "key=abcd", nil},
		{rules.Rule{MinDigits: 1}, "key=abc1", []string{"r:abc1"}},
		{rules.Rule{MinUpper: 2}, "key=aBc1", nil},
		{rules.Rule{MinLower: 2}, "key=aBc1", []string{"r:aBc1"}},
		{rules.Rule{Placeholders: true}, "key=changeme", nil},
		{rules.Rule{}, "key=changeme", []string{"r:changeme"}},
	} {
		r := test.rule
		r.ID, r.Regex = "r", `key=([A-Za-z0-9]+)`
		if got := judge(t, &rules.Config{Rules: []rules.Rule{r}}, test.data, "", ""); !slices.Equal(got, test.want) {
			t.Errorf("%+v in %q: got %q, want %q", test.rule, test.data, got, test.want)
		}
	}
}

func TestSecretIsTheGroup(t *testing.T) {
	for _, test := range []struct {
		regex string
		group int
		want  string
	}{
		{`key=[a-z]+`, 0, "key=abc"},
		{`key=([a-z]+)`, 0, "abc"},
		{`(k)ey=(x)?([a-z]+)`, 0, "k"},
		{`(x)?key=([a-z]*)`, 0, "abc"},
		{`(k)ey=([a-z]+)`, 2, "abc"},
		{`(x)?key=([a-z]+)`, 1, "key=abc"},
		{`()key=([a-z]+)`, 0, "abc"},
	} {
		r := ruleOf("r", test.regex)
		r.SecretGroup = test.group
		if got := judge(t, &rules.Config{Rules: []rules.Rule{r}}, "key=abc", "", ""); !slices.Equal(got, []string{"r:" + test.want}) {
			t.Errorf("%s, group %d: got %q, want %q", test.regex, test.group, got, test.want)
		}
	}
}

func TestEntropy(t *testing.T) {
	for text, want := range map[string]float64{"": 0, "a": 0, "aaaa": 0, "ab": 1, "abcd": 2, "aabb": 1, "ééé": 1} {
		if got := Entropy([]byte(text)); got < want-1e-12 || got > want+1e-12 {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

// TestTheSurestRuleCounts: a secret is as sure as the surest rule that sees it, but
// not as one whose match is allowed. A public key and an id stay as sure as they are.
func TestTheSurestRuleCounts(t *testing.T) {
	cfg := &rules.Config{Rules: []rules.Rule{
		{ID: "special", Regex: `acme_([a-z]{8})`, Confidence: finding.ConfidenceLow, Specificity: 1},
		{ID: "public", Regex: `public_([a-z]{8})`, Confidence: finding.ConfidenceLow, Specificity: 1, Identifier: true},
		{ID: "sure", Regex: `([a-z]{8}) end`, Confidence: finding.ConfidenceHigh},
		{ID: "allowed", Regex: `([a-z]{8}) stop`, Confidence: finding.ConfidenceHigh, Allowlists: []rules.Allowlist{{Regexes: []string{"."}, Condition: "OR", RegexTarget: "secret"}}},
	}}
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := d.NewScanner()
	for text, want := range map[string]finding.Confidence{
		"acme_qxhvbzkw":       finding.ConfidenceLow,
		"acme_qxhvbzkw end":   finding.ConfidenceHigh,
		"acme_qxhvbzkw stop":  finding.ConfidenceLow,
		"public_qxhvbzkw end": finding.ConfidenceLow,
	} {
		kept, _ := d.Resolve(s.Finish([]byte(text), s.Raw([]byte(text), content.Text)), "", "")
		if len(kept) != 1 || kept[0].Confidence != want {
			t.Errorf("%s: %+v, want confidence %s", text, kept, want)
		}
	}
}
