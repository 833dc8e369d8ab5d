package engine

import (
	"bytes"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/lines"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/rules/example"
)

// TestBuiltinRulesKeepTheLaw compares the engine with the oracle on built-in
// rules, in a text of their examples and of others'.
func TestBuiltinRulesKeepTheLaw(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the standard library's regexes, which takes seconds")
	}
	t.Parallel()
	cfg, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	// One rule in 8 or 64, and as many others' examples: all would take minutes.
	share := 64
	if long {
		share = 8
	}
	var some []rules.Rule
	for i, r := range cfg.Rules {
		if i%share == 0 && r.Regex != "" { // names_test.go is about the others
			r.Placeholders, r.Allowlists = false, nil // the oracle knows nothing of them
			some = append(some, r)
		}
		if i%share > 1 {
			continue
		}
		for k, pattern := range slices.Concat(r.Examples, r.Negatives) {
			line, err := example.Expand(pattern, uint64(k))
			if err != nil {
				t.Fatal(err)
			}
			text.WriteString(line)
			text.WriteByte([]byte("\n ;,")[(i+k)%4])
		}
	}
	d, err := New(&rules.Config{Rules: some})
	if err != nil {
		t.Fatal(err)
	}
	s := d.NewScanner()
	data := text.Bytes()
	got := asOracle(d.NewScanner().matches(data, lines.Position{}, s.Raw(data, content.Text)))
	want := oracles{}.matches(d, data, content.Text)
	for _, m := range got {
		if !slices.Contains(want, m) {
			t.Errorf("%s: %q is found, against the law", m.rule, data[m.match.Start:m.match.End])
		}
	}
	for _, m := range want {
		if !slices.Contains(got, m) {
			t.Errorf("%s: %q is not found, against the law", m.rule, data[m.match.Start:m.match.End])
		}
	}
	if len(want) < len(some) {
		t.Errorf("only %d matches: the test says little", len(want))
	}
	t.Logf("%d rules, %d bytes, %d matches", len(some), len(data), len(want))
}

// TestBuiltinRulesNeedNoPairs keeps the search for literals fast: one of two
// bytes, in any rule, slows it down for all of them.
func TestBuiltinRulesNeedNoPairs(t *testing.T) {
	cfg, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for i := range d.anchors {
		if a := &d.anchors[i]; a.len == 2 {
			t.Errorf("rule %q is searched for by %q: its regex should ask for a longer literal", a.rule.ID, a.anchors()[a.index].Text)
		}
	}
}
