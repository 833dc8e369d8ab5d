package engine

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sourcegraph/conc/iter"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/pattern/patterntest"
	"github.com/sluicesec/sluice/rules"
)

// TestOneDetectorServesMany is for the race detector too.
func TestOneDetectorServesMany(t *testing.T) {
	d := lawDetector(t, patterntest.Regexes())
	rng := rand.New(rand.NewPCG(8, 8))
	texts := make([][]byte, 40)
	for i := range texts {
		texts[i] = patterntest.Text(rng, rng.IntN(2000))
	}
	scan := func(data *[]byte) []oracleMatch {
		s := d.NewScanner()
		return asOracle(s.Finish(*data, s.Raw(*data, content.Text)))
	}
	at1 := iter.Mapper[[]byte, []oracleMatch]{MaxGoroutines: 1}.Map(texts, scan)
	at8 := iter.Mapper[[]byte, []oracleMatch]{MaxGoroutines: 8}.Map(texts, scan)
	if !slices.EqualFunc(at1, at8, slices.Equal[[]oracleMatch]) {
		t.Error("the matches depend on the number of goroutines")
	}
}

func TestNothingFoundAllocatesNothing(t *testing.T) {
	d := lawDetector(t, patterntest.Regexes())
	s := d.NewScanner()
	data := []byte("nothing that any of the rules could take for a match: 0123456789\n")
	s.Raw(data, content.Text)
	if n := testing.AllocsPerRun(100, func() {
		if s.Raw(data, content.Text).Len() != 0 {
			t.Error("something was found")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestOrderOfRulesDoesNotMatter(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	data := patterntest.Text(rng, 5000)
	var want []string
	for range 5 {
		shuffled := slices.Clone(patterntest.Regexes())
		rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		cfg := &rules.Config{}
		for _, re := range shuffled {
			cfg.Rules = append(cfg.Rules, ruleOf(re, re))
		}
		got := judge(t, cfg, string(data), "", "")
		if want != nil && !slices.Equal(got, want) {
			t.Fatalf("got %q\nwant %q", got, want)
		}
		want = got
	}
	if len(want) < 100 {
		t.Errorf("only %d matches: the test says little", len(want))
	}
}

func TestContentDecidesWhichRulesRun(t *testing.T) {
	d, err := New(&rules.Config{Rules: []rules.Rule{
		{ID: "text", Regex: `tok_[a-z]{4}`},
		{ID: "any", Regex: `tik_[a-z]{4}`, Binary: true},
		{ID: "unanchored text", Regex: `[0-9]{9}`},
		{ID: "unanchored any", Regex: `[0-9]{8}`, Binary: true},
	}})
	if err != nil {
		t.Fatal(err)
	}
	data := []byte("tok_abcd tik_abcd 123456789")
	for c, want := range map[content.Class]int{content.Text: 4, content.Binary: 2} {
		if got := d.NewScanner().Raw(data, c).Len(); got != want {
			t.Errorf("content %d: %d matches, want %d", c, got, want)
		}
	}
}
