package pattern

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/pattern/patterntest"
)

func mustPlain(expr string) *regexp.Regexp { return regexp.MustCompile(latin1(expr)) }

// The backtracker finds what Go's regexp finds, on random regexes: each match
// from any offset on, with all groups.
func TestBacktrackerMatchesAsRegexp(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 11))
	made, matched := 0, 0
	var b backtracker
	for range rounds(6000) {
		expr := patterntest.Random(rng, 1+rng.IntN(4))
		tree, groups, err := parse(expr)
		if err != nil {
			continue
		}
		p := newProg(tree, groups)
		if p == nil {
			continue
		}
		made++
		o := patterntest.NewOracle(expr)
		for range 3 {
			text := patterntest.Text(rng, rng.IntN(40))
			if !b.reset(p, text) {
				t.Fatalf("%q: too long a text", expr)
			}
			var got [][]int
			for from := 0; from <= len(text); {
				loc, done := b.find(from, len(text)+1)
				if !done {
					t.Fatalf("%q on %q: too many steps", expr, text)
				}
				if loc == nil {
					break
				}
				if loc[1] > loc[0] { // what is empty is of no interest
					got = append(got, slices.Clone(loc))
				}
				from = max(loc[1], loc[0]+1)
			}
			want := slices.DeleteFunc(o.FindAll(text), func(loc []int) bool { return loc[0] == loc[1] })
			if !slices.EqualFunc(got, want, slices.Equal[[]int]) {
				t.Fatalf("%q on %q\n got %v\nwant %v", expr, text, got, want)
			}
			matched += len(want)
		}
	}
	if made < rounds(3000) || matched < rounds(10000) {
		t.Errorf("%d programs, %d matches: the test says little", made, matched)
	}
}

// Time is not exponential in the text: four times the text takes four times the
// steps without a repeat, and sixteen times with one.
func TestBacktrackerTriesNothingTwice(t *testing.T) {
	for expr, most := range map[string]int{`(?:a|aa)+b`: 4, `(?:a?){9}(?:a|ab){9}b`: 4, `(?:a+)+b`: 16, `(?:[ab]+a)+c`: 16} {
		tree, groups, err := parse(expr)
		if err != nil {
			t.Fatal(err)
		}
		var b backtracker
		steps := func(n int) int {
			if !b.reset(newProg(tree, groups), []byte(strings.Repeat("a", n))) {
				t.Fatalf("%q: too long a text", expr)
			}
			if loc, done := b.find(0, 1); loc != nil || !done {
				t.Fatalf("%q: got %v, %v", expr, loc, done)
			}
			return b.steps
		}
		if few, many := steps(50), steps(200); many > most*few+few {
			t.Errorf("%q: %d steps for 50 bytes, %d for 200", expr, few, many)
		}
	}
}

// All matches in a short text are those of Go's regexp. RE2 would lose some that begin within a
// character of several bytes.
func TestFindShortMatchesAsRegexp(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 12))
	matched := 0
	for range rounds(3000) {
		expr := patterntest.Random(rng, 1+rng.IntN(4))
		p, err := New(Spec{Expr: expr})
		if err != nil {
			continue
		}
		o := patterntest.NewOracle(expr)
		for range 3 {
			text := patterntest.Text(rng, rng.IntN(60))
			got, ok := p.findShort(text)
			if !ok {
				continue
			}
			want := o.FindAll(text)
			if !slices.EqualFunc(got, want, slices.Equal[[]int]) {
				t.Fatalf("%q on %q\n got %v\nwant %v", expr, text, got, want)
			}
			matched += len(want)
		}
	}
	if matched < rounds(1000) {
		t.Errorf("%d matches: the test says little", matched)
	}
}

// Whether a regex matches a short text is what Go's regexp says.
func TestMatchesAsRegexp(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 13))
	matched, not := 0, 0
	for range rounds(3000) {
		expr := patterntest.Random(rng, 1+rng.IntN(4))
		r, err := NewRegex(expr)
		if err != nil {
			continue
		}
		re := mustPlain(expr)
		for range 3 {
			text := patterntest.Text(rng, rng.IntN(40))
			got, ok := r.matchesShort(text)
			if !ok {
				continue
			}
			if want := re.MatchString(latin1(string(text))); got != want {
				t.Fatalf("%q on %q: %v, want %v", expr, text, got, want)
			}
			if got {
				matched++
			} else {
				not++
			}
		}
	}
	if matched < rounds(1000) || not < rounds(1000) {
		t.Errorf("%d texts match, %d do not: the test says little", matched, not)
	}
}
