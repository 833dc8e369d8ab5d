package engine

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

// randomRegex is a regex of a random form over few letters.
func randomRegex(rng *rand.Rand, depth int) string {
	atoms := []string{"a", "b", "ab", "ba_", "c", "_", "=", "[ab]", "[^a]", "[a-c]", "[bc_]", ".", `\b`, `\B`, "^", "$", "(?m:^)",
		"(?m:$)", `\w`, `\s`, `\x80`, "(?i:ab)", "(?i:B)", "aab", "\n"}
	if depth == 0 {
		return atoms[rng.IntN(len(atoms))]
	}
	sub := func() string { return randomRegex(rng, depth-1) }
	switch rng.IntN(9) {
	case 0:
		return "(" + sub() + ")"
	case 1:
		return "(?:" + sub() + "|" + sub() + ")"
	case 2:
		return "(?:" + sub() + ")" + []string{"*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}?", "{2,}", "{3,20}", "{0,40}"}[rng.IntN(12)]
	case 3:
		return "[abc]" + []string{"*", "+", "?", "*?", "+?", "{2}", "{1,3}", "{0,2}?", "{2,}", "{3,20}"}[rng.IntN(10)]
	case 4:
		return sub() + "|" + sub()
	default:
		return sub() + sub()
	}
}

// TestProgramsMatchAsRegexp compares the matcher with the standard library, on
// random regexes: each match from any offset on, with all groups.
func TestProgramsMatchAsRegexp(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 11))
	made, matched := 0, 0
	var m machine
	for range 6000 {
		expr := randomRegex(rng, 1+rng.IntN(4))
		n, groups, err := parse(expr)
		if err != nil {
			continue
		}
		p := newProgram(n, groups)
		if p == nil {
			continue
		}
		made++
		re := regexp.MustCompile(latin1(expr))
		for range 3 {
			text := lawText(rng, rng.IntN(40))
			if !m.reset(p, text) {
				t.Fatalf("%q: too much for the machine", expr)
			}
			var got [][]int
			for from := 0; from <= len(text); {
				loc, done := m.find(from, len(text)+1)
				if !done {
					t.Fatalf("%q on %q: the machine gave up", expr, text)
				}
				if loc == nil {
					break
				}
				if loc[1] > loc[0] { // what is empty is of no interest
					got = append(got, slices.Clone(loc))
				}
				from = max(loc[1], loc[0]+1)
			}
			want := slices.DeleteFunc(findAllPlain(re, text, -1), func(loc []int) bool { return loc[0] == loc[1] })
			if !slices.EqualFunc(got, want, func(a, b []int) bool { return slices.Equal(a, b) }) {
				t.Fatalf("%q on %q\n got %v\nwant %v", expr, text, got, want)
			}
			matched += len(want)
		}
	}
	if made < 3000 || matched < 10000 {
		t.Errorf("%d programs, %d matches: the test says little", made, matched)
	}
}

// checkRule compares the engine with the oracle on one rule and some text.
func checkRule(t *testing.T, expr string, data []byte) int {
	t.Helper()
	d, err := New(&rules.Config{Rules: []rules.Rule{ruleOf(expr, expr)}})
	if err != nil || len(d.SlowRules()) > 0 {
		return 0
	}
	s := d.NewScanner()
	got := asOracle(s.Finish(data, s.Raw(data, content.Text)))
	want := oracles{}.matches(d, data, content.Text)
	if !slices.Equal(got, want) {
		t.Fatalf("%q on %q\n got %v\nwant %v", expr, data, got, want)
	}
	return len(want)
}

func TestRandomRulesKeepTheLaw(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(12, 12))
	found := 0
	for range 4000 {
		found += checkRule(t, randomRegex(rng, 2+rng.IntN(3)), lawText(rng, rng.IntN(300)))
	}
	if found < 2000 {
		t.Errorf("only %d matches: the test says little", found)
	}
}

// TestRandomTailsAllowMatches is TestTailsAllowMatches for random regexes.
func TestRandomTailsAllowMatches(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(13, 13))
	checked := 0
	for range 4000 {
		expr := randomRegex(rng, 2+rng.IntN(3))
		d, err := New(&rules.Config{Rules: []rules.Rule{ruleOf(expr, expr)}})
		if err != nil || len(d.SlowRules()) > 0 {
			continue
		}
		data := lawText(rng, rng.IntN(300))
		for _, loc := range findAllPlain(regexp.MustCompile(latin1(expr)), data, -1) {
			checked++
			if !slices.ContainsFunc(d.landmarks, func(l landmark) bool { return l.explains(data, loc) }) {
				t.Fatalf("%q matches %q in %q, but no literal of it says so", expr, data[loc[0]:loc[1]], data)
			}
		}
	}
	if checked < 1000 {
		t.Errorf("only %d matches: the test says little", checked)
	}
}

func FuzzRule(f *testing.F) {
	for _, expr := range lawRules {
		f.Add(expr, []byte("ab_abca ca_=bab\nab_ab-bb a_key_ab\x80é"))
	}
	f.Fuzz(func(t *testing.T, expr string, data []byte) {
		if len(expr) > 60 || len(data) > 300 || strings.ContainsAny(expr, "\x80\xff") {
			return
		}
		checkRule(t, expr, data)
	})
}
