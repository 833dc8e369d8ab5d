package engine

import (
	"cmp"
	"slices"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/pattern"
)

// A Raw is what the rules say of some bytes by themselves: every hit of a
// literal that a rule confirmed, before anything is judged that needs more than
// the hit's window. It is what an edited version of the bytes can take over, see
// [Scanner.RawEdited]. It does not change.
type Raw struct {
	class  content.Class
	size   int           // of the data; -1 when nothing was found
	judged bool          // some match is not taken over from a base
	hits   []literal.Hit // all literals, by offset; some 4 to 6 in a KB of source code
	dense  bool          // hits is empty: there are too many to keep, or no edited version will be

	// What the hits came to, by offset; see ruleAnchor for near and far.
	near []found // confirmed hits of near anchors
	far  []found // hits of far anchors that are confirmed, or may be so after a change far away

	// Matches of rules without an anchor, and of those of whole files, each as a hit
	// at its beginning. An edited version does not take them over.
	unanchored []found

	// held has a bit for each of the first 64 rules without an anchor: the data may hold a
	// keyword of it.
	held uint64
}

// A found is a hit of an anchor, and the match that belongs to it.
type found struct {
	at        int   // offset of the literal
	anchor    int32 // index in Detector.anchors
	confirmed bool  // it has a match, which no filter dropped
	allowed   int16 // number of the rule's allowlist that allows the match, from 1 on; 0 for none
	match     relative
	secret    relative
	seen      relative // what decided, if that is less than the window; else empty
	scored    *scored  // of a match of a name: what the model has to know of it
}

// equal reports whether two hits say the same. What the model has to know of them need
// not be in the same place of memory.
func (f found) equal(g found) bool {
	same := f.scored == g.scored || f.scored != nil && g.scored != nil && *f.scored == *g.scored
	f.scored, g.scored = nil, nil
	return same && f == g
}

// A relative is a span that is counted from a hit, so that it stays true when
// the hit moves.
type relative struct{ start, end int32 }

func (r relative) from(at int) pattern.Span {
	return pattern.Span{Start: at + int(r.start), End: at + int(r.end)}
}

func relativeTo(at int, s pattern.Span) relative {
	return relative{int32(s.Start - at), int32(s.End - at)}
}

// Len returns the number of matches, those that something allows included.
func (r *Raw) Len() int {
	n := len(r.near) + len(r.unanchored)
	for i := range r.far {
		if r.far[i].confirmed {
			n++
		}
	}
	return n
}

// Inherited reports whether all matches were taken over from the Raw of other
// data, see [Scanner.RawEdited].
func (r *Raw) Inherited() bool { return !r.judged }

// sorted returns a sorted copy of a list, nil for an empty one.
func sorted(list []found) []found {
	if len(list) == 0 {
		return nil
	}
	list = slices.Clone(list)
	if !slices.IsSortedFunc(list, byHit) { // they nearly always are
		slices.SortFunc(list, byHit)
	}
	return list
}

func byHit(a, b found) int {
	if a.at != b.at {
		return cmp.Compare(a.at, b.at)
	}
	return cmp.Or(cmp.Compare(a.anchor, b.anchor), cmp.Compare(a.match.start, b.match.start), cmp.Compare(a.match.end, b.match.end))
}
