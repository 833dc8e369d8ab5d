package engine

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/content/decode"
	"github.com/sluicesec/sluice/rules"
)

// A rule without a literal runs over every byte, but not where none of its keywords is.
func TestKeywordsOfRulesWithoutLiteral(t *testing.T) {
	hexKey := rules.Rule{ID: "r", Regex: `[a-f0-9]{40}`, Keywords: []string{"forge"}, LikeGitleaks: true}
	value := strings.Repeat("0123456789abcdef", 3)[:40]
	filler := strings.Repeat("no words of that kind\n", 5000)
	d, err := New(&rules.Config{Rules: []rules.Rule{hexKey}})
	if err != nil {
		t.Fatal(err)
	}
	s := d.NewScanner()
	steps := func(text string) (int, int64) {
		before := s.steps()
		found := s.Finish([]byte(text), s.Raw([]byte(text), content.Text))
		return len(found), s.steps() - before
	}
	if n, cost := steps(filler + value); n != 0 || cost > int64(len(filler))+1000 {
		t.Errorf("without a keyword: %d matches and %d steps for %d bytes", n, cost, len(filler))
	}
	if n, _ := steps("Forge\n" + filler + value); n != 1 {
		t.Errorf("with a keyword far away: %d matches", n)
	}

	encoded := []byte("forge\nx: " + base64.StdEncoding.EncodeToString([]byte("the value is "+value+" and no other")) + "\n")
	runs := decode.Find(nil, encoded, 0, len(encoded))
	if h := s.Hidden(encoded, runs, nil, 1); len(h.Matches) != 1 {
		t.Errorf("with a keyword around encoded text: %d matches", len(h.Matches))
	}
}

// As a part of another rule it counts without a keyword.
func TestPartWithoutLiteral(t *testing.T) {
	d, err := New(&rules.Config{Rules: []rules.Rule{
		{ID: "part", Regex: `[a-f0-9]{40}`, Keywords: []string{"forge"}, LikeGitleaks: true},
		{ID: "r", Regex: `tok_[a-z]{6}`, Parts: []rules.Part{{ID: "part", Required: true}}, LikeGitleaks: true},
	}})
	if err != nil {
		t.Fatal(err)
	}
	s, data := d.NewScanner(), []byte("tok_abcdef\n"+strings.Repeat("0123456789abcdef", 3)[:40]+"\n")
	found := s.Finish(data, s.Raw(data, content.Text))
	if !slices.ContainsFunc(found, func(m Match) bool { return m.Rule.ID == "r" }) {
		t.Errorf("found %d matches, and not the rule that needs the part", len(found))
	}
}

// Whether a keyword is inserted, joined at a seam, or left out: an edited text gives what
// the whole text gives.
func TestEditedKeywordsOfRulesWithoutLiteral(t *testing.T) {
	d, err := New(&rules.Config{Rules: []rules.Rule{{ID: "r", Regex: `[a-f0-9]{40}`, Keywords: []string{"forge"}, LikeGitleaks: true}}})
	if err != nil {
		t.Fatal(err)
	}
	value := strings.Repeat("0123456789abcdef", 3)[:40]
	filler := strings.Repeat("-", 100)
	plain, held := filler+"for some\n"+value+filler+"\nits age\n"+filler, filler+"forge\n"+value+"\n"
	n, f, g := len(plain), strings.Index(plain, "for ")+3, strings.Index(plain, "ge\n")
	for _, test := range []struct {
		base, text string
		copies     []Copy
		want       int
	}{
		{plain, "forge " + plain, []Copy{{At: 6, Base: 0, Len: n}}, 1},
		{plain, plain + "forge ", []Copy{{At: 0, Base: 0, Len: n}}, 1},
		{plain, plain[:f] + "ge " + plain[f:], []Copy{{At: 0, Base: 0, Len: f}, {At: f + 3, Base: f, Len: n - f}}, 1},
		{plain, plain[:f] + plain[g:] + plain, []Copy{{At: 0, Base: 0, Len: f}, {At: f, Base: g, Len: n - g}, {At: f + n - g, Base: 0, Len: n}}, 1},
		{plain, plain + "x", []Copy{{At: 0, Base: 0, Len: n}}, 0},
		{held, held[106:], []Copy{{At: 0, Base: 106, Len: len(held) - 106}}, 0},
		{held, held + "x", []Copy{{At: 0, Base: 0, Len: len(held)}}, 1},
	} {
		for i, c := range test.copies {
			if test.text[c.At:c.At+c.Len] != test.base[c.Base:c.Base+c.Len] {
				t.Fatalf("copy %d of %q is none", i, test.text)
			}
		}
		s := d.NewScanner()
		base := s.Raw([]byte(test.base), content.Text)
		edited := s.Finish([]byte(test.text), s.RawEdited([]byte(test.text), content.Text, base, test.copies))
		whole := s.Finish([]byte(test.text), s.Raw([]byte(test.text), content.Text))
		if len(edited) != test.want || len(whole) != test.want {
			t.Errorf("%q: %d matches edited, %d whole, want %d", test.text, len(edited), len(whole), test.want)
		}
	}
}
