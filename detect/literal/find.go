package literal

import "encoding/binary"

// A Hit is a literal found.
type Hit struct {
	At int   // offset of its first byte
	ID int32 // index of the literal
}

// Append appends to hits those literals of the set that begin in
// data[from:to]; a literal may end behind to. Each is given once, the order
// is not that of At. It allocates nothing but what hits needs to grow.
func (s *Set) Append(hits []Hit, data []byte, from, to int) []Hit {
	if len(s.entries) == 0 || from >= to {
		return hits
	}
	// Grams begin between a byte before their literal and reach bytes behind
	// its start. Only even offsets are looked at.
	i := max(from-1, 0) &^ 1
	end := min(to+s.reach, len(data))
	filter := &s.filter
	for ; i+16+2 <= end; i += 16 {
		d := data[i : i+18 : i+18]
		a := binary.LittleEndian.Uint64(d)
		b := binary.LittleEndian.Uint64(d[6:])
		c := binary.LittleEndian.Uint64(d[10:])
		h0 := hash(uint32(a)&gramMask | gramFold)
		h2 := hash(uint32(a>>16)&gramMask | gramFold)
		h4 := hash(uint32(a>>32)&gramMask | gramFold)
		h6 := hash(uint32(b)&gramMask | gramFold)
		h8 := hash(uint32(b>>16)&gramMask | gramFold)
		h10 := hash(uint32(c)&gramMask | gramFold)
		h12 := hash(uint32(c>>16)&gramMask | gramFold)
		h14 := hash(uint32(c>>32)&gramMask | gramFold)
		m := bit(filter, h0) | bit(filter, h2)<<1 | bit(filter, h4)<<2 | bit(filter, h6)<<3 |
			bit(filter, h8)<<4 | bit(filter, h10)<<5 | bit(filter, h12)<<6 | bit(filter, h14)<<7
		if m == 0 {
			continue
		}
		for k := 0; m != 0; k, m = k+2, m>>1 {
			if m&1 != 0 {
				hits = s.verify(hits, data, i+k, from, to)
			}
		}
	}
	for ; i < end; i += 2 {
		hits = s.verify(hits, data, i, from, to)
	}
	return hits
}

// bit is the filter's bit for a hash.
func bit(filter *[1 << (filterBits - 3)]byte, h uint32) uint32 {
	return uint32(filter[h>>(35-filterBits)]) >> (h >> (32 - filterBits) & 7) & 1
}

// verify appends the literals that have the gram at offset i of data and
// begin in data[from:to].
func (s *Set) verify(hits []Hit, data []byte, i, from, to int) []Hit {
	var gram uint32
	switch {
	case i+2 < len(data):
		gram = gramOf(data[i], data[i+1], data[i+2])
	case i+2 == len(data):
		// A gram that reaches a byte behind its literal is entered with a zero too.
		gram = gramOf(data[i], data[i+1], 0)
	default:
		return hits
	}
	b := hash(gram|gramFold) >> s.shift
	entries := s.entries[s.buckets[b]:s.buckets[b+1]]
	for k := range entries {
		e := &entries[k]
		if gram|e.mask != e.gram {
			continue
		}
		if p := i + int(e.probe); p < 0 || p >= len(data) || data[p]|e.probeMask != e.probeByte {
			continue
		}
		at := i - int(e.offset)
		if at >= from && at < to && s.stands(data, at, e.id) {
			hits = append(hits, Hit{at, e.id})
		}
	}
	return hits
}

// stands reports whether a literal stands at an offset of data.
func (s *Set) stands(data []byte, at int, id int32) bool {
	t := &s.texts[id]
	if at+len(t.bytes) > len(data) {
		return false
	}
	if t.before != nil && at > 0 && !t.before.Has(data[at-1]) {
		return false
	}
	if t.after != nil && at+len(t.bytes) < len(data) && !t.after.Has(data[at+len(t.bytes)]) {
		return false
	}
	d := data[at : at+len(t.bytes)]
	mask := t.mask[:len(d)]
	want := t.bytes[:len(d)]
	for k := range d {
		if d[k]|mask[k] != want[k] {
			return false
		}
	}
	return true
}
