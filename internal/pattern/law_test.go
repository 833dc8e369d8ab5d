package pattern

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/sluicesec/sluice/internal/pattern/patterntest"
)

// rounds is how often a law is tried with other random input: n times, and ten
// times as often in a long run.
func rounds(n int) int {
	if long {
		return 10 * n
	}
	return n
}

func compile(t *testing.T, expr string) *Pattern {
	t.Helper()
	p, err := New(Spec{Expr: expr})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// hits returns every place of an anchor's literal in data.
func hits(a *Anchor, data []byte) (all []int) {
	for at := 0; at+len(a.Text) <= len(data); at++ {
		text := data[at : at+len(a.Text)]
		if string(text) == a.Text || a.Fold && bytes.Equal(asciiLower(text), asciiLower([]byte(a.Text))) {
			all = append(all, at)
		}
	}
	return all
}

func asciiLower(b []byte) []byte {
	b = slices.Clone(b)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] |= 0x20
		}
	}
	return b
}

// Whatever a regex matches holds one of its anchors, as near to its ends as the
// anchor says, and no look excludes it.
func checkMatchesHoldAnchors(t *testing.T, p *Pattern, o patterntest.Oracle, data []byte) (checked int) {
	t.Helper()
	anchors := p.Outline().Anchors
	for _, loc := range o.FindAll(data) {
		checked++
		match := Span{loc[0], loc[1]}
		holds := func(k int) bool {
			return slices.ContainsFunc(hits(&anchors[k], data), func(at int) bool {
				return anchors[k].belongs(match, Span{at, at + len(anchors[k].Text)}) && p.Look(k, data, at) == Maybe
			})
		}
		found := false
		for k := range anchors {
			found = found || holds(k)
		}
		if !found {
			t.Fatalf("%q matches %q in %q, but no literal shows it", p.spec.Expr, data[loc[0]:loc[1]], data)
		}
		if match.Len() > p.Outline().Longest {
			t.Fatalf("%q matches %d bytes, and says %d at most", p.spec.Expr, match.Len(), p.Outline().Longest)
		}
	}
	return checked
}

func TestMatchesHoldAnchors(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for _, expr := range patterntest.Regexes() {
		p, o := compile(t, expr), patterntest.NewOracle(expr)
		for range rounds(500) {
			checkMatchesHoldAnchors(t, p, o, patterntest.Text(rng, rng.IntN(200)))
		}
	}
}

// No look excludes a match that goes on beyond what it looks at.
func TestLongMatchesHoldAnchors(t *testing.T) {
	for expr, text := range map[string]string{
		`key=[a-z]{300}!`:                     "key=" + strings.Repeat("x", 300) + "!",
		`[a-z]{300}=key`:                      strings.Repeat("x", 300) + "=key",
		`BEGIN (?s:.)*? END`:                  "BEGIN " + strings.Repeat("x\n", 900) + " END",
		`tok_[a-z]+[^\n]{0,900}?[0-9a-f]{32}`: "tok_a" + strings.Repeat(" ", 800) + strings.Repeat("0", 32),
	} {
		if n := checkMatchesHoldAnchors(t, compile(t, expr), patterntest.NewOracle(expr), []byte("\n"+text+"\n")); n != 1 {
			t.Errorf("%q matches %d times", expr, n)
		}
	}
}

func TestMatchesOfRandomRegexesHoldAnchors(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(13, 13))
	checked := 0
	for range rounds(4000) {
		expr := patterntest.Random(rng, 2+rng.IntN(3))
		p, err := New(Spec{Expr: expr})
		if err != nil || len(p.Outline().Anchors) == 0 {
			continue
		}
		checked += checkMatchesHoldAnchors(t, p, patterntest.NewOracle(expr), patterntest.Text(rng, rng.IntN(300)))
	}
	if checked < rounds(1000) {
		t.Errorf("only %d matches: the test says little", checked)
	}
}

// The ways to confirm a hit, all of which give the same.
var ways = map[string]func(p *Pattern){
	"as compiled": func(*Pattern) {},
	"backtracker": withoutOnePass,
	"RE2": func(p *Pattern) {
		withoutOnePass(p)
		p.compiled()
		p.prog = nil
	},
}

