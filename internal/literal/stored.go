package literal

import (
	"encoding/binary"

	"github.com/sluicesec/sluice/internal/prebuilt"
)

// Store writes the set. To read it takes a hundredth of the time that it takes to make it.
func (s *Set) Store(w *prebuilt.Writer) {
	w.String(s.texts.records)
	w.String(s.texts.folded)
	w.Uint(uint64(len(s.texts.sets)))
	for i := range s.texts.sets {
		for _, word := range s.texts.sets[i] {
			w.Word(word)
		}
	}
	w.Uint(uint64(s.reach))
	words := make([]byte, 0, 4*len(s.filter))
	for _, word := range s.filter {
		words = binary.LittleEndian.AppendUint32(words, word)
	}
	w.String(string(words))
	for _, t := range []*table{&s.full, &s.here, &s.behind} {
		w.String(t.places)
		w.String(t.entries)
		w.Uint(uint64(t.cut))
	}
	var two []int32
	if s.pairs != nil {
		two = s.pairs.ids
	}
	w.Uint(uint64(len(two)))
	for _, id := range two {
		w.Uint(uint64(id))
	}
}

// Read reads what Store wrote. The set is a view of what is read, but for the filter, of
// which a copy is made: it is looked at for every other byte of a scan, and has to be in
// memory at an even address.
func Read(r *prebuilt.Reader) *Set {
	s := &Set{texts: texts{records: r.String(), folded: r.String()}, filter: new(filter)}
	s.texts.sets = make([]ByteSet, r.Len())
	for i := range s.texts.sets {
		s.texts.sets[i] = ByteSet{r.Word(), r.Word(), r.Word(), r.Word()}
	}
	s.reach = int(r.Uint())
	words := r.String()
	for i := range min(len(words)/4, len(s.filter)) {
		s.filter[i] = prebuilt.Uint32(words, 4*i)
	}
	for _, t := range []*table{&s.full, &s.here, &s.behind} {
		*t = table{places: r.String(), entries: r.String(), cut: uint32(r.Uint())}
	}
	two := make([]int32, r.Len())
	for i := range two {
		two[i] = int32(r.Uint())
	}
	s.pairs = newPairs(&s.texts, two)
	return s
}
