package engine

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/literal"
	"github.com/sluicesec/sluice/internal/pattern"
)

// A stretch is a part of an edited version that has an edit within reach of all its bytes, or
// a piece of a long one. In a pack, many versions of a file are made from the same base, and
// versions that follow each other make the same edits to it. So more than half of the bytes
// that are new in a version are as in one shortly before, with the same bytes around them.
// What came of the hits in a stretch is remembered.
//
// It is fixed by the bytes of the stretch and those within reach around it, with one
// exception: what lies further away may decide about a hit of a far anchor. Such a hit is
// remembered as one to look at again.

// A long part is cut where its own bytes say so, behind some line, so that what is the same in
// two versions is cut in the same places.
const (
	leastStretch = 512     // bytes of a stretch that is cut off a longer one
	mostStretch  = 4 << 10 // bytes of any
)

// stretchEnd returns where the stretch ends that begins at an offset, in a part of the data
// that ends at another.
func stretchEnd(data []byte, at, end int) int {
	if end-at < 2*leastStretch {
		return end
	}
	most := min(end, at+mostStretch)
	for to := at + leastStretch; to < most; {
		n := bytes.IndexByte(data[to:most], '\n')
		if n < 0 {
			break
		}
		to += n + 1
		if h := binary.LittleEndian.Uint64(data[to-9:]) * 0x9e3779b97f4a7c15; h>>62 == 0 { // one line in four
			return to
		}
	}
	return most
}

// A stretchKey identifies a stretch and the bytes within reach around it. A second stretch
// has the same key by chance once in 2^64 comparisons, and nobody can make one: nobody knows
// the seed of the hash.
type stretchKey struct {
	hash          uint64 // of the stretch and of the bytes around it
	size          int32  // of the stretch, in bytes
	before, after int32  // bytes around it that were hashed
	class         int16  // a content.Class
	first, last   bool   // the data begins with these bytes; it ends with them
}

// A knownStretch is what came of the hits in a stretch.
type knownStretch struct {
	key   stretchKey
	first uint64   // number of its first hit, see stretches
	hits  int32    // the number of its hits
	rest  *outcome // nil for none
}

// An outcome is what came of the hits of anchors, with offsets in the stretch.
type outcome struct {
	near  []found
	far   []found // of hits that nothing outside of the key can change
	again []again // hits that have to be looked at again
}

// An again is a hit of an anchor that has to be looked at again.
type again struct {
	at     int
	anchor int32
}

// shift moves all places by some bytes.
func (o *outcome) shift(by int) {
	for i := range o.near {
		o.near[i].at += by
	}
	for i := range o.far {
		o.far[i].at += by
	}
	for i := range o.again {
		o.again[i].at += by
	}
}

// stretches are the last stretches that were judged. It is a cache without chains: a new
// stretch takes the place of the one that was there. Its size changes no result, and much
// larger ones know hardly more: what repeats does so soon.
type stretches struct {
	table []knownStretch
	hits  []literal.Hit // the last ones, with offsets in their stretches: hit n is at n modulo the size
	next  uint64        // number of the next hit
}

const (
	knownStretches = 1 << 12
	knownHits      = 1 << 15
	mostHits       = knownHits / 8 // of one stretch
)

// slot returns where a stretch is, if it is known.
func (c *stretches) slot(k *stretchKey) *knownStretch {
	if c.table == nil {
		c.table, c.hits, c.next = make([]knownStretch, knownStretches), make([]literal.Hit, knownHits), knownHits
	}
	return &c.table[k.hash%knownStretches]
}

// find returns what is known of a stretch, nil for nothing.
func (c *stretches) find(k *stretchKey) *knownStretch {
	if e := c.slot(k); e.key == *k && e.first+knownHits >= c.next {
		return e
	}
	return nil
}

// set remembers what came of a stretch that begins at an offset of some data.
func (c *stretches) set(k *stretchKey, start int, hits []literal.Hit, o *outcome) {
	if len(hits) > mostHits {
		return
	}
	e := c.slot(k)
	*e = knownStretch{key: *k, first: c.next, hits: int32(len(hits))}
	for _, h := range hits {
		c.hits[c.next%knownHits] = h.Shift(-start)
		c.next++
	}
	if len(o.near)+len(o.far)+len(o.again) > 0 {
		e.rest = &outcome{append([]found(nil), o.near...), append([]found(nil), o.far...), append([]again(nil), o.again...)}
		e.rest.shift(-start)
	}
}

// keyOf returns the key of a stretch of some data, and which bytes are part of it.
func (s *Scanner) keyOf(data []byte, c content.Class, at pattern.Span) (stretchKey, pattern.Span) {
	around := pattern.Span{Start: max(0, at.Start-s.d.reachBefore), End: min(len(data), at.End+s.d.reachAfter)}
	return stretchKey{
		hash:   maphash.Bytes(s.d.seeds[0], data[around.Start:around.End]),
		size:   int32(at.Len()),
		before: int32(at.Start - around.Start), after: int32(around.End - at.End),
		first: around.Start == 0, last: around.End == len(data),
		class: int16(c),
	}, around
}

// take takes over what came of a stretch that begins at an offset of the data.
func (s *Scanner) take(data []byte, c content.Class, k *knownStretch, start int) {
	for n := k.first; n < k.first+uint64(k.hits); n++ {
		s.hits = append(s.hits, s.stretches.hits[n%knownHits].Shift(start))
	}
	if k.rest == nil {
		return
	}
	for _, f := range k.rest.near {
		f.at += start
		s.near = append(s.near, f)
		s.judged = true
	}
	for _, f := range k.rest.far {
		f.at += start
		if f.confirmed {
			s.far = append(s.far, f)
			s.judged = true
		} else {
			s.open(f)
		}
	}
	for _, h := range k.rest.again {
		s.lookAt(data, c, h.anchor, h.at+start)
	}
}

// A note says what came of the hits in a stretch while it is judged.
type note struct {
	outcome
	on     bool
	around pattern.Span // the bytes of the key
}

// begin makes it that of a stretch.
func (n *note) begin(around pattern.Span) {
	n.on, n.around = true, around
	n.far, n.again = n.far[:0], n.again[:0]
}

// noteFar notes what came of a hit of a far anchor in data of some size. Where what was
// seen of it decided that it has no match, and lies within reach, nothing comes of it.
func (s *Scanner) noteFar(f found, size int) {
	if !s.note.on {
		return
	}
	a := s.d.anchor(f.anchor)
	switch {
	case !f.confirmed && a.decidedNear(f):
	case s.note.around.Covers(a.seen(f, size)):
		s.note.far = append(s.note.far, f)
	default:
		s.noteAgain(f.anchor, f.at)
	}
}

// noteAgain notes that a hit has to be looked at again.
func (s *Scanner) noteAgain(anchor int32, at int) {
	if s.note.on {
		s.note.again = append(s.note.again, again{at, anchor})
	}
}
