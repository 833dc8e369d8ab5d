package engine

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/rules/example"
)

// TestMatchAtPlace: a match, moved to where another version of the text has it, is the
// match of that version.
func TestMatchAtPlace(t *testing.T) {
	secret, err := example.Expand("password = '{base62:20}'", 4)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	scanner := d.NewScanner()
	matchesIn := func(text string) []Match {
		return scanner.Finish([]byte(text), scanner.Raw([]byte(text), content.Text))
	}
	around := strings.Repeat("a line of text that is nothing but that\n", 40)
	was := matchesIn(around + secret + "\n" + around)
	is := matchesIn("one line more\n" + around + secret + "\n" + around)
	if len(was) == 0 || len(was) != len(is) {
		t.Fatalf("%d and %d matches", len(was), len(is))
	}
	for name, change := range map[string]func(*Match){
		"quote": func(m *Match) { m.Quote.After += "x" }, "secret": func(m *Match) { m.Secret += "x" }, "allowed": func(m *Match) { m.Allowed = Inline },
		"ended": func(m *Match) { m.Ended = "2026-01-01" }, "layers": func(m *Match) { m.Layers = []string{"hex"} }, "also": func(m *Match) { m.AlsoRules = []string{"a"} },
		"parts": func(m *Match) { m.Parts = make([]Part, 1) }, "scored": func(m *Match) { m.scored = &scored{own: true} }, "entropy": func(m *Match) { m.Entropy++ },
	} {
		other := was[0]
		if change(&other); was[0].SameBut(&other) {
			t.Errorf("matches of another %s are the same", name)
		}
	}
	for i := range was {
		moved, ok := was[i].At(is[i].Place())
		if !ok || !was[i].SameBut(&is[i]) {
			t.Fatalf("match %d of %s is another one", i, was[i].Rule.ID)
		}
		if !reflect.DeepEqual(moved, is[i]) {
			t.Errorf("moved, it is %+v, and not %+v", moved, is[i])
		}
		wrong := is[i].Place()
		wrong.End++
		if _, ok := was[i].At(wrong); ok {
			t.Error("it was moved to a place of another length")
		}
	}
}

// TestSameButKnowsAllFields: a field that is added to Match must be a part of its place, or
// SameBut must look at it. The test knows how many there are.
func TestSameButKnowsAllFields(t *testing.T) {
	known := map[string]bool{}
	for _, name := range strings.Fields(`Rule Start End SecretStart SecretEnd Text Secret Span Where Quote Entropy Parts AlsoRules Layers Index
		Allowed Ended Confidence lacks scored decoded rule open from lastLine`) {
		known[name] = true
	}
	for f := range reflect.TypeFor[Match]().Fields() {
		if !known[f.Name] {
			t.Errorf("Match has a field %s: let SameBut and Place know it", f.Name)
		}
	}
	if n := fmt.Sprint(reflect.TypeFor[decoded]().NumField(), reflect.TypeFor[Part]().NumField()); n != "6 5" {
		t.Errorf("the parts of a match have other fields than SameBut and Place know: %s", n)
	}
}
