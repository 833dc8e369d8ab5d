package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/rules"
)

// streamRules are rules with near anchors, with far ones and without any, with
// parts and with an allowlist that judges lines.
func streamRules(parts ...rules.Part) *rules.Config {
	cfg := &rules.Config{
		Rules: []rules.Rule{
			{ID: "near", Regex: `\b(tok_[a-z0-9]{20})\b`, Binary: true},
			{ID: "wide", Regex: `[a-z_]{0,60}_key[a-z_]{0,60} = "([a-z0-9]{8,20})"`},
			{ID: "lead", Regex: `lead([a-c]{10})`},
			{ID: "block", Regex: `-----BEGIN X-----([\s\S]*?)-----END X-----`, Multiline: true, Binary: true},
			{ID: "unanchored", Regex: `\b([0-9]{14,16})\b`, Binary: true},
		},
		Allowlists: []rules.Allowlist{{ID: "lines", RegexTarget: "line", Regexes: []string{`fixture`}}},
	}
	cfg.Rules[0].Parts = parts
	return cfg
}

// streamText is n bytes of text in which the rules of streamRules find things,
// also around the places where a stream is cut.
func streamText(rng *rand.Rand, n int) []byte {
	random := func(alphabet string, n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = alphabet[rng.IntN(len(alphabet))]
		}
		return string(b)
	}
	const alnum = "abcdefghijklmnopqrstuvwxyz0123456789"
	pieces := []func() string{
		func() string { return "tok_" + random(alnum, 20) },
		func() string { return "xlead" + random("abc", 30) + `_key = "` + random(alnum, 12) + `"` },
		func() string {
			return "a_key_" + random("abc", rng.IntN(40)) + `_key = "` + random(alnum, 12) + `"`
		},
		func() string {
			return "-----BEGIN X-----\n" + strings.Repeat(random(alnum, 63)+"\n", rng.IntN(300)) + "-----END X-----"
		},
		func() string { return random("0123456789", 15) },
		func() string { return " // fixture" },
		func() string { return " # sluice:allow" },
		func() string { return "é ü 日本 \xff\x80" },
	}
	var b bytes.Buffer
	for b.Len() < n {
		if rng.IntN(4) == 0 {
			b.WriteString(pieces[rng.IntN(len(pieces))]())
		}
		b.WriteString(strings.Repeat(random("abcd efgh,", rng.IntN(60))+"é日", rng.IntN(60)))
		if rng.IntN(4) == 0 {
			b.WriteByte('\n')
		}
	}
	return b.Bytes()[:n]
}

// TestStreamGivesWhatFinishGives holds for any length and any way of reading.
func TestStreamGivesWhatFinishGives(t *testing.T) {
	t.Parallel()
	size, least := 3*stripe, 30
	if long {
		size, least = piece, 300
	}
	rng := rand.New(rand.NewPCG(3, 3))
	for _, parts := range partLists() {
		d, err := New(streamRules(parts...))
		if err != nil {
			t.Fatal(err)
		}
		if ids := d.UnanchoredRules(); !slices.Equal(ids, []string{"unanchored"}) {
			t.Fatalf("rules without an anchor are %q", ids)
		}
		s := d.NewScanner()
		total := 0
		for _, n := range []int{0, 1, 1000, size, size + 1, 3*size + 12345} {
			data := streamText(rng, n)
			want := s.Finish(data, s.Raw(data, content.Text))
			total += len(want)
			for name, r := range map[string]io.Reader{
				"whole":  bytes.NewReader(data),
				"halves": iotest.HalfReader(bytes.NewReader(data)),
			} {
				var got []Match
				for m, err := range s.stream(context.Background(), r, size, false, 0) {
					if err != nil {
						t.Fatal(err)
					}
					got = append(got, m)
				}
				if !slices.EqualFunc(got, want, sameText) {
					t.Fatalf("parts %v, %d bytes, %s:\n got %s\nwant %s", parts, n, name, show(got), show(want))
				}
			}
		}
		if total < least {
			t.Errorf("only %d matches: the test says little", total)
		}
	}
}

// partLists are parts of every kind for streamRules.
func partLists() [][]rules.Part {
	return [][]rules.Part{
		nil,
		{{ID: "wide", WithinLines: 40, Required: true}},
		{{ID: "lead", WithinLines: 2}, {ID: "wide", WithinLines: 1}},
		{{ID: "lead", Required: true}, {ID: "wide", WithinLines: 1, WithinColumns: 9}},
	}
}

func sameText(a, b Match) bool {
	return byOffset(a, b) == 0 && a.Allowed == b.Allowed && a.Entropy == b.Entropy && a.Text == b.Text &&
		a.Secret == b.Secret && a.Span == b.Span && slices.Equal(a.Parts, b.Parts)
}

func show(matches []Match) string {
	var b strings.Builder
	for _, m := range matches {
		fmt.Fprintf(&b, "%s %d-%d %d:%d %q %d parts\n", m.Rule.ID, m.Start, m.End, m.Span.StartLine, m.Span.StartColumn, m.Allowed, len(m.Parts))
	}
	return b.String()
}

// TestStreamInSmallPieces cuts near everything that rules look at.
func TestStreamInSmallPieces(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for _, parts := range partLists() {
		cfg := streamRules(parts...)
		cfg.Rules = cfg.Rules[:3] // their reach is short, so pieces can be
		d, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		s := d.NewScanner()
		for round := range rounds(3) {
			data := streamText(rng, 60<<10)
			want := s.Finish(data, s.Raw(data, content.Text))
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
}

func TestStreamReturnsErrors(t *testing.T) {
	d, err := New(streamRules())
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	last := func(ctx context.Context, r io.Reader) (last error) {
		for _, err := range d.NewScanner().Stream(ctx, r, false, 0) {
			last = err
		}
		return last
	}
	if err := last(context.Background(), io.MultiReader(strings.NewReader("text"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("a broken reader gives %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := last(ctx, strings.NewReader("text")); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context gives %v", err)
	}
	if _, err := d.NewScanner().RawContext(ctx, []byte("text"), content.Text); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context gives %v from RawContext", err)
	}
}
