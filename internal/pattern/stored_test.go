package pattern

import (
	"reflect"
	"testing"

	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/prebuilt"
)

// What is stored of patterns is read back as it was, and nothing that is cut
// short passes for whole.
func TestOutlineReadBack(t *testing.T) {
	var sets Sets
	var stored []prebuilt.Pattern
	var want []*Outline
	for p := range prebuiltPatterns(t) {
		stored = append(stored, p.Store(&sets))
		want = append(want, p.Outline())
	}
	all := byteSets(&sets)
	for i, p := range stored {
		got, err := ReadOutline(p.Outline, all)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Anchors) == 0 {
			got.Anchors = nil
		}
		if !reflect.DeepEqual(&got, want[i]) {
			t.Fatalf("%s:\ngot  %+v\nwant %+v", p.Expr, got, want[i])
		}
		if _, err := ReadOutline(p.Outline[:len(p.Outline)-1], all); err == nil {
			t.Fatalf("%s: no error for a part of its outline", p.Expr)
		}
	}
}

func byteSets(sets *Sets) (all []literal.ByteSet) {
	for _, s := range sets.List() {
		all = append(all, literal.ByteSet(s))
	}
	return all
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
