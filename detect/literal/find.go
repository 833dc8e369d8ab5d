package literal

import (
	"encoding/binary"
	"math/bits"
)

// A Hit is a literal found.
type Hit struct {
	At int   // offset of its first byte
	ID int32 // index of the literal
}

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
	for ; i+20 <= end; i += 16 {
		d := data[i : i+20 : i+20]
		a := binary.LittleEndian.Uint64(d)
		b := binary.LittleEndian.Uint64(d[6:])
		c := binary.LittleEndian.Uint64(d[12:])
		passed := s.passes(uint32(a)) | s.passes(uint32(a>>16))<<1 | s.passes(uint32(a>>32))<<2 |
			s.passes(uint32(b))<<3 | s.passes(uint32(b>>16))<<4 | s.passes(uint32(b>>32))<<5 |
			s.passes(uint32(c))<<6 | s.passes(uint32(c>>16))<<7
		for ; passed != 0; passed &= passed - 1 {
			hits = s.verify(hits, data, i+2*bits.TrailingZeros32(passed), from, to)
		}
	}
	for ; i < end; i += 2 {
		hits = s.verify(hits, data, i, from, to)
	}
	return hits
}

// passes is 1 if a literal may have the gram, or be a pair in its first three
// bytes, and else 0.
func (s *Set) passes(gram uint32) uint32 {
	return s.filter.has(gram) | s.pairs.has(gram&0xffff) | s.pairs.has(gram>>8&0xffff)
}

// verify appends the literals that begin in data[from:to] and have the gram at
// offset i of data, or are a pair there or a byte behind.
func (s *Set) verify(hits []Hit, data []byte, i, from, to int) []Hit {
	var gram uint32 // zeros stand behind the end of the data
	for k, b := range data[i:min(i+4, len(data))] {
		gram |= uint32(b) << (8 * k)
	}
	if s.filter.has(gram) != 0 {
		for t, key := range [...]uint32{gram, gram >> 8} {
			table := &s.here
			if t == 1 {
				table = &s.behind
			}
			entries := table.look(key)
			for k := range entries {
				e := &entries[k]
				if gram|e.mask != e.gram || !e.probe.holds(data, i) {
					continue
				}
				if at := i - int(e.offset); at >= from && at < to && s.stands(data, at, e.id) {
					hits = append(hits, Hit{at, e.id})
				}
			}
		}
	}
	for at := i; at < i+2; at++ {
		if s.pairs.has(gram&0xffff) != 0 && at >= from && at < to {
			for _, id := range s.byFirst[byte(gram)] {
				if s.stands(data, at, id) {
					hits = append(hits, Hit{at, id})
				}
			}
		}
		gram >>= 8
	}
	return hits
}
