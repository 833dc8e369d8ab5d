package literal

// A table tells which literals a gram may belong to: a group of four bytes, as
// a little-endian number.
type table struct {
	filter  filter
	buckets []uint32 // by the upper bits of a hash: where its entries begin in entries
	cut     uint32   // from a hash to its bucket
	entries []entry
	reach   int // the largest offset of a gram within its literal
}

// A filter has a bit for each hash of a folded gram.
type filter [1 << (filterBits - 3)]byte

// filterBits is chosen so that the filter fits in the second-level cache, and
// is so sparse that what passes is mostly worth a look.
const filterBits = 20

// has is 1 if a gram with the given hash may be in the table, and else 0.
func (f *filter) has(h uint32) uint32 {
	return uint32(f[h>>(32-filterBits+3)]) >> (h >> (32 - filterBits) & 7) & 1
}

// An entry says that a literal has a gram at an offset.
type entry struct {
	gram   uint32 // as it stands, ored with mask
	mask   uint32 // 0x20 for each byte that matches in both cases
	id     int32
	offset int16 // of the gram in the literal; -1 when the gram begins a byte before it
	probe  probe
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

// fold maps upper case letters of a gram to lower case (and some other bytes
// onto each other, which costs a comparison later).
const fold = 0x20202020

func hash(gram uint32) uint32 { return (gram | fold) * 0x9e3779b1 }

// gram is the number that up to four bytes make.
func gram(b string) (g uint32) {
	for i := range len(b) {
		g |= uint32(b[i]) << (8 * i)
	}
	return g
}

// add adds the gram at an offset of a literal.
func (t *table) add(id int32, l *text, at int) {
	e := entry{gram: gram(l.bytes[at : at+4]), mask: gram(l.mask[at : at+4]), id: id, offset: int16(at), probe: noProbe}
	best := 0.0
	for i := range min(len(l.bytes), maxLooked) {
		if w := Weight(l.bytes[i:i+1], l.mask[i] != 0); (i < at || i >= at+4) && w > best {
			best = w
			e.probe = probe{int16(i - at), l.bytes[i], l.mask[i]}
		}
	}
	t.enter(e)
}

// addBefore adds the grams of the first three bytes of a literal and one before
// them. At the beginning of the data there is none, but there a literal is at
// an even offset, and found by another gram.
func (t *table) addBefore(id int32, l *text) {
	e := entry{mask: gram(l.mask[:3]) << 8, id: id, offset: -1, probe: noProbe}
	for x := range uint32(256) {
		if l.before == nil || l.before.Has(byte(x)) {
			e.gram = gram(l.bytes[:3])<<8 | x
			t.enter(e)
		}
	}
}

// addAfter adds the grams of the last three bytes of a literal and one behind
// them. At the end of the data a zero is read.
func (t *table) addAfter(id int32, l *text) {
	at := len(l.bytes) - 3
	e := entry{mask: gram(l.mask[at:]), id: id, offset: int16(at), probe: noProbe}
	for x := range uint32(256) {
		if x == 0 || l.after == nil || l.after.Has(byte(x)) {
			e.gram = gram(l.bytes[at:]) | x<<24
			t.enter(e)
		}
	}
}

func (t *table) enter(e entry) {
	t.entries = append(t.entries, e)
	t.reach = max(t.reach, int(e.offset))
}

// index sets the filter, and sorts the entries into buckets by their hash.
func (t *table) index() {
	n := uint32(8)
	for 1<<n < len(t.entries) {
		n++
	}
	t.cut = 32 - n
	t.buckets = make([]uint32, 1<<n+1)
	for i := range t.entries {
		h := hash(t.entries[i].gram)
		t.filter[h>>(32-filterBits+3)] |= 1 << (h >> (32 - filterBits) & 7)
		t.buckets[h>>t.cut]++
	}
	for i := range 1 << n {
		t.buckets[i+1] += t.buckets[i]
	}
	sorted := make([]entry, len(t.entries))
	for _, e := range t.entries {
		b := hash(e.gram) >> t.cut
		t.buckets[b]--
		sorted[t.buckets[b]] = e
	}
	t.entries = sorted
}
