package pattern

import (
	"reflect"
	"testing"

	"github.com/sluicesec/sluice/internal/prebuilt"
)

// What is stored of patterns is read back as it was, and nothing that is cut
// short passes for whole.
func TestPatternReadBack(t *testing.T) {
	var all Store
	var patterns []*Pattern
	var stored []prebuilt.Pattern
	for p := range prebuiltPatterns(t) {
		patterns = append(patterns, p)
		stored = append(stored, all.Add(p))
	}
	for i, s := range stored {
		want := patterns[i]
		if want.tree != nil {
			tree, groups, err := readTree(s.Tree, all.Shared())
			if err != nil || groups != want.groups || !reflect.DeepEqual(tree, want.tree) {
				t.Fatalf("%s: the tree that is read is not the one that was stored (%v)", s.Expr, err)
			}
			if _, _, err := readTree(s.Tree[:len(s.Tree)-1], all.Shared()); err == nil {
				t.Fatalf("%s: no error for a part of its tree", s.Expr)
			}
			if p := newProg(tree, groups); p != nil && p.lead == nil && len(p.insts) != 1+instsOf(tree) {
				t.Fatalf("%s: %d instructions, and %d are expected", s.Expr, len(p.insts), 1+instsOf(tree))
			}
		}
		outline, err := readOutline(s.Outline, all.Shared())
		if err != nil {
			t.Fatal(err)
		}
		if len(outline.Anchors) == 0 {
			outline.Anchors = nil
		}
		if !reflect.DeepEqual(&outline, want.Outline()) {
			t.Fatalf("%s:\ngot  %+v\nwant %+v", s.Expr, outline, want.Outline())
		}
		matchers, err := readMatchers(s.Matchers, all.Shared())
		if err != nil {
			t.Fatal(err)
		}
		if len(matchers.automata) == 0 {
			matchers.automata = nil
		}
		if !reflect.DeepEqual(matchers, want.matchers) {
			t.Fatalf("%s: the matchers that are read are not those that were stored", s.Expr)
		}
		if _, err := readOutline(s.Outline[:len(s.Outline)-1], all.Shared()); err == nil {
			t.Fatalf("%s: no error for a part of its outline", s.Expr)
		}
		if _, err := readMatchers(s.Matchers[:len(s.Matchers)-1], all.Shared()); err == nil {
			t.Fatalf("%s: no error for a part of its matchers", s.Expr)
		}
	}
	for i := range all.Shared().Automata.Len() {
		text := all.Shared().Automata.At(uint64(i))
		if _, err := readAutomaton(text[:len(text)-1], all.Shared()); err == nil {
			t.Fatal("no error for a part of an automaton")
		}
	}
}

// All that is stored in the program can be read.
func TestPrebuiltCanBeRead(t *testing.T) {
	shared := prebuilt.ReadShared()
	for _, s := range prebuilt.Patterns() {
		if _, err := readOutline(s.Outline, shared); err != nil {
			t.Errorf("%s: outline: %v", s.Expr, err)
		}
		if _, err := readMatchers(s.Matchers, shared); err != nil {
			t.Errorf("%s: matchers: %v", s.Expr, err)
		}
		if s.Tree == "" {
			continue
		}
		if _, _, err := readTree(s.Tree, shared); err != nil {
			t.Errorf("%s: tree: %v", s.Expr, err)
		}
	}
}

// prebuiltPatterns are some of the built-in patterns, and some that are odd.
func prebuiltPatterns(t *testing.T) func(yield func(*Pattern) bool) {
	return func(yield func(*Pattern) bool) {
		specs := []Spec{{Expr: `[0-9a-f]{32}`}, {Expr: `(?i)key\b[\s\S]*?end`, Multiline: true}, {Expr: `(a)(bcd)`, SecretGroup: 2}}
		for i, p := range prebuilt.Patterns() {
			if i%16 == 0 {
				specs = append(specs, Spec{Expr: p.Expr, SecretGroup: p.SecretGroup, Multiline: p.Multiline})
			}
		}
		for _, s := range specs {
			p, err := New(s)
			if err != nil {
				t.Fatal(err)
			}
			if !yield(p) {
				return
			}
		}
	}
}
