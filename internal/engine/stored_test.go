package engine

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/prebuilt"
	"github.com/sluicesec/sluice/rules"
)

const searchFile = "../prebuilt/search.bin"

var update = flag.Bool("update", false, "write "+searchFile+" anew")

// derived returns a detector of the built-in rules that uses nothing that is stored of
// how they are searched for.
func derived(t *testing.T) *Detector {
	t.Helper()
	cfg, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	d, err := newDetector(cfg, false)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestPrebuilt holds what is stored of the search to what is derived from the rules. With
// -update it writes the file: package prebuilt says so to go generate.
func TestPrebuilt(t *testing.T) {
	d := derived(t)
	var w prebuilt.Writer
	d.store(&w)
	if *update {
		if err := os.WriteFile(searchFile, prebuilt.Pack(w.Bytes()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !prebuilt.IsSearch(w.Bytes()) {
		t.Fatalf("%s is not what the rules come to: run go generate ./...", searchFile)
	}
}

// A detector that was read is the one that is derived, in all that the search depends on.
func TestStoredSearchIsTheDerivedOne(t *testing.T) {
	want := derived(t)
	cfg, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Allowlists = append(cfg.Allowlists, rules.Allowlist{StopWords: []string{"zebra"}}) // as a repository adds them
	got, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if !knownPatterns(cfg.Rules).all {
		t.Fatal("the stored search is not used for the built-in rules")
	}
	if !reflect.DeepEqual(got.search, want.search) {
		t.Error("the literals differ")
	}
	if len(got.anchors) != len(want.anchors) {
		t.Fatalf("%d anchors, want %d", len(got.anchors), len(want.anchors))
	}
	for i := range got.anchors {
		a, b := got.anchors[i], want.anchors[i]
		if a.rule.ID != b.rule.ID || a.literalLen != b.literalLen || !reflect.DeepEqual(a.pattern == nil, b.pattern == nil) {
			t.Errorf("anchor %d: rule %s, %d bytes at least; want %s, %d", i, a.rule.ID, a.literalLen, b.rule.ID, b.literalLen)
		}
		a.compiledRule, b.compiledRule = nil, nil
		if a != b {
			t.Errorf("anchor %d: %+v, want %+v", i, a, b)
		}
	}
	if !reflect.DeepEqual(got.unanchored, want.unanchored) || !reflect.DeepEqual(got.whole, want.whole) || len(got.pathRules) != len(want.pathRules) {
		t.Error("other rules differ")
	}
}

// A change of what the search depends on makes the stored one useless.
func TestStoredSearchIsForTheBuiltinRules(t *testing.T) {
	for name, change := range map[string]func(cfg *rules.Config){
		"added":      func(cfg *rules.Config) { cfg.Rules = append(cfg.Rules, rules.Rule{ID: "own", Regex: "own_[a-z]{9}"}) },
		"taken out":  func(cfg *rules.Config) { cfg.Rules = cfg.Rules[1:] },
		"exchanged":  func(cfg *rules.Config) { cfg.Rules[10], cfg.Rules[20] = cfg.Rules[20], cfg.Rules[10] },
		"regex":      func(cfg *rules.Config) { rule(cfg, isRegex).Regex += "?" },
		"no regex":   func(cfg *rules.Config) { rule(cfg, isRegex).Regex = "" },
		"group":      func(cfg *rules.Config) { rule(cfg, isRegex).SecretGroup++ },
		"multiline":  func(cfg *rules.Config) { r := rule(cfg, isRegex); r.Multiline = !r.Multiline },
		"whole file": func(cfg *rules.Config) { rule(cfg, isRegex).WholeFile = true },
		"candidates": func(cfg *rules.Config) {
			r := rule(cfg, func(r *rules.Rule) bool { return len(r.Candidates) > 0 })
			r.Candidates = append(r.Candidates, "zebra")
		},
		"reader": func(cfg *rules.Config) {
			rule(cfg, func(r *rules.Rule) bool { return r.Reader == rules.SQLRows }).Reader = rules.MarkupRows
		},
	} {
		cfg, err := rules.Builtin()
		if err != nil {
			t.Fatal(err)
		}
		change(cfg)
		if knownPatterns(cfg.Rules).all {
			t.Errorf("%s: the stored search is used", name)
		}
	}
}

func isRegex(r *rules.Rule) bool { return r.Regex != "" && !r.WholeFile }

// rule returns the first rule of some kind.
func rule(cfg *rules.Config, is func(r *rules.Rule) bool) *rules.Rule {
	for i := range cfg.Rules {
		if is(&cfg.Rules[i]) {
			return &cfg.Rules[i]
		}
	}
	return nil
}

// A detector whose rules are not read is in the end the one whose rules are, and says the
// same of a path.
func TestUnreadRulesAreTheReadOnes(t *testing.T) {
	want := derived(t)
	cfg, err := rules.Unread()
	if err != nil {
		t.Fatal(err)
	}
	got, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.search, want.search) || len(got.anchors) != len(want.anchors) || got.size() != len(want.rules) {
		t.Fatalf("the search differs: %d anchors of %d rules, want %d of %d", len(got.anchors), got.size(), len(want.anchors), len(want.rules))
	}
	for i := range got.anchors {
		a, b := *got.anchor(int32(i)), want.anchors[i]
		if a.compiledRule != got.rule(int(b.compiledRule.index)) {
			t.Fatalf("anchor %d is of %s, want %s", i, a.rule.ID, b.rule.ID)
		}
		a.compiledRule, b.compiledRule = nil, nil
		if a != b {
			t.Fatalf("anchor %d: %+v, want %+v", i, a, b)
		}
	}
	for i, b := range want.compiled {
		a := got.rule(i)
		if !reflect.DeepEqual(a.rule, b.rule) || a.index != b.index || a.literalLen != b.literalLen || a.scored != b.scored ||
			(a.pattern == nil) != (b.pattern == nil) || (a.several == nil) != (b.several == nil) || (a.names == nil) != (b.names == nil) ||
			(a.path == nil) != (b.path == nil) || a.part != b.part || a.keywords != nil || a.generic != nil || !reflect.DeepEqual(a.filter.allowlists, b.filter.allowlists) {
			t.Errorf("rule %s: %+v, want %+v", b.rule.ID, a, b)
		}
		if a.pattern != nil && !reflect.DeepEqual(a.pattern.Outline(), b.pattern.Outline()) {
			t.Errorf("rule %s is searched for in another way", b.rule.ID)
		}
		if got.Rule(b.rule.ID) != a.rule {
			t.Errorf("rule %s is not found by its id", b.rule.ID)
		}
	}
	if !reflect.DeepEqual(got.unanchored, want.unanchored) || !reflect.DeepEqual(got.whole, want.whole) || !reflect.DeepEqual(got.pathRules, want.pathRules) || got.partReach != want.partReach {
		t.Error("other rules differ")
	}
	if len(got.wholeNames.words) == 0 || len(got.pathNames.words) == 0 {
		t.Error("no words are stored")
	}
	seen := 0
	for r := range want.Rules() {
		for _, path := range append(r.ExamplePaths, "a/"+r.ID+".p12", "B.PFX", r.ID, "Secrets/"+r.ID, r.ID+"/.Netrc") {
			a, b := got.WantsWhole(path), want.WantsWhole(path)
			if a != b || len(got.MatchPath(path)) != len(want.MatchPath(path)) {
				t.Errorf("path %q: %v, want %v", path, a, b)
			}
			if b {
				seen++
			}
		}
		got.wholeNames.asked.Store(0) // the words decide
		got.pathNames.asked.Store(0)
	}
	if seen < len(want.whole) {
		t.Errorf("only %d paths are of whole files", seen)
	}
}

// Scanners on several goroutines may ask for the same rule at once, and find what they find
// with rules that are read.
func TestUnreadRulesAreMadeOnce(t *testing.T) {
	var text []byte
	n := 0
	for r := range derived(t).Rules() {
		if n++; n%20 == 0 && len(r.Keywords) > 0 {
			text = append(text, r.Keywords[0]+" = \"q8fJ2nL0vX7rT4sW9zB1mK6p\"\n"...)
		}
	}
	for i := range 200 {
		text = fmt.Appendf(text, "password = \"q8fJ2nL0%d\"\ntoken: %s%dkQ2\n", i*7919, "zR9xW", i*104729)
	}
	cfg, err := rules.Unread()
	if err != nil {
		t.Fatal(err)
	}
	unread, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	ids := func(d *Detector) (ids []string) {
		s := d.NewScanner()
		for _, m := range s.Finish(text, s.RawLast(text, content.Text, nil, nil)) {
			ids = append(ids, fmt.Sprint(m.Rule.ID, m.Start, m.End))
		}
		return ids
	}
	want := ids(derived(t))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got := ids(unread); len(got) == 0 || !slices.Equal(got, want) {
				t.Errorf("%d matches, want %d", len(got), len(want))
			}
		})
	}
	all.Wait()
	made := map[*compiledRule]bool{}
	for i := range unread.anchors {
		if a := &unread.anchors[i]; a.ready != 0 {
			made[a.compiledRule] = true
			if a.compiledRule != unread.unread.compiled[a.compiledRule.index].Load() {
				t.Errorf("rule %s was made twice", a.rule.ID)
			}
		}
	}
	if len(made) == 0 || len(made) == unread.size() {
		t.Errorf("%d rules of %d were made", len(made), unread.size())
	}
}
