package scan

import (
	"cmp"
	"iter"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
)

// A history has the same secret in many versions of a file, and what distinguishes its hits
// is how far down the file they are. A hit takes half a kilobyte, so these versions share one,
// and each keeps only how far away its own hit is.

// A sharedHit is a hit that several texts have, at one of its places.
type sharedHit struct {
	hit
	uses int // by texts that have not been reported yet
}

// A keptHit is a hit of one text.
type keptHit struct {
	of *sharedHit
	by engine.Shift
}

// placed returns the hit at its own place, as a copy of the one that is kept.
func (k keptHit) placed() hit {
	return hit{k.of.Shifted(k.by), k.of.kind, cmp.Or(k.of.model, &k.of.hit)}
}

// A keptText is a text that is kept to the end of the scan.
type keptText struct {
	textName
	inside *inside
	whole  bool
	hits   []keptHit
}

// placed returns all hits of the text at their own places.
func (t *keptText) placed() []hit {
	hits := make([]hit, len(t.hits))
	for i, k := range t.hits {
		hits[i] = k.placed()
	}
	return hits
}

// anywhere goes through the hits of all texts without saying where they are.
func (f *found) anywhere() iter.Seq[*hit] {
	return func(yield func(*hit) bool) {
		for _, t := range f.texts {
			for _, k := range t.hits {
				if !yield(&k.of.hit) {
					return
				}
			}
		}
	}
}

// forget notes that the hits of a blob have been reported. What only the stages need of them
// is dropped when no other blob has them.
func (f *found) forget() {
	for _, t := range f.texts {
		for _, k := range t.hits {
			if k.of.uses--; k.of.uses == 0 {
				k.of.Forget()
			}
		}
	}
}

// A sharing finds hits that are equal but for a shift.
type sharing map[shareKey][]*sharedHit

// A shareKey is the same for hits that are equal but for a shift, and for few others.
type shareKey struct {
	rule         *rules.Rule
	secret, text string
	quote        engine.Quote
	column, byte int
	kind         finding.Kind
}

// mostAlike is with how many hits of one key a hit is compared: the last ones. More would take
// time that grows with the square of their number.
const mostAlike = 8

// keep makes a text one that is kept.
func (s sharing) keep(t *text) keptText {
	kept := keptText{t.textName, t.inside, t.whole, make([]keptHit, len(t.hits))}
	for i := range t.hits {
		kept.hits[i] = s.share(&t.hits[i])
	}
	return kept
}

func (s sharing) share(h *hit) keptHit {
	key := shareKey{h.Rule, h.Secret, h.Text, h.Quote, h.Span.StartColumn, h.Where.Byte, h.kind}
	alike := s[key]
	for _, of := range alike {
		if by, ok := h.ShiftFrom(&of.Match); ok {
			of.uses++
			return keptHit{of, by}
		}
	}
	if len(alike) == mostAlike {
		copy(alike, alike[1:])
		alike = alike[:mostAlike-1]
	}
	of := &sharedHit{*h, 1}
	s[key] = append(alike, of)
	return keptHit{of: of}
}
