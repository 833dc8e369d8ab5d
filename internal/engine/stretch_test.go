package engine

import (
	"bytes"
	"math/rand/v2"
	"slices"
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

// TestRepeatedStretches makes many versions of a text by the same edit and another one, at
// every distance from it, so that the bytes around the first are the same while others, which
// may decide, are not. What is remembered of it must change nothing.
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
				base := c.text(rng, 1200+rng.IntN(2000))
				baseRaw := s.Raw(base, content.Text)
				at := 300 + rng.IntN(len(base)-600)
				first := splice{at, rng.IntN(4), c.text(rng, rng.IntN(200))}
				for range 12 {
					edits := []splice{first}
					far := splice{cut: rng.IntN(30), text: c.text(rng, rng.IntN(60))}
					if distance := rng.IntN(900); rng.IntN(2) == 0 {
						if far.at = first.at + first.cut + distance; far.at+far.cut <= len(base) {
							edits = append(edits, far)
						}
					} else if far.at = first.at - distance - far.cut; far.at >= 0 {
						edits = []splice{far, first}
					}
					data, copies := spliced(base, edits...)
					repeated += s.knownIn(data, baseRaw, copies)
					want := plain.Raw(data, content.Text)
					var got *Raw
					if rng.IntN(2) == 0 {
						got = s.RawLast(data, content.Text, baseRaw, copies)
					} else {
						got = s.RawEdited(data, content.Text, baseRaw, copies)
						// Hits that have no match yet must have been kept for the next version.
						next, more := spliced(data, splice{rng.IntN(len(data)), 0, c.text(rng, 1+rng.IntN(40))})
						checkFound(t, next, s.RawEdited(next, content.Text, got, more), plain.Raw(next, content.Text))
						if !slices.Equal(got.hits, want.hits) {
							t.Fatalf("%q: other literals", data)
						}
					}
					checkFound(t, data, got, want)
				}
			}
			if repeated < rounds(60)*4 {
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

// knownIn returns how many stretches of an edited version are known.
func (s *Scanner) knownIn(data []byte, base *Raw, copies []Copy) (n int) {
	done := 0
	for _, run := range copies {
		kept := run.within(base, len(data), s.d.reachBefore, s.d.reachAfter)
		if kept.Len() <= 0 {
			continue
		}
		if kept.Start > done {
			key, _ := s.keyOf(data, content.Text, pattern.Span{Start: done, End: kept.Start})
			if s.stretches.find(&key) != nil {
				n++
			}
		}
		done = kept.End
	}
	return n
}
