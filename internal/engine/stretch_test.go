package engine

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/pattern"
	"github.com/sluicesec/sluice/internal/pattern/patterntest"
	"github.com/sluicesec/sluice/rules"
)

// A splice is an edit: it puts some bytes in the place of others.
type splice struct {
	at, cut int
	text    []byte
}

// spliced returns base with edits, which are sorted and do not overlap, and the runs that it
// shares with base.
func spliced(base []byte, edits ...splice) (data []byte, copies []Copy) {
	done := 0
	keep := func(to int) {
		if to > done {
			copies = append(copies, Copy{Base: done, At: len(data), Len: to - done})
			data = append(data, base[done:to]...)
		}
	}
	for _, e := range edits {
		keep(e.at)
		data = append(data, e.text...)
		done = e.at + e.cut
	}
	keep(len(base))
	return data, copies
}

// TestRepeatedStretches makes many versions of a text by the same edit, of which something at
// any distance from it is different each time, so that what may decide is at times the same and
// at times not. What is remembered of the edit must change nothing.
func TestRepeatedStretches(t *testing.T) {
	t.Parallel()
	cfg, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	builtin, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	names := func(rng *rand.Rand, size int) []byte {
		var b bytes.Buffer
		for b.Len() < size {
			b.WriteString(nearPieces[rng.IntN(len(nearPieces))])
		}
		return b.Bytes()
	}
	for _, c := range []struct {
		name string
		d    *Detector
		text func(rng *rand.Rand, size int) []byte
	}{
		{"patterns", lawDetector(t, patterntest.Regexes()), patterntest.Text},
		{"names", namesDetector(t), names},
		{"builtin", builtin, names},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, plain := c.d.NewScanner(), c.d.NewScanner()
			rng := rand.New(rand.NewPCG(9, 9))
			repeated := 0
			for range rounds(60) {
				text := c.text(rng, 1200+rng.IntN(2000))
				first := splice{300 + rng.IntN(len(text)-600), rng.IntN(4), c.text(rng, rng.IntN([]int{200, 200, 6000}[rng.IntN(3)]))}
				for range 20 {
					// The second edit is one of the base, or of the version, or the base is shorter.
					base, edits, own := text, []splice{first}, splice{cut: rng.IntN(30), text: c.text(rng, rng.IntN(60))}
					distance := rng.IntN(700)
					own.at = first.at + first.cut + distance
					if rng.IntN(2) == 0 {
						own.at = first.at - distance - own.cut
					}
					switch inside := own.at >= 0 && own.at+own.cut <= len(text); {
					case inside && rng.IntN(3) == 0:
						base, _ = spliced(text, own)
						if own.at < first.at {
							edits[0].at += len(own.text) - own.cut
						}
					case inside && own.at < first.at:
						edits = []splice{own, first}
					case inside:
						edits = append(edits, own)
					case own.at < 0:
						n := rng.IntN(first.at)
						if reach := c.d.reachBefore + c.d.reachAfter - 1; rng.IntN(2) == 0 { // the key begins where the data does
							n = first.at - reach
						}
						base, edits[0].at = text[n:], first.at-n
					default:
						base = text[:first.at+first.cut+rng.IntN(len(text)-first.at-first.cut)]
					}
					baseRaw := s.Raw(base, content.Text)
					data, copies := spliced(base, edits...)
					repeated += s.knownIn(data, baseRaw, copies)
					want := plain.Raw(data, content.Text)
					if rng.IntN(2) == 0 {
						checkFound(t, data, s.RawLast(data, content.Text, baseRaw, copies), want)
						continue
					}
					got := s.RawEdited(data, content.Text, baseRaw, copies)
					checkFound(t, data, got, want)
					if !slices.Equal(got.hits, want.hits) {
						t.Fatalf("%q: other literals", data)
					}
					// Hits that have no match yet must have been kept for the next version.
					for range 3 {
						at := min(max(0, edits[0].at+rng.IntN(1000)-500), len(data))
						next, more := spliced(data, splice{at, 0, c.text(rng, 1+rng.IntN(40))})
						checkFound(t, next, plain.RawEdited(next, content.Text, got, more), plain.Raw(next, content.Text))
					}
				}
			}
			if repeated < rounds(60)*3 {
				t.Errorf("only %d stretches were known: the test says little", repeated)
			}
		})
	}
}

func checkFound(t *testing.T, data []byte, got, want *Raw) {
	t.Helper()
	equal := func(a, b []found) bool { return slices.EqualFunc(a, b, found.equal) }
	if !equal(got.near, want.near) || !equal(confirmed(got.far), confirmed(want.far)) {
		t.Fatalf("%q\n got %v %v\nwant %v %v", data, got.near, confirmed(got.far), want.near, confirmed(want.far))
	}
}

// knownIn returns how many parts of an edited version begin with a stretch that is known.
func (s *Scanner) knownIn(data []byte, base *Raw, copies []Copy) (n int) {
	done := 0
	for _, run := range copies {
		kept := run.within(base, len(data), s.d.reachBefore, s.d.reachAfter)
		if kept.Len() <= 0 {
			continue
		}
		if kept.Start > done {
			key, _ := s.keyOf(data, content.Text, pattern.Span{Start: done, End: stretchEnd(data, done, kept.Start)})
			if s.stretches.find(&key) != nil {
				n++
			}
		}
		done = kept.End
	}
	return n
}

// TestStretchKnowsWhatIsBeforeIt: the same stretch below another beginning of a match is
// another.
func TestStretchKnowsWhatIsBeforeIt(t *testing.T) {
	t.Parallel()
	d := lawDetector(t, []string{`[a-b][c-f]{60}=tok[0-9]`, `far=[a-z]{3}[a-z ]{0,300}end[0-9]`})
	s := d.NewScanner()
	tail := strings.Repeat("cdef", 15) + "=tok7" + strings.Repeat(" xyz", 28)
	for _, head := range []string{"-a", "-z", "-a"} {
		base := []byte(strings.Repeat("-", 500) + head + tail + strings.Repeat("+", 500))
		data, copies := spliced(base, splice{at: 502 + len(tail), text: []byte("new")})
		got := s.RawEdited(data, content.Text, s.Raw(base, content.Text), copies)
		if want := d.NewScanner().Raw(data, content.Text); got.Len() != want.Len() {
			t.Errorf("behind %q: %d matches, want %d", head, got.Len(), want.Len())
		}
	}
}

// TestKnownStretchKeepsWhatMayMatch: a hit that has no match yet has one in a later version,
// by an edit that is far from it.
func TestKnownStretchKeepsWhatMayMatch(t *testing.T) {
	t.Parallel()
	d := lawDetector(t, []string{`tok=[a-z]{3}[a-z ]{0,300}end[0-9]`})
	s := d.NewScanner()
	base := []byte("tok=abc" + strings.Repeat(" x", 81))
	baseRaw := s.Raw(base, content.Text)
	for range 2 { // the second time, the stretch is known
		data, copies := spliced(base, splice{at: 60, text: []byte("y")})
		raw := s.RawEdited(data, content.Text, baseRaw, copies)
		if raw.Len() != 0 {
			t.Fatalf("%d matches before the end is there", raw.Len())
		}
		next, more := spliced(data, splice{at: len(data), text: []byte(" end7")})
		if got := s.RawEdited(next, content.Text, raw, more); got.Len() != 1 {
			t.Errorf("%d matches, want 1", got.Len())
		}
	}
}
