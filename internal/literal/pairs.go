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

// has is 1 if the two bytes may be a literal, and else 0.
func (p *pairs) has(pair uint32) uint32 { return uint32(p.bits[pair>>3]) >> (pair & 7) & 1 }

// two is 1 if the first two bytes of text may be a literal, or the second and
// the third, and else 0.
func (p *pairs) two(text uint64) uint32 {
	return p.has(uint32(text)&0xffff) | p.has(uint32(text>>8)&0xffff)
}
