package engine

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

// lawRules are regexes of every kind that the engine treats in its own way,
// over small alphabets, so that random text matches them.
var lawRules = []string{
	// Shapes.
	`\b(ab_[a-c]{4})\b`,
	`ab_([a-c]{2,6})`,
	`\bab_[a-c]{2,4}\b`,
	`\bab_[a-c_-]{3,}(?:[^a-c_-]|$)`,
	`ab_[a-c]{1,3}-[bc]{2}`,
	`(?i)\b(ab_[ab]{2}[0-1]{0,2})`,
	`(?:ab|ca)_(?:b|aa)([a-c]{3})\b`,
	`(?:^|[^a-c_])(ab_[a-c]{2})(?:$|[^a-c])`,
	`(?:[^bc]|^)ca_[ab]{1,4}`,
	// Literals that overlap themselves or each other.
	`\baa[a-c]{3}\b`,
	`\b(?:ab|ba)[a-c]{2,3}\b`,
	`(?:ab|abc)_[a-c]+\b`,
	// Literals not in front, several of them, in groups and repeats.
	`[a-c]{0,5}_key_?[a-c]{2}`,
	`(?i)[a-c]{0,4}?(?:ab|ca)_*[=:]([abc]{2,5})`,
	`(?:ab_){2}c`,
	`\b[abc]{2}_[ab]{2}\b`,
	`(?:a|b)c_(a+)?`,
	`(?:[ab]-?){2,}_c[abc]*`,
	`([abc]{2})=ab|-ab([abc])`,
	// Assertions, lines, unbounded repeats.
	`(?m)^ab[a-c]*$`,
	`^ab.`,
	`b_a.*c`,
	`ca(?s:.)*?_b`,
	`ab\s*=\s*([abc]+)`,
	`\Bab\B`,
	`ab\x80.`,
	`é_a.`,
	`(?i)É_k[^a]`,
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

// lawText is random text that the law's rules find things in.
func lawText(rng *rand.Rand, n int) []byte {
	pieces := []string{"a", "b", "c", "a", "b", "c", "a", "b", "c", "ab_", "aB_", "ca_", "_", "-", "=", " ", "\n", "key", "aa", "b_a",
		"\x80", "é", "0", "1", "é_k", "É_K", "ab", `\n`, `\t`, "%", `\x`, `\u00`, "20", "3D"}
	var b []byte
	for len(b) < n {
		b = append(b, pieces[rng.IntN(len(pieces))]...)
	}
	return b[:n]
}

// TestEngineGivesWhatTheDefinitionSays is the law of the package.
func TestEngineGivesWhatTheDefinitionSays(t *testing.T) {
	t.Parallel()
	d := lawDetector(t, lawRules)
	if slow := d.SlowRules(); len(slow) > 0 {
		t.Fatalf("no literal in %q", slow)
	}
	s := d.NewScanner()
	rng := rand.New(rand.NewPCG(1, 1))
	found, o := map[string]int{}, oracles{}
	for range 10000 {
		data := lawText(rng, rng.IntN(200))
		got := asOracle(s.Finish(data, s.Raw(data, content.Text)))
		want := o.matches(d, data, content.Text)
		if !slices.Equal(got, want) {
			t.Fatalf("%q\n got %v\nwant %v", data, got, want)
		}
		for _, m := range want {
			found[m.rule]++
		}
	}
	for _, re := range lawRules {
		if found[re] < 10 {
			t.Errorf("%s: only %d matches, the test says little", re, found[re])
		}
	}
}

// TestEveryWayGivesTheSame takes from the engine first its shapes, then its
// programs, so that RE2 is left.
func TestEveryWayGivesTheSame(t *testing.T) {
	d, without, re2 := lawDetector(t, lawRules), lawDetector(t, lawRules), lawDetector(t, lawRules)
	for i := range lawRules {
		without.matchers[i].shaped = false
		re2.matchers[i].shaped = false
		re2.matchers[i].compiled()
		re2.matchers[i].program = nil
	}
	rng := rand.New(rand.NewPCG(6, 6))
	for range 300 {
		data := lawText(rng, rng.IntN(300))
		want := d.NewScanner().Raw(data, content.Text)
		for name, d := range map[string]*Detector{"programs": without, "RE2": re2} {
			got := d.NewScanner().Raw(data, content.Text)
			if got, want := asOracle(d.matches(data, got)), asOracle(d.matches(data, want)); !slices.Equal(got, want) {
				t.Fatalf("%s on %q\n got %v\nwant %v", name, data, got, want)
			}
		}
	}
}

func TestShapesAreTaken(t *testing.T) {
	d := lawDetector(t, lawRules)
	for _, m := range d.matchers {
		if !m.shaped && slices.Contains(lawRules[:9], m.rule.ID) {
			t.Errorf("%s has no shape", m.rule.ID)
		}
	}
}

// TestTailsAllowMatches checks the other side of the law: whatever a regex
// matches by itself holds a literal of which the engine does not say at once
// that nothing can come of it.
func TestTailsAllowMatches(t *testing.T) {
	d := lawDetector(t, lawRules)
	o := oracles{}
	rng := rand.New(rand.NewPCG(5, 5))
	for range 500 {
		data := lawText(rng, rng.IntN(200))
		for _, m := range d.matchers {
			for _, loc := range findAllPlain(o.regex(m.rule.Regex), data, -1) {
				if !slices.ContainsFunc(d.landmarks, func(l landmark) bool { return l.matcher == m && l.explains(data, loc) }) {
					t.Fatalf("%s matches %q, but no literal of it says so", m.rule.ID, data[loc[0]:loc[1]])
				}
			}
		}
	}
}

// explains reports whether a match holds the landmark's literal.
func (l *landmark) explains(data []byte, loc []int) bool {
	for at := loc[0]; at+len(l.text) <= loc[1]; at++ {
		if l.stands(data, at) && at-loc[0] <= l.before && loc[1]-at-len(l.text) <= l.after && l.allows(data, at) {
			return true
		}
	}
	return false
}

// TestEditedGivesWhatWholeGives edits text at random and compares.
func TestEditedGivesWhatWholeGives(t *testing.T) {
	d := lawDetector(t, lawRules)
	s := d.NewScanner()
	rng := rand.New(rand.NewPCG(2, 2))
	inherited := 0
	for round := range 60 {
		size := rng.IntN(3000)
		if round%20 == 0 {
			size += 12 << 10 // beyond the reach of far rules
		}
		base := lawText(rng, size)
		baseRaw := s.Raw(base, content.Text)
		for range 3 {
			data, copies := edit(rng, base)
			want := s.Raw(data, content.Text)
			got := s.RawEdited(data, content.Text, baseRaw, copies)
			if !slices.Equal(got.near, want.near) || !slices.Equal(got.far, want.far) {
				t.Fatalf("round %d: %q\nfrom %q\nby %v\n got %v %v\nwant %v %v",
					round, data, base, copies, got.near, got.far, want.near, want.far)
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
	if inherited < 30 {
		t.Errorf("only %d long runs: the test says little", inherited)
	}
}

// matchedBefore reports whether every match in data stands in base as well.
func matchedBefore(d *Detector, data []byte, raw *Raw, base []byte, baseRaw *Raw) bool {
	type match struct{ rule, text string }
	before := map[match]bool{}
	for _, m := range d.matches(base, baseRaw) {
		before[match{m.Rule.ID, string(base[m.Start:m.End])}] = true
	}
	for _, m := range d.matches(data, raw) {
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
			data = append(data, lawText(rng, rng.IntN(12))...)
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
		data = append(data, lawText(rng, rng.IntN(12))...)
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
	d := lawDetector(t, lawRules[:1])
	s := d.NewScanner()
	base, data := []byte("= ab_aaaa =\n"), []byte("= ab_aabb =\n")
	copies := []Copy{{Base: 0, At: 0, Len: 7}, {Base: 9, At: 9, Len: 3}}
	raw := s.RawEdited(data, content.Text, s.Raw(base, content.Text), copies)
	if raw.Len() == 0 || raw.Inherited() {
		t.Errorf("%d matches, inherited %v", raw.Len(), raw.Inherited())
	}
}
