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
type recall struct{ entries []judgement }

const (
	recallBits = 12
	// maxSeen is how many bytes may have decided at most, so that the entries stay
	// small: nearly all that is judged is below it.
	maxSeen = 1 << 10
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

// slot returns the entry for a hit, which holds a judgement of it or of another.
func (r *recall) slot(data []byte, anchor int32, at int) *judgement {
	if r.entries == nil {
		r.entries = make([]judgement, 1<<recallBits)
	}
	var b [24]byte
	copy(b[:8], data[max(0, at-8):at])
	copy(b[8:], data[at:])
	const odd = 0x9e3779b97f4a7c15
	h := (binary.LittleEndian.Uint64(b[:]) ^ uint64(anchor)) * odd
	h = (bits.RotateLeft64(h, 23) ^ binary.LittleEndian.Uint64(b[8:])) * odd
	h = (bits.RotateLeft64(h, 23) ^ binary.LittleEndian.Uint64(b[16:])) * odd
	return &r.entries[h>>(64-recallBits)]
}

// knows reports whether the judgement is that of a hit in some data.
func (j *judgement) knows(data []byte, anchor int32, at int) bool {
	from := at - int(j.before)
	to := from + len(j.seen)
	return j.seen != nil && j.anchor == anchor && from >= 0 && to <= len(data) &&
		(!j.first || from == 0) && (!j.last || to == len(data)) && string(data[from:to]) == string(j.seen)
}

// set remembers what came of a hit. seen is the part of the data that decided, and
// may begin before the data and end behind it.
func (j *judgement) set(data []byte, seen pattern.Span, f found) {
	from, to := max(0, seen.Start), min(len(data), seen.End)
	if seen.Len() == 0 || from > f.at || to < f.at || to-from > maxSeen {
		return
	}
	j.anchor, j.before, j.result = f.anchor, int32(f.at-from), f
	j.first, j.last = seen.Start < 0, seen.End > len(data)
	j.seen = append(j.seen[:0], data[from:to]...)
	if j.seen == nil {
		j.seen = []byte{}
	}
}
