package rules

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// A randomFile writes rule files that are mostly right.
type randomFile struct {
	*rand.Rand
	rules []Rule
	text  strings.Builder
}

// name gives the id or an alias of a built-in rule, or seldom another name.
func (f *randomFile) name() string {
	r := &f.rules[f.IntN(len(f.rules))]
	switch n := f.IntN(60); {
	case n == 0:
		return "no-such-rule"
	case n < 4:
		return []string{genericKey, genericPassword, randomHex, randomMixed}[n]
	case n < 30 && len(r.Aliases) > 0:
		return r.Aliases[f.IntN(len(r.Aliases))]
	}
	for f.IntN(3) == 0 && len(r.Parts) == 0 { // some rules that have parts, or are parts
		r = &f.rules[f.IntN(len(f.rules))]
	}
	if len(r.Parts) > 0 && f.IntN(2) == 0 {
		return r.Parts[0].ID
	}
	return r.ID
}

func (f *randomFile) names(most int) string {
	var list []string
	for range 1 + f.IntN(most) {
		list = append(list, fmt.Sprintf("%q", f.name()))
	}
	return "[" + strings.Join(list, ", ") + "]"
}

// maybe writes a line, one time of so many.
func (f *randomFile) maybe(n int, format string, args ...any) {
	if f.IntN(n) == 0 {
		fmt.Fprintf(&f.text, format+"\n", args...)
	}
}

func (f *randomFile) write(providers []Provider) string {
	f.text.Reset()
	f.maybe(4, "title = 'ours'")
	f.maybe(2, "[extend]\ndisabledRules = %s", f.names(3))
	if f.IntN(4) == 0 {
		f.maybe(1, "[generic]")
		f.maybe(2, "ignore_names = ['cache_key']")
		f.maybe(2, "threshold = 1.5")
		f.maybe(8, "enabled = false")
		f.maybe(8, "names = ['zebra']")
	}
	for range f.IntN(3) {
		f.maybe(1, "[[allowlists]]\nregexes = ['''x[0-9]{%d}''']", f.IntN(9))
		f.maybe(20, "commits = ['x']")
		f.maybe(2, "targetRules = %s", f.names(2))
	}
	if f.IntN(6) == 0 {
		f.maybe(1, "[[providers]]\nid = %q\nname = 'P'", []string{"own", providers[f.IntN(len(providers))].ID}[f.IntN(2)])
	}
	for i := range f.IntN(3) {
		f.maybe(1, "[[rules]]\nid = 'own-%d'\nregex = '''own%d_([a-z]{8})'''", i, f.IntN(9))
		f.maybe(8, "aliases = [%q]", f.name())
		f.maybe(8, "provider = %q", providers[f.IntN(len(providers))].ID)
		f.maybe(16, "provider = 'own'")
		f.maybe(6, "keywords = ['own']")
		f.maybe(8, "parts = [{ id = %q, withinLines = 5 }]", f.name())
	}
	if f.IntN(3) == 0 {
		f.maybe(1, "[[rules]]\nid = %q", f.name())
		f.maybe(2, "severity = 'low'")
		f.maybe(4, "tags = ['t']")
		f.maybe(10, "multiline = true")
		f.maybe(20, "entropy = 9")
		f.maybe(2, "[[rules.allowlists]]\nstopwords = ['zebra']")
	}
	f.maybe(12, "[[context]]\nid = 'c'\nprovider = %q\nname = 'C'\nnames = ['zebra']\nvalue = '[a-z]{20}'", providers[f.IntN(len(providers))].ID)
	return f.text.String()
}

// What a file leaves unread is in the end what it says, and what is wrong is wrong in the same
// words.
func TestUnreadFiles(t *testing.T) {
	all, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	lazy := loader{unread: true}
	unread, wrong := map[string]int{}, 0
	const rounds = 60 // 600 held as well
	for seed := range uint64(rounds) {
		f := randomFile{Rand: rand.New(rand.NewPCG(seed, 1)), rules: all.Rules}
		text := f.write(all.Providers)
		for _, name := range []string{".sluice.toml", ".gitleaks.toml"} {
			want, wantErr := Parse(name, []byte(text))
			got, err := lazy.parse(name, []byte(text), mannerOf(name, gitleaksManner))
			if fmt.Sprint(err) != fmt.Sprint(wantErr) {
				t.Fatalf("seed %d, %s: error %v, want %v\n%s", seed, name, err, wantErr, text)
			}
			if err != nil {
				wrong++
				continue
			}
			if got.Unread() > 0 {
				unread[name]++
			}
			if from := got.From; from != want.From || !reflect.DeepEqual(got.Notes, want.Notes) {
				t.Fatalf("seed %d, %s: %+v, %q; want %+v, %q\n%s", seed, name, from, got.Notes, want.From, want.Notes, text)
			}
			if err := got.Read(); err != nil {
				t.Fatal(err)
			}
			for i := range want.Rules {
				if i < len(got.Rules) && !reflect.DeepEqual(got.Rules[i], want.Rules[i]) {
					t.Fatalf("seed %d, %s: rule %+v, want %+v\n%s", seed, name, got.Rules[i], want.Rules[i], text)
				}
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d, %s: %d rules differ from %d\n%s", seed, name, len(got.Rules), len(want.Rules), text)
			}
		}
	}
	t.Logf("of %d files %v left rules unread, %d were wrong", rounds, unread, wrong)
	if unread[".sluice.toml"] < rounds/4 || unread[".gitleaks.toml"] == 0 || wrong == 0 {
		t.Error("the files are not what they should be")
	}
}

// A usual file of a repository leaves the built-in rules unread.
func TestUsualFilesAreUnread(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":    "",
		"allowlists": "[[allowlists]]\npaths = ['^testdata/']\n[[allowlists]]\nregexes = ['x']\ntargetRules = ['generic-api-key', 'aws-access-token']\n",
		"generic":    "[generic]\nignore_names = ['cache_key']\nthreshold = 2\n",
		"disabled":   "[extend]\ndisabledRules = ['stripe-access-token']\n",
		"own":        "[[providers]]\nid = 'ours'\nname = 'Ours'\n[[rules]]\nid = 'ours'\nprovider = 'ours'\nregex = 'ours_([a-z0-9]{20})'\n",
		"changed":    "[[rules]]\nid = 'stripe-access-token'\nseverity = 'low'\n[[rules.allowlists]]\nstopwords = ['zebra']\n",
	} {
		c, err := loader{unread: true}.parse(".sluice.toml", []byte(text), ownManner)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if c.Unread() == 0 || c.Rules != nil {
			t.Errorf("%s: the built-in rules are read", name)
		}
	}
}
