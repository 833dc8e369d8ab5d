package pack

// Prefetch says that the entry at off is about to be read. A walk over a pack knows
// beforehand where it goes on, and otherwise waits for memory at each entry.
func (p *Pack) Prefetch(off int64) {
	if off >= 0 && off < int64(len(p.data)) {
		prefetch(&p.data[off])
	}
}

// Prefetch says that the id, the offset and the checksum of object i are about to be read.
func (x *Index) Prefetch(i int) {
	prefetch(&x.ids[i*x.stride])
	prefetch(&x.small[i*x.step])
	if x.crcs != nil {
		prefetch(&x.crcs[i*4])
	}
}