func withoutOnePass(p *Pattern) {
	if a, err := analyse(p.spec); err == nil {
		a.onePass = nil
		p.Outline().OnePass, p.analysis = false, a
	}
}

// confirmPlainly is Confirm by the words of the package comment.
func confirmPlainly(p *Pattern, o patterntest.Oracle, k int, text []byte, at int) (match, secret Span, ok bool) {
	a := p.Outline().Anchors[k]
	for _, loc := range o.FindAll(text) {
		match, secret = Span{loc[0], loc[1]}, Span{loc[0], loc[1]}
		if match.Start > at || match.End < at+len(a.Text) || at-match.Start > a.Before || match.End-at-len(a.Text) > a.After {
			continue
		}
		for i := 2; i < len(loc); i += 2 {
			if loc[i] < loc[i+1] {
				return match, Span{loc[i], loc[i+1]}, true
			}
		}
		return match, secret, true
	}
	return Span{}, Span{}, false
}

// everyWay compiles a regex for each way.
func everyWay(t *testing.T, expr string) map[string]*Pattern {
	all := map[string]*Pattern{}
	for name, way := range ways {
		all[name] = compile(t, expr)
		way(all[name])
	}
	return all
}

// checkWays compares each way to confirm the hits in data with the oracle.
func checkWays(t *testing.T, ways map[string]*Pattern, expr string, data []byte) (confirmed int) {
	t.Helper()
	o := patterntest.NewOracle(expr)
	for name, p := range ways {
		var s Scratch
		for k := range p.Outline().Anchors {
			for _, at := range hits(&p.Outline().Anchors[k], data) {
				if p.Look(k, data, at) != Maybe {
					continue
				}
				w := p.Window(k, data, at)
				text := data[w.Start:w.End]
				match, secret, ok := p.Confirm(&s, k, text, at-w.Start)
				wantMatch, wantSecret, want := confirmPlainly(p, o, k, text, at-w.Start)
				if want && wantMatch.Len() == 0 {
					continue // what is empty is of no interest
				}
				if ok != want || ok && (match != wantMatch || secret != wantSecret) {
					t.Fatalf("%s: %q on %q at %d\n got %v %v %v\nwant %v %v %v", name, expr, text, at-w.Start, match, secret, ok, wantMatch, wantSecret, want)
				}
				if ok {
					confirmed++
				}
			}
		}
	}
	return confirmed
}

func TestEveryWayGivesTheSame(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	all := 0
	for _, expr := range patterntest.Regexes() {
		confirmed, ways := 0, everyWay(t, expr)
		for range rounds(200) {
			confirmed += checkWays(t, ways, expr, patterntest.Text(rng, rng.IntN(200)))
		}
		if long && confirmed < 6 {
			t.Errorf("%q: only %d hits are confirmed, the test says little", expr, confirmed)
		}
		all += confirmed
	}
	if all < rounds(3000) {
		t.Errorf("only %d hits are confirmed, the test says little", all)
	}
}

func TestEveryWayGivesTheSameForRandomRegexes(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(12, 12))
	confirmed := 0
	for range rounds(4000) {
		expr := patterntest.Random(rng, 2+rng.IntN(3))
		if _, err := New(Spec{Expr: expr}); err == nil {
			confirmed += checkWays(t, everyWay(t, expr), expr, patterntest.Text(rng, rng.IntN(120)))
		}
	}
	if confirmed < rounds(2000) {
		t.Errorf("only %d hits are confirmed: the test says little", confirmed)
	}
}

