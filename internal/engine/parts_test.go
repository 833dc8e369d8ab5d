package engine

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/lines"
	"github.com/sluicesec/sluice/rules"
)

// partRules have parts of every kind. The id is also in some of the secrets.
func partRules() *rules.Config {
	id := ruleOf("id", `id([a-c]{2})`)
	id.Identifier = true
	name := ruleOf("name", `(?:^|-)name=([a-c]+)`)
	name.SkipReport = true
	secret := func(id string, parts ...rules.Part) rules.Rule {
		r := ruleOf(id, id+`=([a-ci d]{3,9})`)
		r.Parts = parts
		return r
	}
	return &rules.Config{Rules: []rules.Rule{
		id, name,
		secret("may", rules.Part{ID: "id", WithinLines: 2}, rules.Part{ID: "name", WithinLines: 1}),
		secret("must", rules.Part{ID: "id", WithinLines: 1, Required: true}, rules.Part{ID: "may", WithinLines: 9}),
		secret("far", rules.Part{ID: "name", Required: true, WithinColumns: 4}),
		secret("all", rules.Part{ID: "must", Required: true}),
	}}
}

func partDetector(t *testing.T) *Detector {
	t.Helper()
	return detectorOf(t, partRules())
}

// nearPartDetector has no parts that may stand anywhere.
func nearPartDetector(t *testing.T) *Detector {
	t.Helper()
	cfg := partRules()
	cfg.Rules = cfg.Rules[:4]
	return detectorOf(t, cfg)
}

