package literal

// A table holds which literals have a gram, by the three or four bytes that the gram
// is known by.
type table struct {
	entries []entry
	starts  []uint32 // by the upper bits of a hash: where its entries begin
	cut     uint32   // from a hash to its place in starts
}

// An entry says that a literal has a gram at an offset.
type entry struct {
	gram, mask uint32 // the gram ored with mask: 0x20 for each byte that matches in both cases
	key        uint32 // the bytes that the gram is known by
	id         int32
	offset     int16 // of the gram in the literal
	probe      probe
}

// A probe is one more byte of the literal, cheap to look at first.
type probe struct {
	offset     int16 // from the gram
	byte, mask byte
}

// noProbe always holds, for literals that have no other byte.
var noProbe = probe{0, 0xff, 0xff}

// holds reports whether the byte is where it must be beside a gram at offset
// i of data.
func (p probe) holds(data []byte, i int) bool {
	at := i + int(p.offset)
	return at >= 0 && at < len(data) && data[at]|p.mask == p.byte
}

// hash of a key; the upper bits are mixed best.
func hash(key uint32) uint32 { return (key | fold) * 0x9e3779b1 }

// index sorts the entries by the hash of their keys.
func (t *table) index() {
	n := uint32(leastIndex)
	for 1<<n < 2*len(t.entries) {
		n++
	}
	t.cut = 32 - n
	t.starts = make([]uint32, 1<<n+1)
	for i := range t.entries {
		t.starts[hash(t.entries[i].key)>>t.cut]++
	}
	for i := range 1 << n {
		t.starts[i+1] += t.starts[i]
	}
	sorted := make([]entry, len(t.entries))
	for _, e := range t.entries {
		b := hash(e.key) >> t.cut
		t.starts[b]--
		sorted[t.starts[b]] = e
	}
	t.entries = sorted
}

// leastIndex is the least binary logarithm of the size of an index, which then takes
// 32 KiB. The few short literals are looked up wherever the filter passes, so that it must be
// rare to find one of another key: in the history of django, an index of twice
// their number had entries for 29 of 100 places (three bytes and the one behind) and for 39
// (the one before and three bytes), of which 11 and 14 had the key.
const leastIndex = 13

// look gives the entries of a key, and maybe others.
func (t *table) look(key uint32) []entry {
	b := hash(key) >> t.cut
	return t.entries[t.starts[b]:t.starts[b+1]]
}
