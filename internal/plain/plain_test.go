package plain

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"plain, naïve 日本語 🔑":       "plain, naïve 日本語 🔑",
		"a\nb\tc\r":                `a\nb\tc\r`,
		"\x1b[31m":                 `\x1b[31m`,
		"a\u202eb":                 `a\u202eb`,
		"std::vector, 1::2":        "std::vector, 1::2",
		"::error::x":               `\u003a:error::x`,
		"a ::error::x":             `a \u003a:error::x`,
		"##vso[x]":                 `#\u0023vso[x]`,
		"a##[add-mask]":            `a#\u0023[add-mask]`,
		"###teamcity[x":            `##\u0023teamcity[x`,
		"## heading, [link]":       "## heading, [link]",
		"\u00a0::error::\u202e##[": `\u00a0::error::\u202e#\u0023[`,
	} {
		if got := Text(in); got != want {
			t.Errorf("Text(%q) is %q, not %q", in, got, want)
		}
	}
}

var acts = regexp.MustCompile(`(?m)^\s*::|##[A-Za-z-]{0,32}\[`)

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "::error::x", "##vso[", "###[", "a\x1b]8;;\x07", "\xff ::", ":: ::"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Text(s)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, Unprintable) || acts.MatchString(got) {
			t.Errorf("Text(%q) is %q", s, got)
		}
		for word := range strings.FieldsSeq(got) {
			if acts.MatchString(word) {
				t.Errorf("a word of %q acts: %q", got, word)
			}
		}
		if again := Text(got); again != got {
			t.Errorf("Text(%q) is %q, and of that %q", s, got, again)
		}
	})
}

// written is what comes out of a Writer that gets a text in pieces of n bytes.
func written(t *testing.T, text string, n int, color bool) string {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b)
	if color {
		w = w.Colored()
	}
	for len(text) > 0 {
		size := min(n, len(text))
		if _, err := w.Write([]byte(text[:size])); err != nil {
			t.Fatal(err)
		}
		text = text[size:]
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// awkward makes a text of pieces that act, some of it in very long lines.
func awkward(seed uint64) string {
	rnd := rand.New(rand.NewPCG(seed, 1))
	pieces := []string{
		"::error::x", " ", "\t", "\n", "##", "vso[", "##[", "é", "日本", "\x1b[31m", "\x1b[2J", "\xff", "\u202e", "\r", "a", "word ",
		strings.Repeat("long", 1<<12), strings.Repeat("é", 1<<13),
	}
	var b strings.Builder
	for range rnd.IntN(60) {
		b.WriteString(pieces[rnd.IntN(len(pieces))])
	}
	return b.String()
}

// TestWriter: what comes out does not depend on how the text comes in, and nothing
// in it acts.
func TestWriter(t *testing.T) {
	for seed := range uint64(300) {
		text := awkward(seed)
		want := written(t, text, len(text)+1, false)
		for _, n := range []int{1, 7, 4096, 70000} {
			if n == 1 && len(text) > 1<<16 {
				continue
			}
			if got := written(t, text, n, false); got != want {
				t.Fatalf("seed %d in pieces of %d: %.200q, not %.200q", seed, n, got, want)
			}
		}
		if strings.ContainsFunc(want, func(r rune) bool { return r != '\n' && r != '\t' && Unprintable(r) }) || acts.MatchString(want) {
			t.Fatalf("seed %d: %.300q", seed, want)
		}
		colored := written(t, text, 1000, true)
		plain := strings.ReplaceAll(colored, "\x1b[31m", "")
		if strings.ContainsRune(plain, '\x1b') {
			t.Fatalf("seed %d: more than colours: %.300q", seed, plain)
		}
	}
}

func TestWriterLeavesPlainText(t *testing.T) {
	for _, text := range []string{"", "a\n", "no end", "naïve\t日本語\n\n  x: y::z # ## [\n", strings.Repeat("x", 1<<20)} {
		if got := written(t, text, 100, false); got != text {
			t.Errorf("%.100q is written as %.100q", text, got)
		}
	}
}

// TestJSON: to a reader of JSON, the escapes make no difference, neither those of
// JSON nor those of a Writer.
func TestJSON(t *testing.T) {
	in := []string{"::error::x", "##vso[a]", "###[", `\##[`, "a ##teamcity[x", "\u202e\U000e0041\u009b\x7f日本"}
	text, err := json.MarshalIndent(in, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	for name, safe := range map[string]string{"JSON": string(JSON(text)), "JSON through a Writer": written(t, string(JSON(text)), 3, false)} {
		if acts.MatchString(safe) {
			t.Errorf("%s acts: %s", name, safe)
		}
		var out []string
		if err := json.Unmarshal([]byte(safe), &out); err != nil || strings.Join(out, "\n") != strings.Join(in, "\n") {
			t.Errorf("%s: %q is read back as %q, %v", name, in, out, err)
		}
	}
}

func TestCommand(t *testing.T) {
	var b strings.Builder
	w := NewWriter(&b)
	if _, err := w.Write([]byte("half a line ::x")); err != nil {
		t.Fatal(err)
	}
	if err := w.Act(Command{Name: "error", Properties: []Property{{"file", "a,b:c\n"}, {"title", "\x1b%"}}, Text: "x\n::stop::##[y]"}); err != nil {
		t.Fatal(err)
	}
	want := "half a line ::x\n" + `::error file=a%2Cb%3Ac%0A,title=\x1b%25::x%0A::stop::#\u0023[y]` + "\n"
	if b.String() != want {
		t.Errorf("%q, not %q", b.String(), want)
	}
}

type broken struct{}

var errBroken = errors.New("broken")

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestWriterReturnsErrors(t *testing.T) {
	w := NewWriter(broken{})
	if _, err := w.Write([]byte("x\n")); !errors.Is(err, errBroken) {
		t.Error(err)
	}
	w = NewWriter(broken{})
	if _, err := w.Write([]byte("x")); err != nil {
		t.Error(err)
	}
	if err := w.Flush(); !errors.Is(err, errBroken) {
		t.Error(err)
	}
}
