package gitleaks

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// Many entries of a line know what they know when they are compared one by one.
func TestManyOnALine(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	word := func(n int) string { // of two letters, so that many are parts of others
		b := make([]byte, n)
		for i := range b {
			b[i] = "ab"[rng.IntN(2)]
		}
		return string(b)
	}
	counts := [2]int{}
	for range 200 {
		var known knownOnLine
		var list []shownSecret
		for range 17 + rng.IntN(60) {
			s := shownSecret{secret: word(1 + rng.IntN(16))}
			if s.match = s.secret; rng.IntN(2) == 0 {
				s.match = word(4) + s.secret + word(4)
			}
			list = append(list, s)
			known.addShown(s)
		}
		known.ready()
		for range 50 {
			e := Entry{Secret: word(1 + rng.IntN(20)), Commit: []string{"", other}[rng.IntN(2)]}
			e.Match = word(2) + e.Secret
			want := len(e.Secret) >= minShared && slices.ContainsFunc(list, func(s shownSecret) bool {
				return len(s.secret) >= minShared && (strings.Contains(s.secret, e.Secret) || strings.Contains(e.Secret, s.secret)) && s.is(&e)
			})
			if got := known.has(&e); got != want {
				t.Fatalf("%q of commit %q: known is %v, want %v; entries %q", e.Secret, e.Commit, got, want, list)
			}
			if want {
				counts[1]++
			} else {
				counts[0]++
			}
		}
	}
	if counts[0] < 1000 || counts[1] < 500 {
		t.Errorf("%d are not known and %d are: too few to say anything", counts[0], counts[1])
	}
}

// A line of hidden secrets knows each by its beginning, its rule and its entropy.
func TestManyHiddenOnALine(t *testing.T) {
	var known knownOnLine
	secrets := []string{"alpha-bravo", "charlie-delta", "echo-foxtrot"}
	for i, s := range secrets {
		known.addHidden(hiddenSecret{"rule", float32(i), s[:3+i]})
	}
	known.ready()
	for i, s := range secrets {
		for _, test := range []struct {
			e    Entry
			want bool
		}{
			{Entry{RuleID: "rule", Entropy: float32(i), Secret: s}, true},
			{Entry{RuleID: "other", Names: []string{"rule"}, Entropy: float32(i), Secret: s}, true},
			{Entry{RuleID: "other", Entropy: float32(i), Secret: s}, false},
			{Entry{RuleID: "rule", Entropy: float32(i) + 0.5, Secret: s}, false},
			{Entry{RuleID: "rule", Entropy: float32(i), Secret: s[:3+i]}, false},
			{Entry{RuleID: "rule", Entropy: float32(i), Secret: "x" + s}, false},
		} {
			if got := known.has(&test.e); got != test.want {
				t.Errorf("%+v: known is %v", test.e, got)
			}
		}
	}
}
