package engine

import (
	"bytes"
	"context"
	"encoding/base64"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/lines"
	"github.com/sluicesec/sluice/rules"
)

// A rule that is written for gitleaks judges as it does there. Another rule takes its
// keywords for hints.
func TestLikeGitleaks(t *testing.T) {
	far := strings.Repeat("some words\n", 2000)
	for _, test := range []struct {
		rule  rules.Rule
		text  string
		found bool // by a rule that is like gitleaks', and else whether another finds it
		other bool
	}{
		{rules.Rule{Regex: `tok_[a-z]{6}`, Keywords: []string{"Zebra"}}, "tok_abcdef", false, true},
		{rules.Rule{Regex: `tok_[a-z]{6}`, Keywords: []string{"Zebra"}}, "zEBRA\n" + far + "tok_abcdef", true, true},
		{rules.Rule{Regex: `tok_[a-z]{6}`, Keywords: []string{"Zebra"}}, "tok_abcdef\n" + far + "zebra", true, true},
		{rules.Rule{Regex: `tok_[a-z]{6}`, Keywords: []string{"none", "tok_"}}, "tok_abcdef", true, true},
		{rules.Rule{Regex: `tok_[a-z]{6}`, Keywords: []string{"\u00c4pfel"}}, "\u00e4pfel tok_abcdef", true, true},
		{rules.Rule{Regex: `tok_[a-z]{6}`, Keywords: []string{"z"}}, "Z tok_abcdef", true, true},
		{rules.Rule{Regex: `tok_[a-z]{6}`, Keywords: []string{""}}, "tok_abcdef", true, true},
		{rules.Rule{Regex: `tok_[a-z]{6}`}, "tok_abcdef", true, true},
		{rules.Rule{Regex: `tok_([a-z]{4})`, Entropy: 2}, "tok_abcd", false, true},
		{rules.Rule{Regex: `tok_([a-z]{5})`, Entropy: 2}, "tok_abcde", true, true},
		{rules.Rule{Regex: `^tok_[a-z]{6}$`}, "first\ntok_abcdef\nlast", true, false},
		{rules.Rule{Regex: `id_[0-9]{4}-tok`, Parts: []rules.Part{{ID: "part", Required: true}}}, "id_1234-tok", true, false},
	} {
		for _, like := range []bool{true, false} {
			r := test.rule
			r.ID, r.LikeGitleaks = "r", like
			d, err := New(&rules.Config{Rules: []rules.Rule{r, {ID: "part", Regex: `id_[0-9]{4}`}}})
			if err != nil {
				t.Fatal(err)
			}
			s := d.NewScanner()
			data := []byte(test.text)
			found := slices.ContainsFunc(s.Finish(data, s.Raw(data, content.Text)), func(m Match) bool { return m.Rule.ID == "r" })
			if want := like && test.found || !like && test.other; found != want {
				t.Errorf("%s %q in %.40q, like gitleaks: %t: %t, want %t", r.Regex, r.Keywords, test.text, like, found, want)
			}
		}
	}
}

// For encoded text, the keyword is in it or around it.
func TestKeywordsOfDecodedText(t *testing.T) {
	d, err := New(&rules.Config{Rules: []rules.Rule{{ID: "r", Regex: `tok_[a-z]{6}`, Keywords: []string{"zebra"}, LikeGitleaks: true}}})
	if err != nil {
		t.Fatal(err)
	}
	s := d.NewScanner()
	encode := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	for text, want := range map[string]int{
		encode("a long text with tok_abcdef in it"):                                    0,
		encode("a long text with tok_abcdef and zebra in it"):                          1,
		"zebra: " + encode("a long text with tok_abcdef in it"):                        1,
		encode("the zebra has " + encode("a long text with tok_abcdef in it")):         1,
		"zebra = " + encode("what is in "+encode("a long text with tok_abcdef in it")): 1,
	} {
		data := []byte("\n" + text + "\n")
		runs := content.Text.Encoded(nil, data, 0, len(data))
		if got := s.Hidden(data, runs, nil, DecodeDepth).Matches; len(got) != want {
			t.Errorf("%q: %d matches, want %d", text, len(got), want)
		}
		n := 0
		for _, err := range s.Stream(context.Background(), bytes.NewReader(data), false, DecodeDepth) {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		if n != want {
			t.Errorf("%q as a stream: %d matches, want %d", text, n, want)
		}
	}
}

// A stream gives what Finish gives wherever the keywords are, also where a match is a
// part of another, and an edited version gives what the whole of it gives.
func TestKeywordsInAnyPieces(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	some, none := 0, 0
	for _, parts := range partLists() {
		cfg := streamRules(parts...)
		cfg.Rules = cfg.Rules[:3]
		for i, words := range [][]string{nil, {"needle", "pin"}, {"haystack"}} {
			cfg.Rules[i].LikeGitleaks, cfg.Rules[i].Keywords = true, words
		}
		d, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		s := d.NewScanner()
		for round := range rounds(8) {
			data := streamText(rng, 30<<10)
			for _, word := range []string{"NEEDLE", "haystack"} {
				if rng.IntN(3) > 0 {
					data = slices.Insert(data, rng.IntN(len(data)+1), []byte(word)...)
				}
			}
			want := s.Finish(data, s.Raw(data, content.Text))
			for _, m := range s.matches(data, lines.Position{}, s.Raw(data, content.Text)) {
				if !m.lacks {
					continue
				}
				if slices.ContainsFunc(want, func(w Match) bool { return byOffset(m, w) == 0 }) {
					some++
				} else {
					none++
				}
			}
			var got []Match
			for m, err := range s.stream(context.Background(), bytes.NewReader(data), 97+rng.IntN(900), false, 0) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, m)
			}
			if !slices.EqualFunc(got, want, sameText) {
				t.Fatalf("round %d, parts %v:\n got %s\nwant %s", round, parts, show(got), show(want))
			}
		}
	}
	if some < 20 || none < 20 {
		t.Errorf("%d matches have their keyword elsewhere, and %d nowhere: the test says little", some, none)
	}
}

// A keyword counts that comes much later, and one that is cut in two.
func TestKeywordsCutInTwo(t *testing.T) {
	cfg := streamRules(rules.Part{ID: "lead", WithinLines: 2})
	cfg.Rules = cfg.Rules[:3]
	cfg.Rules[2].LikeGitleaks, cfg.Rules[2].Keywords = true, []string{"haystack"}
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := d.NewScanner()
	data := []byte("tok_" + strings.Repeat("a1", 10) + "\nlead" + strings.Repeat("abc", 4) + "\n" + strings.Repeat("some words\n", 2000) + "haystack" + strings.Repeat("more words\n", 2000))
	for size := 97; size < 197; size++ {
		var got []Match
		for m, err := range s.stream(context.Background(), bytes.NewReader(data), size, false, 0) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, m)
		}
		if len(got) != 2 || len(got[0].Parts) != 1 {
			t.Fatalf("in pieces of %d: %s", size, show(got))
		}
	}
}
