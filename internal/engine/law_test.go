package engine

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/lines"
	"github.com/sluicesec/sluice/internal/pattern/patterntest"
	"github.com/sluicesec/sluice/rules"
)

// rounds is how often a law is tried with other random input: n times, and four
// times as often in a long run.
func rounds(n int) int {
	if long {
		return 4 * n
	}
	return n
}

func ruleOf(id, regex string) rules.Rule { return rules.Rule{ID: id, Regex: regex} }

func lawDetector(t testing.TB, regexes []string) *Detector {
	t.Helper()
	cfg := &rules.Config{}
	for _, re := range regexes {
		cfg.Rules = append(cfg.Rules, ruleOf(re, re))
	}
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestEngineGivesWhatTheDefinitionSays is the law of the package.
func TestEngineGivesWhatTheDefinitionSays(t *testing.T) {
	t.Parallel()
	d := lawDetector(t, patterntest.Regexes())
	if without := d.UnanchoredRules(); len(without) > 0 {
		t.Fatalf("no literal in %q", without)
	}
	s := d.NewScanner()
	rng := rand.New(rand.NewPCG(1, 1))
	found, o := map[string]int{}, oracles{}
	for range rounds(2500) {
		data := patterntest.Text(rng, rng.IntN(200))
		got := asOracle(s.Finish(data, s.Raw(data, content.Text)))
		want := o.matches(d, data, content.Text)
		if !slices.Equal(got, want) {
			t.Fatalf("%q\n got %v\nwant %v", data, got, want)
		}
		for _, m := range want {
			found[m.rule]++
		}
	}
	for _, expr := range patterntest.Regexes() {
		if found[expr] == 0 {
			t.Errorf("%s: no matches, the test says little", expr)
		}
	}
}

// TestEditedGivesWhatWholeGives edits text at random and compares.
func TestEditedGivesWhatWholeGives(t *testing.T) {
	d := lawDetector(t, patterntest.Regexes())
	s := d.NewScanner()
	rng := rand.New(rand.NewPCG(2, 2))
	inherited := 0
	for round := range rounds(60) {
		size := rng.IntN(3000)
		if round%20 == 0 {
			size += 12 << 10 // beyond the reach of far rules
		}
		base := patterntest.Text(rng, size)
		baseRaw := s.Raw(base, content.Text)
		for range 3 {
			data, copies := edit(rng, base)
			want := s.Raw(data, content.Text)
			got := s.RawEdited(data, content.Text, baseRaw, copies)
			if !slices.Equal(got.near, want.near) || !slices.Equal(got.far, want.far) {
				t.Fatalf("round %d: %q\nfrom %q\nby %v\n got %v %v\nwant %v %v",
					round, data, base, copies, got.near, got.far, want.near, want.far)
			}
			last := s.RawLast(data, content.Text, baseRaw, copies)
			if !slices.Equal(last.near, want.near) || !slices.Equal(confirmed(last.far), confirmed(want.far)) || last.Inherited() != got.Inherited() {
				t.Fatalf("round %d: %q\nfrom %q\nby %v\n last %v %v\nwant %v %v",
					round, data, base, copies, last.near, last.far, want.near, want.far)
			}
			if got.Inherited() && !matchedBefore(d, data, got, base, baseRaw) {
				t.Fatalf("round %d: %q has a match that %q has not, and says that all are inherited", round, data, base)
			}
			for _, c := range copies {
				if c.Len > 600 {
					inherited++
				}
			}
			base, baseRaw = data, got
		}
	}
	if inherited < rounds(30) {
		t.Errorf("only %d long runs: the test says little", inherited)
	}
}

// confirmed returns those of some hits that have a match.
func confirmed(hits []found) []found {
	return slices.DeleteFunc(slices.Clone(hits), func(f found) bool { return !f.confirmed })
}

// matchedBefore reports whether every match in data stands in base as well.
func matchedBefore(d *Detector, data []byte, raw *Raw, base []byte, baseRaw *Raw) bool {
	type match struct{ rule, text string }
	before := map[match]bool{}
	for _, m := range d.NewScanner().matches(base, lines.Position{}, baseRaw) {
		before[match{m.Rule.ID, string(base[m.Start:m.End])}] = true
	}
	for _, m := range d.NewScanner().matches(data, lines.Position{}, raw) {
		if !before[match{m.Rule.ID, string(data[m.Start:m.End])}] {
			return false
		}
	}
	return true
}

// edit copies runs of base in any order, with new text between them.
func edit(rng *rand.Rand, base []byte) (data []byte, copies []Copy) {
	for range 1 + rng.IntN(3) {
		if rng.IntN(2) == 0 {
			data = append(data, patterntest.Text(rng, rng.IntN(12))...)
		}
		from := 0
		if rng.IntN(2) == 0 {
			from = rng.IntN(len(base) + 1)
		}
		n := len(base) - from
		if rng.IntN(2) == 0 {
			n = rng.IntN(n + 1)
		}
		if n > 0 {
			copies = append(copies, Copy{Base: from, At: len(data), Len: n})
			data = append(data, base[from:from+n]...)
		}
	}
	if rng.IntN(2) == 0 {
		data = append(data, patterntest.Text(rng, rng.IntN(12))...)
	}
	return data, copies
}

func TestNewNamesTheBadRule(t *testing.T) {
	_, err := New(&rules.Config{Rules: []rules.Rule{
		{ID: "good", Regex: "ab"},
		{ID: "bad", Regex: "a(b", Origin: rules.Origin{File: "x.toml", Line: 7}},
	}})
	if err == nil || !strings.HasPrefix(err.Error(), `x.toml:7: rule "bad": `) {
		t.Errorf("got %v", err)
	}
	_, err = New(&rules.Config{Allowlists: []rules.Allowlist{
		{Regexes: []string{"a(b"}, Origin: rules.Origin{File: "x.toml", Line: 9}},
	}})
	if err == nil || !strings.HasPrefix(err.Error(), `x.toml:9: allowlist 1: `) {
		t.Errorf("got %v", err)
	}
}

// A secret of the same length in the same place is another secret.
func TestEditWithinAMatchIsNotInherited(t *testing.T) {
	d := lawDetector(t, patterntest.OnePass()[:1])
	s := d.NewScanner()
	base, data := []byte("= ab_aaaa =\n"), []byte("= ab_aabb =\n")
	copies := []Copy{{Base: 0, At: 0, Len: 7}, {Base: 9, At: 9, Len: 3}}
	raw := s.RawEdited(data, content.Text, s.Raw(base, content.Text), copies)
	if raw.Len() == 0 || raw.Inherited() {
		t.Errorf("%d matches, inherited %v", raw.Len(), raw.Inherited())
	}
}

// A hit of a far anchor depends on bytes that are far away: an edit there gives
// it a match, or takes it away.
func TestEditFarFromTheLiteral(t *testing.T) {
	d := lawDetector(t, []string{`key=[a-z ]{0,900}END`})
	s := d.NewScanner()
	head := "xx key=" + strings.Repeat(" ", 500)
	complete, broken := []byte(head+"END xx"), []byte(head+"EMD xx")
	copies := []Copy{{Base: 0, At: 0, Len: len(head) + 1}, {Base: len(head) + 2, At: len(head) + 2, Len: 4}}
	for _, test := range []struct {
		base, data []byte
		want       int
	}{{complete, broken, 0}, {broken, complete, 1}} {
		base := s.Raw(test.base, content.Text)
		if got := s.RawEdited(test.data, content.Text, base, copies); got.Len() != test.want || base.Len() == test.want {
			t.Errorf("%d matches after an edit, %d before, want %d", got.Len(), base.Len(), test.want)
		}
	}
}