// The bytes within reach decide about a hit, and no others.
func TestWindowDecides(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	var s Scratch
	verdict := func(p *Pattern, k int, data []byte, at int) [4]int {
		if p.Look(k, data, at) != Maybe {
			return [4]int{}
		}
		w := p.Window(k, data, at)
		match, secret, ok := p.Confirm(&s, k, data[w.Start:w.End], at-w.Start)
		if !ok {
			return [4]int{}
		}
		from := at - w.Start
		return [4]int{match.Start - from, match.End - from, secret.Start - from, secret.End - from}
	}
	matched := 0
	for _, expr := range patterntest.Regexes() {
		p := compile(t, expr)
		for range rounds(400) {
			data := patterntest.Text(rng, rng.IntN(400))
			for k := range p.Outline().Anchors {
				before, after := p.Reach(k)
				for _, at := range hits(&p.Outline().Anchors[k], data) {
					if at < before || at+after > len(data) {
						continue // the edge of the data is within reach
					}
					head, tail := patterntest.Text(rng, rng.IntN(20)), patterntest.Text(rng, rng.IntN(20))
					other := slices.Concat(head, data[at-before:at+after], tail)
					want := verdict(p, k, data, at)
					if got := verdict(p, k, other, len(head)+before); got != want {
						t.Fatalf("%q at %d of %q: %v\n in %q: %v", expr, at, data, want, other, got)
					}
					if want != [4]int{} {
						matched++
					}
				}
			}
		}
	}
	if matched < rounds(4000) {
		t.Errorf("only %d matches: the test says little", matched)
	}
}

func TestOnePassIsTaken(t *testing.T) {
	for _, expr := range patterntest.OnePass() {
		if !compile(t, expr).Outline().OnePass {
			t.Errorf("%s is not one-pass", expr)
		}
	}
}

// A pattern that was stored finds what the pattern finds.
func TestPrebuiltIsTheSame(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	var s Scratch
	for _, expr := range patterntest.Regexes() {
		p := compile(t, expr)
		var store Store
		stored := store.Add(p)
		q := Prebuilt(&stored, store.Shared())
		data := patterntest.Text(rng, 500)
		for k := range p.Outline().Anchors {
			for _, at := range hits(&p.Outline().Anchors[k], data) {
				w := p.Window(k, data, at)
				if q.Window(k, data, at) != w || q.Look(k, data, at) != p.Look(k, data, at) {
					t.Fatalf("%q at %d of %q", expr, at, data)
				}
				if p.Look(k, data, at) != Maybe {
					continue
				}
				match, secret, ok := p.Confirm(&s, k, data[w.Start:w.End], at-w.Start)
				if m, s, o := q.Confirm(&s, k, data[w.Start:w.End], at-w.Start); m != match || s != secret || o != ok {
					t.Fatalf("%q at %d of %q: %v %v %v and %v %v %v", expr, at, data, match, secret, ok, m, s, o)
				}
			}
		}
	}
}

func TestBadPatterns(t *testing.T) {
	for _, s := range []Spec{{Expr: "a(b"}, {Expr: "(a)", SecretGroup: 2}, {Expr: "a", SecretGroup: -1}} {
		if _, err := New(s); err == nil {
			t.Errorf("%+v is taken", s)
		}
	}
	if _, err := NewRegex("a(b"); err == nil {
		t.Error("a bad regex is taken")
	}
}

// What RE2 does not compile, Go's regexp matches alike.
func TestPlainRegexIsTheSame(t *testing.T) {
	rng := rand.New(rand.NewPCG(10, 10))
	for _, expr := range patterntest.Regexes() {
		fast, plain := &Regex{expr: expr}, &Regex{expr: expr}
		plain.compile()
		plain.re2 = nil
		plain.plain = mustPlain(expr)
		for range 20 {
			text := patterntest.Text(rng, rng.IntN(200))
			if fast.Matches(text) != plain.Matches(text) ||
				!slices.EqualFunc(fast.findAll(text, -1), plain.findAll(text, -1), slices.Equal[[]int]) {
				t.Fatalf("%q on %q", expr, text)
			}
		}
	}
}

func FuzzPattern(f *testing.F) {
	for _, expr := range patterntest.Regexes() {
		f.Add(expr, []byte("ab_abca ca_=bab\nab_ab-bb a_key_ab\x80é"))
	}
	f.Fuzz(func(t *testing.T, expr string, data []byte) {
		if len(expr) > 60 || len(data) > 300 || !utf8.ValidString(expr) {
			return
		}
		if _, err := New(Spec{Expr: expr}); err == nil {
			checkWays(t, everyWay(t, expr), expr, data)
		}
	})
}