func detectorOf(t *testing.T, cfg *rules.Config) *Detector {
	t.Helper()
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func partText(rng *rand.Rand, n int) []byte {
	pieces := []string{"idab", "-idcc", "name=ab", "-name=ab", "may=abidcc", "must=abc", "far=abc", "all=cba", "id", "must=", "ab", "c",
		"\n", "\n", "\n", "é", " ", " ", strings.Repeat(" ", 900), " # sluice:allow\n"}
	var b []byte
	for len(b) < n {
		b = append(b, pieces[rng.IntN(len(pieces))]...)
	}
	return b[:n]
}

// plainParts gives the parts of m by the plain reading of rules.Part, and
// whether none is missing that is required.
func plainParts(data []byte, m Match, all []Match) (parts []string, complete bool) {
	line := func(offset int) int { return bytes.Count(data[:offset], []byte("\n")) }
	column := func(offset int) int {
		return len([]rune(string(data[bytes.LastIndexByte(data[:offset], '\n')+1 : offset])))
	}
	complete = true
	for _, p := range m.Rule.Parts {
		best, found := []int{}, ""
		for _, c := range all {
			lines := max(line(c.Start)-line(m.End), line(m.Start)-line(c.End), 0)
			columns := column(c.Start) - column(m.Start)
			switch {
			case c.Rule.ID != p.ID, c.Allowed != "", c.secretSpan().Overlaps(m.secretSpan()):
			case p.WithinLines > 0 && (lines > p.WithinLines || c.Start < m.Start-1024*p.WithinLines || c.Start > m.End+1024*p.WithinLines):
			case p.WithinColumns > 0 && max(columns, -columns) > p.WithinColumns:
			default:
				behind := 0
				if c.Start > m.Start {
					behind = 1
				}
				rank := []int{lines, behind, max(c.Start-m.End, m.Start-c.End, 0), c.Start, c.End}
				if found == "" || slices.Compare(rank, best) < 0 {
					best = rank
					found = fmt.Sprintf("%s %d-%d %q at %d:%d", c.Rule.ID, c.SecretStart, c.SecretEnd, data[c.SecretStart:c.SecretEnd],
						line(c.SecretStart)+1, column(c.SecretStart)+1)
				}
			}
		}
		if found != "" {
			parts = append(parts, found)
		}
		complete = complete && (found != "" || !p.Required)
	}
	return parts, complete
}

func showParts(m Match, parts []string) string {
	return fmt.Sprintf("%s %d-%d with %s", m.Rule.ID, m.Start, m.End, strings.Join(parts, ", "))
}

func withParts(matches []Match) []string {
	var got []string
	for _, m := range matches {
		var parts []string
		for _, p := range m.Parts {
			parts = append(parts, fmt.Sprintf("%s %d-%d %q at %d:%d", p.Rule.ID, p.Start, p.End, p.Secret, p.Span.StartLine, p.Span.StartColumn))
		}
		got = append(got, showParts(m, parts))
	}
	return got
}

// TestPartsAreWhatTheDefinitionSays compares with a plain search of all
// matches for each part.
func TestPartsAreWhatTheDefinitionSays(t *testing.T) {
	d := partDetector(t)
	s := d.NewScanner()
	rng := rand.New(rand.NewPCG(1, 8))
	withSome, without := 0, 0
	for range rounds(200) {
		data := partText(rng, rng.IntN(4000))
		raw := s.Raw(data, content.Text)
		all := d.NewScanner().matches(data, lines.Position{}, raw)
		var want []string
		for _, m := range all {
			parts, complete := plainParts(data, m, all)
			if complete {
				want = append(want, showParts(m, parts))
			} else {
				without++
			}
			withSome += len(parts)
		}
		if got := withParts(s.Finish(data, raw)); !slices.Equal(got, want) {
			t.Fatalf("%q\n got %q\nwant %q", data, got, want)
		}
	}
	if withSome < rounds(300) || without < rounds(100) {
		t.Errorf("%d parts, %d matches without one: the test says little", withSome, without)
	}
}

// TestEditedGivesTheSameParts holds though an edit brings and takes away parts
// of matches that it does not touch.
func TestEditedGivesTheSameParts(t *testing.T) {
	d := partDetector(t)
	s := d.NewScanner()
	rng := rand.New(rand.NewPCG(2, 8))
	parts := 0
	for range rounds(100) {
		base := partText(rng, rng.IntN(3000))
		raw := s.Raw(base, content.Text)
		for range 3 {
			data, copies := edit(rng, base)
			want := withParts(s.Finish(data, s.Raw(data, content.Text)))
			raw = s.RawEdited(data, content.Text, raw, copies)
			got := s.Finish(data, raw)
			if !slices.Equal(withParts(got), want) {
				t.Fatalf("%q\n got %q\nwant %q", data, withParts(got), want)
			}
			for _, m := range got {
				parts += len(m.Parts)
			}
			base = data
		}
	}
	if parts < rounds(300) {
		t.Errorf("only %d parts: the test says little", parts)
	}
}

// TestStreamGivesTheSameParts cuts within and around what belongs together.
func TestStreamGivesTheSameParts(t *testing.T) {
	for _, d := range []*Detector{partDetector(t), nearPartDetector(t)} {
		s := d.NewScanner()
		rng := rand.New(rand.NewPCG(3, 8))
		parts := 0
		for range rounds(5) {
			data := partText(rng, 60<<10)
			want := withParts(s.Finish(data, s.Raw(data, content.Text)))
			var got []Match
			for m, err := range s.stream(context.Background(), bytes.NewReader(data), 50+rng.IntN(900), false, 0) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, m)
				parts += len(m.Parts)
			}
			if got := withParts(got); !slices.Equal(got, want) {
				t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
		if parts < rounds(250) {
			t.Errorf("only %d parts: the test says little", parts)
		}
	}
}

// TestStreamKeepsNoMatchesForNearParts reads on and on.
func TestStreamKeepsNoMatchesForNearParts(t *testing.T) {
	d := nearPartDetector(t)
	st := stream{s: d.NewScanner(), r: strings.NewReader(strings.Repeat("idab must=abc\n", 20<<10)), size: 1 << 10, margin: d.margin()}
	settled := 0
	for range 100 {
		if err := st.step(context.Background()); err != nil {
			t.Fatal(err)
		}
		settled += len(st.settled())
	}
	const each = 2 << 10 / 14 // matches in 1 KiB
	if most := (d.margin() + 2*d.partReach + st.size) * each >> 10; len(st.pending) > most+each || settled < 50*each {
		t.Errorf("%d matches settled, %d kept", settled, len(st.pending))
	}
}
