package scan

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/source"
)

// evidence is all that the stages know of what was found. It does not change
// while they run.
type evidence struct {
	found   map[source.ID]*found
	places  map[source.ID][]source.Place
	secrets *secrets
	known   secretsByPath // before the change
	proofs  proofs
}

// A sighting is what one text of a blob shows at one of the blob's places.
type sighting struct {
	place  source.Place
	inside *inside           // where in a container the text is; nil for a blob's own text
	hits   []sighted         // those that no stage has removed yet
	folded map[secretAt]bool // where the identifiers are that fold has removed

	identifiers []sighted // the identifiers that fold has removed
	ignored     []sighted // what ignoredLines has removed
}

// A sighted is a hit at the place of a sighting.
type sighted struct {
	*hit

	alsoRules  []string           // other rules that saw the same secret here, sorted; set by resolve
	confidence finding.Confidence // of the rule, until resolve knows that of the match
}

// sightings goes through the texts of all blobs at all their places, in an order
// that depends on nothing else, once. It makes one sighting at a time, because a history
// may have millions of them, and forgets of each blob what only the stages need: the
// findings grow at the same time.
func (e *evidence) sightings() iter.Seq[*sighting] {
	return func(yield func(*sighting) bool) {
		for _, id := range slices.SortedFunc(maps.Keys(e.found), source.ID.Compare) {
			f := e.found[id]
			hits := make([][]hit, len(f.texts))
			for i := range f.texts {
				hits[i] = f.texts[i].placed()
			}
			for _, p := range e.places[id] {
				for i := range f.texts {
					if !yield(newSighting(f.texts[i].inside, hits[i], p)) {
						return
					}
				}
			}
			f.forget()
		}
	}
}

func newSighting(in *inside, hits []hit, p source.Place) *sighting {
	s := &sighting{place: p, inside: in, hits: make([]sighted, len(hits))}
	for i := range hits {
		s.hits[i].hit = &hits[i]
		s.hits[i].confidence = cmp.Or(hits[i].Rule.Confidence, finding.ConfidenceMedium)
	}
	return s
}

// keep removes the hits that keep says no to.
func (s *sighting) keep(keep func(sighted) bool) {
	s.hits = slices.DeleteFunc(s.hits, func(h sighted) bool { return !keep(h) })
}

// of is the place of a hit of the text.
func (s *sighting) of(h *hit) finding.Location {
	l := s.location()
	l.Span = h.Span
	l.Layers = append(l.Layers, h.Layers...)
	if h.kind != finding.KindBlob { // only the hit knows which text of the object it is in
		l.Kind = h.kind
	}
	return l
}

// location is the place of the text. What is known of a hit is left out.
func (s *sighting) location() finding.Location {
	l := finding.Location{Path: s.place.Path, Provenance: s.place.Provenance}
	if s.inside != nil {
		l.Layers = slices.Clone(s.inside.layers) // redaction changes each by itself
	}
	return l
}
