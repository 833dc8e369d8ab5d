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

// Renumber is the hit of a literal whose index is so much higher.
func (h Hit) Renumber(by int) Hit { return h + Hit(by) }

// hitAt is a hit at an offset.
func hitAt(at int, id int32) Hit { return Hit(at)<<idBits | Hit(id) }

// steps is how many steps the filter is asked for at once. A byte of each is cleared at every
// call, and many calls are for a hundred bytes.
const steps = 32

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
	var masks [steps]uint8
	for i < end && i+stepSize+ahead <= len(data) {
		n := min(steps, (end-i+stepSize-1)/stepSize, (len(data)-i-ahead)/stepSize)
		s.filter.mask(masks[:n], data[i:])
		clear(masks[n:])
		for k := 0; k < n; k += 8 {
			if grams := binary.LittleEndian.Uint64(masks[k:]); grams != 0 {
				hits = s.verify(hits, data, i+stepSize*k, grams, from, to)
			}
		}
		i += stepSize * n
	}
	for ; i < end; i += 2 {
		var gram uint32 // zeros are read past the end of the data
		for k, b := range data[i:min(i+4, len(data))] {
			gram |= uint32(b) << (8 * k)
		}
		if s.filter.has(gram) != 0 {
			hits = s.compare(hits, s.full.look(gram), data, i, from, to)
			hits = s.compare(hits, s.here.look(gram&0xffffff), data, i, from, to)
			hits = s.compare(hits, s.behind.look(gram>>8), data, i+1, from, to)
		}
	}
	return s.appendPairs(hits, data, from, to)
}

// verify appends the literals that begin in data[from:to] and have one of the grams
// that the filter has let pass: a bit for each even offset from i on.
func (s *Set) verify(hits []Hit, data []byte, i int, grams uint64, from, to int) []Hit {
	var full, here, behind uint64 // likewise, by table: those with bytes beside them that a literal allows
	if i == 0 && grams&1 != 0 {   // there is nothing before it
		full, here, behind = 1, 1, 1
		grams &^= 1
	}
	for ; grams != 0; grams &= grams - 1 {
		bit := bits.TrailingZeros64(grams) & 63
		d := binary.LittleEndian.Uint64(data[i+2*bit-2:]) // from two bytes before the gram to two behind it
		p := s.full.place(uint32(d >> 16))
		full |= allows(p.near(), p.far(), d>>8, d>>48, d, d>>56) << bit
		p = s.here.place(uint32(d>>16) & 0xffffff)
		here |= allows(p.near(), p.far(), d>>8, d>>40, d, d>>48) << bit
		p = s.behind.place(uint32(d>>24) & 0xffffff)
		behind |= allows(p.near(), p.far(), d>>16, d>>48, d>>8, d>>56) << bit
	}
	for ; full != 0; full &= full - 1 {
		at := i + 2*bits.TrailingZeros64(full)
		hits = s.compare(hits, s.full.look(binary.LittleEndian.Uint32(data[at:])), data, at, from, to)
	}
	for ; here != 0; here &= here - 1 {
		at := i + 2*bits.TrailingZeros64(here)
		hits = s.compare(hits, s.here.look(binary.LittleEndian.Uint32(data[at:])&0xffffff), data, at, from, to)
	}
	for ; behind != 0; behind &= behind - 1 {
		at := i + 2*bits.TrailingZeros64(behind) + 1
		hits = s.compare(hits, s.behind.look(binary.LittleEndian.Uint32(data[at:])&0xffffff), data, at, from, to)
	}
	return hits
}

// compare appends those literals of the entries of a place that begin in data[from:to], if
// the key is at offset i of data.
func (s *Set) compare(hits []Hit, entries string, data []byte, i, from, to int) []Hit {
	for len(entries) >= entrySize {
		e := entries[:entrySize]
		if at := i - int(prebuilt.Uint16(e, entryOffset)); at >= from && at < to && s.holds(e, data, at) {
			hits = append(hits, hitAt(at, int32(prebuilt.Uint32(e, entryID))))
		}
		if prebuilt.Uint16(e, entryLast) != 0 {
			break
		}
		entries = entries[entrySize:]
	}
	return hits
}

// holds reports whether the literal of an entry is at an offset of data.
func (s *Set) holds(e string, data []byte, at int) bool {
	if at+headSize < len(data) {
		if binary.LittleEndian.Uint64(data[at:])|prebuilt.Uint64(e, entryMask) != prebuilt.Uint64(e, entryText) {
			return false
		}
		if n := int(prebuilt.Uint16(e, entryLen)); n > 0 {
			before, after := s.texts.set(uint32(prebuilt.Uint16(e, entryBefore))), s.texts.set(uint32(prebuilt.Uint16(e, entryAfter)))
			return (before == nil || at == 0 || before.Has(data[at-1])) && (after == nil || after.Has(data[at+n]))
		}
	}
	return s.isAt(data, at, int32(prebuilt.Uint32(e, entryID)))
}
