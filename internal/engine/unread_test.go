package engine

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/rules/example"
)

// loadBoth loads a rule file of a repository, once as it is and once with the built-in rules
// unread.
func loadBoth(t *testing.T, text string) (read, unread *rules.Config) {
	t.Helper()
	path := filepath.Join(t.TempDir(), ".sluice.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	read, err := rules.Load(path)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if unread, err = rules.LoadUnread(path); err != nil {
		t.Fatal(err)
	}
	return read, unread
}

// foundIn says what a detector finds in a text, in every way that it has.
func foundIn(d *Detector, text []byte, class content.Class, edit []byte, at int) (all []string) {
	s := d.NewScanner()
	say := func(way string, matches []Match) {
		for _, m := range matches {
			all = append(all, fmt.Sprintf("%s %s %d %d %d %d %q %v %s", way, m.Rule.ID, m.Start, m.End, m.SecretStart, m.SecretEnd, m.Allowed, m.Confidence, m.Rule.Severity))
		}
	}
	raw := s.Raw(text, class)
	say("raw", s.Finish(text, raw))
	changed := slices.Concat(text[:at], edit, text[at:])
	copies := []Copy{{Base: 0, At: 0, Len: at}, {Base: at, At: at + len(edit), Len: len(text) - at}}
	say("edited", s.Finish(changed, s.RawLast(changed, class, raw, copies)))
	kept, _ := d.Resolve(s.Finish(text, raw), "a/b.txt", "")
	say("kept", kept)
	return all
}

// With a rule file of a repository, a detector whose built-in rules are not read finds what
// that of all rules finds.
func TestUnreadWithFiles(t *testing.T) {
	builtin, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	rounds := uint64(12)
	if long {
		rounds = 100
	}
	total, own := 0, 0
	for seed := range rounds {
		rng := rand.New(rand.NewPCG(seed, 3))
		var text []byte
		var ids []string
		for range 60 {
			r := &builtin.Rules[rng.IntN(len(builtin.Rules))]
			if len(r.Examples) == 0 || r.WholeFile {
				continue
			}
			line, err := example.Expand(r.Examples[rng.IntN(len(r.Examples))], seed)
			if err != nil {
				t.Fatal(err)
			}
			text = append(append(text, line...), '\n')
			ids = append(ids, r.ID)
			if rng.IntN(4) == 0 {
				text = fmt.Appendf(text, "key = \"own_%s\" password: 'own_zR9xW%dkQ2'\n", randomText(rng.Uint64(), 8, "abcdefgh"), rng.IntN(99))
			}
		}
		off := ids[rng.IntN(len(ids))]
		ids = slices.DeleteFunc(ids, func(id string) bool { return id == off }) // a target has to be there
		var file strings.Builder
		fmt.Fprintf(&file, "[extend]\ndisabledRules = [%q, 'generic-password']\n", off)
		fmt.Fprintf(&file, "[generic]\nthreshold = %d\nignore_names = ['password']\n", rng.IntN(4))
		fmt.Fprintf(&file, "[[allowlists]]\nid = 'all'\nregexes = ['[0-9]%s$']\n", "[a-m]")
		for range 3 {
			fmt.Fprintf(&file, "[[allowlists]]\nid = 'some'\nstopwords = ['a', 'e']\ntargetRules = [%q]\n", ids[rng.IntN(len(ids))])
		}
		if rng.IntN(4) > 0 {
			file.WriteString("[[rules]]\nid = 'own'\nregex = '''own_([a-z]{8})'''\nentropy = 1\n")
			file.WriteString("[[rules]]\nid = 'own-key'\nregex = '''(?i)\\bkey = \"(own_[a-z]{8})'''\n[[rules.parts]]\nid = 'own'\nwithinLines = 2\n")
			fmt.Fprintf(&file, "[[rules]]\nid = 'own-wanted'\nregex = '''assword: '(own_\\w+)'''\nlikeGitleaks = true\nkeywords = ['zR9xW%d']\n", rng.IntN(99))
		}
		read, unread := loadBoth(t, file.String())
		if unread.Unread() == 0 {
			continue
		}
		want, err := New(read)
		if err != nil {
			t.Fatal(err)
		}
		got, err := New(unread)
		if err != nil {
			t.Fatal(err)
		}
		if got.unread == nil {
			t.Fatalf("all rules are read\n%s", file.String())
		}
		for range 3 {
			at := rng.IntN(len(text))
			edit := []byte(randomText(rng.Uint64(), rng.IntN(20), "own_key\n"))
			for _, class := range []content.Class{content.Text, content.Binary} {
				a, b := foundIn(got, text, class, edit, at), foundIn(want, text, class, edit, at)
				if !slices.Equal(a, b) {
					t.Fatalf("seed %d: found\n%s\nwant\n%s\n%s", seed, strings.Join(a, "\n"), strings.Join(b, "\n"), file.String())
				}
				total += len(a)
				own += strings.Count(strings.Join(a, "\n"), " own")
			}
		}
		gotIDs, wantIDs := []string{}, []string{}
		for r := range got.Rules() {
			gotIDs = append(gotIDs, r.ID)
		}
		for r := range want.Rules() {
			wantIDs = append(wantIDs, r.ID)
		}
		if !slices.Equal(gotIDs, wantIDs) {
			t.Fatalf("seed %d: %d rules, want %d", seed, len(gotIDs), len(wantIDs))
		}
		if seed%4 == 0 {
			path := "a/" + builtin.Rules[rng.IntN(len(builtin.Rules))].ID + ".p12"
			if got.WantsWhole(path) != want.WantsWhole(path) || len(got.MatchPath(path)) != len(want.MatchPath(path)) {
				t.Errorf("path %s differs", path)
			}
		}
	}
	if total < 100*int(rounds) || own < int(rounds) {
		t.Errorf("only %d matches, %d of own rules", total, own)
	}
	t.Logf("%d matches, %d of own rules", total, own)
}

