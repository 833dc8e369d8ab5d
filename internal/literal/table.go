package literal

import (
	"encoding/binary"

	"github.com/sluicesec/sluice/internal/prebuilt"
)

// A table holds which literals have a gram, by the three or four bytes that the gram
// is known by. It is a hash table, of which each place says where its entries begin, and
// which bytes there can be beside their keys.
type table struct {
	places  string // records of placeSize bytes
	entries string // records of entrySize bytes, by place
	cut     uint32 // from a hash to its place
}

// A place is a record of a table. Most places in a text that pass the filter have
// something beside them that no literal has there, and a place shows it without a look at
// its entries.
type place string

// Where the fields of a place are in its record. A set of bytes has a bit for each value
// of a byte's lower five bits, or four, so that letters count in both cases. Where no entry is,
// the sets are empty.
const (
	placeBefore    = 0  // of the byte before the key, 32 bits
	placeBehind    = 4  // of the byte behind it, 32 bits
	placeFarBefore = 8  // of the second byte before it, 16 bits
	placeFarBehind = 10 // of the second byte behind it, 16 bits
	placeStart     = 12 // the number of the first entry
	placeSize      = 16
)

// near are the two sets of 32 bits, the first in the lower half.
func (p place) near() uint64 { return prebuilt.Uint64(string(p), placeBefore) }

// far are the two sets of 16 bits, the first in the lower half.
func (p place) far() uint32 { return prebuilt.Uint32(string(p), placeFarBefore) }

// start is the number of the first entry.
func (p place) start() int { return int(prebuilt.Uint32(string(p), placeStart)) }

// allows is 1 if these bytes can be beside the key of a place, and else 0. The bytes are the
// lowest of their numbers. The sets are arguments so that the compiler inlines it.
func allows(near uint64, far uint32, before, behind, farBefore, farBehind uint64) uint64 {
	return near >> (before & 31) & (near >> (behind&31 | 32)) & uint64(far>>(farBefore&15)&(far>>(farBehind&15|16))) & 1
}

// hash of a key; the upper bits are mixed best.
func hash(key uint32) uint32 { return (key | fold) * multiplier }

// newTable sorts entries by the hash of their keys. size is the least number of places.
func newTable(entries []entry, texts *texts, size int) table {
	n := uint32(1)
	for 1<<n < size {
		n++
	}
	t := table{cut: 32 - n}
	starts := make([]uint32, 1<<n+1)
	for i := range entries {
		starts[hash(entries[i].key)>>t.cut]++
	}
	for i := range 1 << n {
		starts[i+1] += starts[i]
	}
	sorted := make([]*entry, len(entries))
	for i := range entries {
		b := hash(entries[i].key) >> t.cut
		starts[b]--
		sorted[starts[b]] = &entries[i]
	}
	places, records := make([]byte, 0, placeSize<<n), make([]byte, 0, entrySize*len(entries))
	for p := range 1 << n {
		list := sorted[starts[p]:starts[p+1]]
		places = appendPlace(places, list, texts, starts[p])
		for k, e := range list {
			records = e.append(records, texts, k == len(list)-1)
		}
	}
	t.places, t.entries = string(places), string(records)
	return t
}

// appendPlace appends the record of a place.
func appendPlace(b []byte, entries []*entry, texts *texts, start uint32) []byte {
	var before, behind, farBefore, farBehind uint32
	for _, e := range entries {
		text, from, to := texts.at(e.id), int(e.offset), int(e.offset)+e.size
		before |= text.lowBits(from-1, 32)
		behind |= text.lowBits(to, 32)
		farBefore |= text.lowBits(from-2, 16)
		farBehind |= text.lowBits(to+1, 16)
	}
	for _, x := range [...]uint32{before, behind, farBefore | farBehind<<16, start} {
		b = binary.LittleEndian.AppendUint32(b, x)
	}
	return b
}

// lowBits is the set of what can be at an offset of a literal, or outside of it, modulo
// size.
func (t *text) lowBits(at int, size uint) (set uint32) {
	var bytes *ByteSet
	switch {
	case at >= 0 && at < len(t.bytes):
		return 1 << (uint(t.bytes[at]) % size)
	case at == -1:
		bytes = t.before
	case at == len(t.bytes):
		bytes = t.after
	}
	if bytes == nil {
		return uint32(1<<size - 1)
	}
	for b := range uint(256) {
		if bytes.Has(byte(b)) {
			set |= 1 << (b % size)
		}
	}
	return set
}

// place gives the place of a key.
func (t *table) place(key uint32) place {
	at := int(hash(key)>>(t.cut&31)) * placeSize
	return place(t.places[at : at+placeSize])
}

// look gives the entries of a key, and maybe of others, up to that which says that it is
// the last. Others follow it.
func (t *table) look(key uint32) string {
	p := t.place(key)
	if p.near() == 0 {
		return ""
	}
	return t.entries[entrySize*p.start():]
}
