package literal

import (
	"encoding/binary"

	"github.com/sluicesec/sluice/internal/prebuilt"
)

// A table holds which literals have a gram, by the three or four bytes that the gram
// is known by.
type table struct {
	entries string // records of entrySize bytes
	starts  string // by the upper bits of a hash: the number of the first of its entries, in four bytes
	cut     uint32 // from a hash to its place in starts
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

// Where the fields of an entry are in its record, which is without the key.
const (
	entryGram      = 0
	entryMask      = 4
	entryID        = 8
	entryOffset    = 12
	entryProbe     = 14 // its offset
	entryProbeByte = 16
	entryProbeMask = 17
	entrySize      = 18
)

const startSize = 4 // bytes of a number in starts

// append appends the record of an entry.
func (e *entry) append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, e.gram)
	b = binary.LittleEndian.AppendUint32(b, e.mask)
	b = binary.LittleEndian.AppendUint32(b, uint32(e.id))
	b = binary.LittleEndian.AppendUint16(b, uint16(e.offset))
	b = binary.LittleEndian.AppendUint16(b, uint16(e.probe.offset))
	return append(b, e.probe.byte, e.probe.mask)
}

// probeHolds reports whether the byte of an entry's probe is where it must be beside a
// gram at offset i of data.
func probeHolds(e string, data []byte, i int) bool {
	at := i + int(int16(prebuilt.Uint16(e, entryProbe)))
	return at >= 0 && at < len(data) && data[at]|e[entryProbeMask] == e[entryProbeByte]
}

// hash of a key; the upper bits are mixed best.
func hash(key uint32) uint32 { return (key | fold) * 0x9e3779b1 }

// newTable sorts entries by the hash of their keys.
func newTable(entries []entry) table {
	n := uint32(leastIndex)
	for 1<<n < 2*len(entries) {
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
	records, places := make([]byte, 0, entrySize*len(sorted)), make([]byte, 0, startSize*len(starts))
	for _, e := range sorted {
		records = e.append(records)
	}
	for _, start := range starts {
		places = binary.LittleEndian.AppendUint32(places, start)
	}
	t.entries, t.starts = string(records), string(places)
	return t
}

// leastIndex is the least binary logarithm of the size of an index, which then takes
// 32 KiB. The few short literals are looked up wherever the filter passes, so that it must be
// rare to find one of another key: in the history of django, an index of twice
// their number had entries for 29 of 100 places (three bytes and the one behind) and for 39
// (the one before and three bytes), of which 11 and 14 had the key.
const leastIndex = 13

// look gives the entries of a key, and maybe others.
func (t *table) look(key uint32) string {
	b := int(hash(key)>>t.cut) * startSize
	place := t.starts[b : b+2*startSize]
	return t.entries[entrySize*prebuilt.Uint32(place, 0) : entrySize*prebuilt.Uint32(place, startSize)]
}
