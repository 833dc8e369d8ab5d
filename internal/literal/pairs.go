package literal

// pairs are the literals of two bytes.
type pairs struct {
	bits    [1 << 13]byte // a bit for each two bytes, as a little-endian number
	ids     []int32       // of the literals
	byFirst [256][]int32  // likewise, by the first byte
}

// newPairs makes the pairs of the literals with these ids; nil if there are none.
func newPairs(t *texts, ids []int32) *pairs {
	if len(ids) == 0 {
		return nil
	}
	p := &pairs{ids: ids}
	for _, id := range ids {
		p.add(id, t.at(id))
	}
	return p
}

func (p *pairs) add(id int32, t text) {
	for i, first := range [...]byte{t.bytes[0], t.bytes[0] &^ t.mask[0]} {
		if i == 0 || first != t.bytes[0] {
			p.byFirst[first] = append(p.byFirst[first], id)
		}
		for _, second := range [...]byte{t.bytes[1], t.bytes[1] &^ t.mask[1]} {
			pair := uint32(first) | uint32(second)<<8
			p.bits[pair>>3] |= 1 << (pair & 7)
		}
	}
}

// has reports whether two bytes may be a literal.
func (p *pairs) has(first, second byte) bool {
	pair := uint32(first) | uint32(second)<<8
	return p.bits[pair>>3]>>(pair&7)&1 != 0
}

// appendPairs appends the literals of two bytes that begin in data[from:to].
func (s *Set) appendPairs(hits []Hit, data []byte, from, to int) []Hit {
	if s.pairs == nil {
		return hits
	}
	for at := from; at < min(to, len(data)-1); at++ {
		if !s.pairs.has(data[at], data[at+1]) {
			continue
		}
		for _, id := range s.pairs.byFirst[data[at]] {
			if s.isAt(data, at, id) {
				hits = append(hits, hitAt(at, id))
			}
		}
	}
	return hits
}
