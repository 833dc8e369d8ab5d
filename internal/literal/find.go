package literal

import (
	"encoding/binary"
	"math/bits"

	"github.com/sluicesec/sluice/internal/prebuilt"
)

// A Hit is a literal found. Hits are ordered by At, then by ID. A scan keeps
// millions of them, so that they are small.
type Hit uint64

// idBits leaves 40 bits to offsets, a terabyte.
const idBits = 24

// At is the offset of the literal's first byte.
func (h Hit) At() int { return int(h >> idBits) }

// ID is the index of the literal.
func (h Hit) ID() int { return int(h & (1<<idBits - 1)) }

// Shift is the hit so many bytes later.
func (h Hit) Shift(by int) Hit { return h + Hit(by)<<idBits }

// hitAt is a hit at an offset.
func hitAt(at int, id int32) Hit { return Hit(at)<<idBits | Hit(id) }

// Append appends to hits those literals of the set that begin in
// data[from:to]; a literal may end behind to. Each is given once, the order
// is not that of At. It allocates nothing but what hits needs to grow.
func (s *Set) Append(hits []Hit, data []byte, from, to int) []Hit {
	if from >= to {
		return hits
	}
	// Grams begin between a byte before their literal and reach bytes behind
	// its start. Only even offsets are looked at.
	i := max(from-1, 0) &^ 1
	end := min(to+s.reach, len(data))
	f, p := s.filter, s.pairs
	for ; i < end && i+20 <= len(data); i += 16 {
		d := data[i : i+20 : i+20]
		a := binary.LittleEndian.Uint64(d)
		b := binary.LittleEndian.Uint64(d[6:])
		c := binary.LittleEndian.Uint64(d[12:])
		grams := f.has(uint32(a)) | f.has(uint32(a>>16))<<1 | f.has(uint32(a>>32))<<2 |
			f.has(uint32(b))<<3 | f.has(uint32(b>>16))<<4 | f.has(uint32(b>>32))<<5 |
			f.has(uint32(c))<<6 | f.has(uint32(c>>16))<<7
		for ; grams != 0; grams &= grams - 1 {
			k := i + 2*bits.TrailingZeros32(grams)
			hits = s.verify(hits, data, k, binary.LittleEndian.Uint32(data[k:]), from, to)
		}
		if p == nil {
			continue
		}
		pairs := p.two(a) | p.two(a>>16)<<1 | p.two(a>>32)<<2 | p.two(b)<<3 |
			p.two(b>>16)<<4 | p.two(b>>32)<<5 | p.two(c)<<6 | p.two(c>>16)<<7
		for ; pairs != 0; pairs &= pairs - 1 {
			k := i + 2*bits.TrailingZeros32(pairs)
			hits = s.verifyPair(hits, data, k, from, to)
			hits = s.verifyPair(hits, data, k+1, from, to)
		}
	}
	for ; i < end; i += 2 {
		var gram uint32 // zeros are read past the end of the data
		for k, b := range data[i:min(i+4, len(data))] {
			gram |= uint32(b) << (8 * k)
		}
		hits = s.verify(hits, data, i, gram, from, to)
		hits = s.verifyPair(hits, data, i, from, to)
		hits = s.verifyPair(hits, data, i+1, from, to)
	}
	return hits
}

// verify appends the literals that begin in data[from:to] and have the gram
// that is at offset i of data.
func (s *Set) verify(hits []Hit, data []byte, i int, gram uint32, from, to int) []Hit {
	if entries := s.full.look(gram); entries != "" {
		hits = s.compare(hits, entries, data, i, gram, from, to)
	}
	if entries := s.here.look(gram & 0xffffff); len(entries) > 0 {
		hits = s.compare(hits, entries, data, i, gram, from, to)
	}
	if entries := s.behind.look(gram >> 8); len(entries) > 0 {
		hits = s.compare(hits, entries, data, i, gram, from, to)
	}
	return hits
}

func (s *Set) compare(hits []Hit, entries string, data []byte, i int, gram uint32, from, to int) []Hit {
	for ; len(entries) >= entrySize; entries = entries[entrySize:] {
		e := entries[:entrySize]
		if gram|prebuilt.Uint32(e, entryMask) != prebuilt.Uint32(e, entryGram) || !probeHolds(e, data, i) {
			continue
		}
		id := int32(prebuilt.Uint32(e, entryID))
		if at := i - int(int16(prebuilt.Uint16(e, entryOffset))); at >= from && at < to && s.isAt(data, at, id) {
			hits = append(hits, hitAt(at, id))
		}
	}
	return hits
}

// verifyPair appends the literals of two bytes at an offset in
// from..to-1.
func (s *Set) verifyPair(hits []Hit, data []byte, at, from, to int) []Hit {
	if s.pairs == nil || at < from || at >= min(to, len(data)) {
		return hits
	}
	for _, id := range s.pairs.byFirst[data[at]] {
		if s.isAt(data, at, id) {
			hits = append(hits, hitAt(at, id))
		}
	}
	return hits
}