// What is wrong with rules beside those that are not read is wrong in the same words.
func TestUnreadErrors(t *testing.T) {
	const file = "[[rules]]\nid = 'own'\nregex = 'own_[a-z]{9}'\n[[rules]]\nid = 'stripe-access-token'\nseverity = 'low'\n"
	for name, spoil := range map[string]func(cfg *rules.Config, own, changed *rules.Rule){
		"allowlist": func(cfg *rules.Config, _, _ *rules.Rule) {
			cfg.Allowlists = append(cfg.Allowlists, rules.Allowlist{Regexes: []string{"("}})
		},
		"own": func(_ *rules.Config, own, _ *rules.Rule) { own.Regex = "own_(" },
		"changed": func(_ *rules.Config, _, changed *rules.Rule) {
			changed.Allowlists = []rules.Allowlist{{Paths: []string{"("}}}
		},
		"all three": func(cfg *rules.Config, own, changed *rules.Rule) {
			cfg.Allowlists = append(cfg.Allowlists, rules.Allowlist{Regexes: []string{"("}})
			own.Regex, changed.Allowlists = "own_(", []rules.Allowlist{{Paths: []string{"("}}}
		},
	} {
		read, unread := loadBoth(t, file)
		spoil(read, rule(read, func(r *rules.Rule) bool { return r.ID == "own" }), rule(read, func(r *rules.Rule) bool { return r.ID == "stripe-access-token" }))
		for _, r := range unread.Changed() {
			spoil(unread, &unread.Own()[0], r)
		}
		_, want := New(read)
		_, got := New(unread)
		if want == nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: error %v, want %v", name, got, want)
		}
	}
	_, unread := loadBoth(t, "[[rules]]\nid = 'own'\nregex = '[a-z]'\n")
	d, err := New(unread)
	if err != nil || d.unread != nil || !slices.Contains(d.UnanchoredRules(), "own") {
		t.Errorf("a rule without a literal: error %v", err)
	}
}

// An anchor that is not made is excluded by the bytes beside it as it is once it is made.
func TestUnreadAnchorsAreExcluded(t *testing.T) {
	cfg, err := rules.Unread()
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	excluded := 0
	for i := range d.anchors {
		i := int32(i)
		var before [64]bool
		var texts [64][]byte
		for k := range texts {
			texts[k] = make([]byte, 64)
			for n := range texts[k] {
				texts[k][n] = byte(rng.IntN(128))
			}
			before[k] = d.excludesUnread(i, texts[k], k)
		}
		a := d.anchor(i)
		for k, was := range before {
			if was != (a.len > 0 && k+a.len <= 64 && d.search.excludes(a, texts[k], k)) && k+a.len <= 64 {
				t.Fatalf("anchor %d of %s: %v", i, a.rule.ID, was)
			}
			if was {
				excluded++
			}
		}
	}
	if excluded == 0 {
		t.Error("none is excluded")
	}
}
