package engine

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

func wholeConfig() *rules.Config {
	return &rules.Config{Rules: []rules.Rule{
		{ID: "key", Path: `(?i)(^|/)a\.key$`, WholeFile: true, Regex: `\A\s*([a-z0-9]{8})\s*\z`, Placeholders: true},
		{ID: "lines", Path: `(^|/)LINES$`, WholeFile: true, Regex: `(?m)^x:(\w+)$`, Entropy: 1},
		{ID: "other", Path: `other$`, WholeFile: true, Regex: `\A\w+\z`},
		{ID: "literal", Regex: `tok_([a-z]{4})`},
	}}
}

func secretsOf(matches []Match) (all []string) {
	for _, m := range matches {
		all = append(all, m.Rule.ID+" "+m.Secret)
	}
	return all
}

// Rules of whole files are asked for files with their path only, and give every
// match of their regex. None of them runs over everything.
func TestRulesOfWholeFiles(t *testing.T) {
	d := detectorOf(t, wholeConfig())
	if ids := d.UnanchoredRules(); ids != nil {
		t.Errorf("%v run over everything", ids)
	}
	s := d.NewScanner()
	for _, test := range []struct {
		path, data string
		want       []string
	}{
		{"a.key", "qkzw7294\n", []string{"key qkzw7294"}},
		{"b/A.KEY", "qkzw7294", []string{"key qkzw7294"}},
		{"b/aa.key", "qkzw7294", nil},
		{"", "qkzw7294", nil},
		{"a.key", "qkzw7294\nqkzw7294\n", nil},
		{"a.key", "changeme", nil},
		{"lines", "x:abc\n", nil},
		{"LINES", "x:abc\ny:def\nx:ghi # tok_aaaa\nx:jkl", []string{"lines abc", "literal aaaa", "lines jkl"}},
		{"LINES", "x:abc # sluice:allow\nx:abcd", []string{"lines abcd"}},
		{"LINES", "x:abc" + strings.Repeat("\n", rules.MaxWholeFile-5), []string{"lines abc"}},
		{"LINES", "x:abc" + strings.Repeat("\n", rules.MaxWholeFile-4), nil},
	} {
		raw := s.Raw([]byte(test.data), content.Text)
		whole := d.IsWhole(test.path, int64(len(test.data)))
		if whole {
			raw, _ = s.RawFile(context.Background(), []byte(test.data), content.Text)
		}
		kept, _ := d.Resolve(s.Finish([]byte(test.data), raw), test.path, "")
		if got := secretsOf(kept); !slices.Equal(got, test.want) {
			t.Errorf("%s %.40q: got %q, want %q", test.path, test.data, got, test.want)
		}
		var streamed []Match
		for m, err := range s.Stream(context.Background(), io.MultiReader(strings.NewReader(test.data)), whole, 0) {
			if err != nil {
				t.Fatal(err)
			}
			streamed = append(streamed, m)
		}
		kept, _ = d.Resolve(streamed, test.path, "")
		if got := secretsOf(kept); !slices.Equal(got, test.want) {
			t.Errorf("%s %.40q: streamed %q, want %q", test.path, test.data, got, test.want)
		}
	}
	if names := d.FileNames(); !names([]byte("A.key")) || !names([]byte("LINES")) || names([]byte("lines")) {
		t.Error("names of files are not those of the paths")
	}
}

// An edit takes nothing over from what rules of whole files have found.
func TestWholeFilesAreNotInherited(t *testing.T) {
	d := detectorOf(t, wholeConfig())
	s := d.NewScanner()
	data := []byte("x:abc tok_aaaa\nx:def\n")
	base, _ := s.RawFile(context.Background(), data, content.Text)
	if n := len(s.Finish(data, base)); n != 2 {
		t.Fatalf("%d matches", n)
	}
	edited := s.RawEdited(data, content.Text, base, []Copy{{Len: len(data)}})
	if got := secretsOf(s.Finish(data, edited)); !slices.Equal(got, []string{"literal aaaa"}) {
		t.Errorf("got %q", got)
	}
}

// Explain says what the rules of whole files did with a file at its path, and why.
func TestExplainWholeFiles(t *testing.T) {
	d := detectorOf(t, wholeConfig())
	explain := func(path, data string) (all []string) {
		for s := range d.Explain(&content.View{Data: []byte(data)}, path, 0) {
			all = append(all, fmt.Sprint(s.Rule.ID, " at ", s.At, ": ", s.Outcome))
		}
		return all
	}
	for path, want := range map[string][]string{
		"a.key": {"key at 0: it is a placeholder"},
		"b.key": nil,
		"":      nil,
	} {
		if got := explain(path, "changeme"); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
	want := []string{"lines at 0: the entropy is 0.00 bits a byte, and must be 1.00", "lines at 5: reported"}
	if got := explain("LINES", "x:aa\nx:abc\n"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Joined paths match what one of them matches, each with its own flags.
func TestAnyOf(t *testing.T) {
	exprs := []string{`(?i)a$`, `b$`, `a$`, strings.Repeat("c", maxJoined+1), strings.Repeat("d", maxJoined-10)}
	joined, err := newRegexes(anyOf(exprs))
	if err != nil || len(joined) != 3 {
		t.Fatalf("%d regexes, error %v", len(joined), err)
	}
	for text, want := range map[string]bool{"A": true, "b": true, "B": false, "ab": true, "x": false, exprs[3]: true, exprs[4]: true} {
		if anyMatches(joined, []byte(text)) != want {
			t.Errorf("%.10s: not %v", text, want)
		}
	}
}
