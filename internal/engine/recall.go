package engine

import (
	"encoding/binary"
	"math/bits"

	"github.com/sluicesec/sluice/internal/pattern"
)

// A recall remembers how names were judged. In a history the same line comes again
// in many versions of a file, near edits, where nothing is inherited; to compare the
// bytes that decided takes a tenth of the time of judging them again.
//
// It is a cache without chains: a new judgement takes the place of the one that was
// there. What it gives is what judging gives, so its size changes no result.
type recall struct {
	entries []judgement // 2^bits of them
	bits    int
	sets    int // how often one was set
}

const (
	// There are few entries at first: a few files have few names, and would touch a new
	// page of memory with nearly each.
	fewBits    = 7
	recallBits = 12
	// maxSeen is how many bytes may have decided at most, so that the entries stay
	// small: nearly all that is judged is below it.
	maxSeen = 1 << 10
	// nearSeen is how many bytes decide of a name that turns out to have no value.
	nearSeen = 256
)

// A judgement is what came of one name, and the bytes that decided.
type judgement struct {
	anchor int32
	before int32  // how many bytes of seen are before the hit
	seen   []byte // nil in an entry that is not used yet
	first  bool   // the data begins with these bytes, and was to be seen further
	last   bool   // it ends with them, likewise
	result found
}

// knows returns the judgement of a hit in some data, nil if it is not remembered.
func (r *recall) knows(data []byte, anchor int32, at int) *judgement {
	if r.entries == nil {
		return nil
	}
	if j := r.near(data, anchor, at); j.knows(data, anchor, at) {
		return j
	}
	if j := r.wide(data, anchor, at); j.knows(data, anchor, at) {
		return j
	}
	return nil
}

// set remembers what came of a hit. seen is the part of the data that decided, and
// may begin before the data and end behind it.
func (r *recall) set(data []byte, seen pattern.Span, f found) {
	from, to := max(0, seen.Start), min(len(data), seen.End)
	if seen.Len() == 0 || from > f.at || to < f.at || to-from > maxSeen {
		return
	}
	switch r.sets++; r.sets {
	case 1:
		r.resize(fewBits)
	case 1 << fewBits:
		r.resize(recallBits)
	}
	slot := r.near
	if seen.Len() > nearSeen {
		slot = r.wide
	}
	slot(data, f.anchor, f.at).set(data, seen, f)
}

// resize makes room for 2^bits entries, and forgets all.
func (r *recall) resize(bits int) { r.entries, r.bits = make([]judgement, 1<<bits), bits }

// near returns the entry for a hit of which few bytes decide.
func (r *recall) near(data []byte, anchor int32, at int) *judgement {
	return r.slot(anchor, word(data, at-8), word(data, at), word(data, at+8))
}

// wide returns the entry for a hit of which many bytes decide. The same line often
// stands in one file several times, below other lines.
func (r *recall) wide(data []byte, anchor int32, at int) *judgement {
	return r.slot(anchor, word(data, at-128), word(data, at-64), word(data, at-8), word(data, at), word(data, at+8), word(data, at+64))
}

func (r *recall) slot(anchor int32, words ...uint64) *judgement {
	h := uint64(anchor)
	for _, w := range words {
		h = (bits.RotateLeft64(h, 23) ^ w) * 0x9e3779b97f4a7c15
	}
	return &r.entries[h>>(64-r.bits)]
}

// word returns the eight bytes at an offset, 0 if some are outside of the data.
func word(data []byte, at int) uint64 {
	if at < 0 || at+8 > len(data) {
		return 0
	}
	return binary.LittleEndian.Uint64(data[at:])
}

// knows reports whether the judgement is that of a hit in some data.
func (j *judgement) knows(data []byte, anchor int32, at int) bool {
	from := at - int(j.before)
	to := from + len(j.seen)
	return j.seen != nil && j.anchor == anchor && from >= 0 && to <= len(data) &&
		(!j.first || from == 0) && (!j.last || to == len(data)) && string(data[from:to]) == string(j.seen)
}

// set makes it the judgement of a hit of which a part of the data decided.
func (j *judgement) set(data []byte, seen pattern.Span, f found) {
	from, to := max(0, seen.Start), min(len(data), seen.End)
	j.anchor, j.before, j.result = f.anchor, int32(f.at-from), f
	j.first, j.last = seen.Start < 0, seen.End > len(data)
	j.seen = append(j.seen[:0], data[from:to]...)
	if j.seen == nil {
		j.seen = []byte{}
	}
}
